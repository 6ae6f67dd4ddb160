import type { ComponentChildren, CSSProperties } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface LongListProps<T> {
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string;
  /** Height of every row, in rem: it grows with the reader's text size. */
  rowRem: number;
  renderRow: (item: T, state: { active: boolean; selected: boolean }) => ComponentChildren;
  /** Enter, or a click on the row. */
  onOpen?: ((item: T) => void) | undefined;
  /** Key of what is open beside the list: its row is the active one, however it was opened. */
  current?: string | null | undefined;
  /** Keys of the selected rows; with it the list is a multiple choice (Space, Shift, Ctrl+A). */
  selected?: ReadonlySet<string> | undefined;
  onSelect?: ((keys: ReadonlySet<string>) => void) | undefined;
  class?: string | undefined;
  style?: CSSProperties | undefined;
}

const OVERSCAN = 6;
/** Where a layout cannot be measured (a test's DOM), enough rows for a tall window. */
const FALLBACK_HEIGHT = 800;

/**
 * Thousands of rows of one height; only those in sight are in the document, and the active one, which is named by its id.
 * A listbox: one stop in the tab order, arrows, Page Up/Down, Home and End move, Enter opens, Space selects, Shift
 * selects from the row one was at. Rows are known by their keys: they may come, go and change their order. An element
 * inside a row marked `data-select` selects on click instead of opening. Give it a height (or `flex: 1`) from outside.
 */
export function LongList<T>(props: LongListProps<T>) {
  const { label, items, keyOf, rowRem, renderRow, onOpen, current = null, selected, onSelect } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  /** Where the active row stood last: when it goes, the one in its place is active. */
  const place = useRef(0);
  /** What Shift selects now: from which row, and what that added. */
  const range = useRef<{ from: string; added: string[] } | null>(null);
  const measured = () => {
    const element = list.current;
    const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
    return {
      top: element?.scrollTop ?? 0,
      height: element?.clientHeight || FALLBACK_HEIGHT,
      row: Math.round(rowRem * root),
    };
  };
  const [view, setView] = useState(measured);
  const measure = () => setView(measured());
  useLayoutEffect(measure, [rowRem]);
  useEffect(() => {
    if (!list.current || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(measure);
    observer.observe(list.current);
    return () => observer.disconnect();
  }, []);

  const last = items.length - 1;
  const indexOf = (key: string | null) => items.findIndex(item => keyOf(item) === key);
  const found = indexOf(active);
  const at = found < 0 ? Math.max(0, Math.min(place.current, last)) : found;
  place.current = at;
  const first = Math.max(0, Math.floor(view.top / view.row) - OVERSCAN);
  const until = Math.min(items.length, Math.ceil((view.top + view.height) / view.row) + OVERSCAN);
  const rows = Array.from({ length: Math.max(0, until - first) }, (_, offset) => first + offset);
  if (at < first && items.length > 0) rows.unshift(at);
  else if (at >= until && at <= last) rows.push(at);

  /** Makes a row the active one; not by Shift, the next range begins there. */
  const go = (index: number, shift: boolean) => {
    const item = items[index];
    if (!item) return;
    setActive(keyOf(item));
    if (!shift) range.current = null;
    const { top, height, row } = measured();
    const highest = index * row;
    const lowest = highest + row - height;
    if (list.current) list.current.scrollTop = Math.max(lowest, Math.min(top, highest));
  };
  useLayoutEffect(() => {
    if (current !== null) go(indexOf(current), false);
  }, [current]);

  const toggle = (index: number) => {
    const item = items[index];
    if (!onSelect || !item) return;
    const key = keyOf(item);
    const next = new Set(selected);
    if (!next.delete(key)) next.add(key);
    onSelect(next);
  };
  /** In place of what the range had selected before; what was selected by itself stays. */
  const selectTo = (index: number) => {
    const here = items[at];
    if (!onSelect || !here) return;
    const before = range.current && indexOf(range.current.from) >= 0 ? range.current : null;
    const from = before?.from ?? keyOf(here);
    const ends = [indexOf(from), index].sort((a, b) => a - b);
    const whole = items.slice(ends[0], ends[1]! + 1).map(keyOf);
    const next = new Set(selected);
    for (const key of before?.added ?? []) next.delete(key);
    range.current = { from, added: whole.filter(key => !next.has(key)) };
    onSelect(new Set([...next, ...whole]));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== list.current) return;
    const page = Math.max(1, Math.floor(view.height / view.row) - 1);
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: last,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      const next = Math.max(0, Math.min(last, step));
      if (event.shiftKey) selectTo(next);
      go(next, event.shiftKey);
    } else if (event.key === 'Enter' && items[at]) onOpen?.(items[at]);
    else if (event.key === ' ' && event.shiftKey) selectTo(at);
    else if (event.key === ' ') {
      toggle(at);
      go(at, false);
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey) && onSelect) {
      onSelect(new Set(items.map(keyOf)));
      range.current = null;
    } else return;
    event.preventDefault();
  };

  const onClick = (event: MouseEvent, index: number) => {
    const item = items[index];
    if (onSelect && event.shiftKey) selectTo(index);
    else if (onSelect && (event.target as Element).closest('[data-select]')) toggle(index);
    else if (item) onOpen?.(item);
    go(index, event.shiftKey);
  };

  return (
    <div
      ref={list}
      class={`long-list ${props.class ?? ''}`}
      style={props.style}
      role="listbox"
      aria-label={label}
      aria-multiselectable={onSelect ? 'true' : undefined}
      aria-activedescendant={items.length ? `${id}-${at}` : undefined}
      tabIndex={0}
      onScroll={measure}
      onKeyDown={onKeyDown}
    >
      <div style={{ height: `${items.length * view.row}px` }} role="presentation">
        {rows.map(index => {
          const item = items[index]!;
          const key = keyOf(item);
          const state = { active: index === at, selected: selected?.has(key) ?? false };
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox handles the keys
            // biome-ignore lint/a11y/useFocusableInteractive: focus stays on the listbox (aria-activedescendant)
            <div
              key={key}
              id={`${id}-${index}`}
              class="long-list-row"
              role="option"
              aria-selected={onSelect ? state.selected : state.active}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              data-active={state.active || undefined}
              style={{ top: `${index * view.row}px`, height: `${view.row}px` }}
              onClick={event => onClick(event, index)}
            >
              {renderRow(item, state)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
