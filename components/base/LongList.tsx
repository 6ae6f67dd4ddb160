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
 * selects a range. An element inside a row marked `data-select` selects on click instead of opening. Give it a height
 * (or `flex: 1`) from outside.
 */
export function LongList<T>(props: LongListProps<T>) {
  const { label, items, keyOf, rowRem, renderRow, onOpen, selected, onSelect } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [anchor, setAnchor] = useState(0);
  const [view, setView] = useState({ top: 0, height: FALLBACK_HEIGHT, row: rowRem * 16 });

  const measure = () => {
    const element = list.current;
    if (!element) return;
    const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
    setView({
      top: element.scrollTop,
      height: element.clientHeight || FALLBACK_HEIGHT,
      row: Math.round(rowRem * root),
    });
  };
  useLayoutEffect(measure, [rowRem]);
  useEffect(() => {
    if (!list.current || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(measure);
    observer.observe(list.current);
    return () => observer.disconnect();
  }, []);

  const last = items.length - 1;
  const at = Math.min(active, Math.max(last, 0));
  const first = Math.max(0, Math.floor(view.top / view.row) - OVERSCAN);
  const until = Math.min(items.length, Math.ceil((view.top + view.height) / view.row) + OVERSCAN);
  const rows = Array.from({ length: Math.max(0, until - first) }, (_, offset) => first + offset);
  if (at < first && items.length > 0) rows.unshift(at);
  else if (at >= until && at <= last) rows.push(at);

  const move = (to: number) => {
    const next = Math.max(0, Math.min(last, to));
    setActive(next);
    const element = list.current;
    if (!element) return next;
    const top = next * view.row;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + view.row > element.scrollTop + view.height)
      element.scrollTop = top + view.row - view.height;
    return next;
  };
  const range = (from: number, to: number) =>
    items.slice(Math.min(from, to), Math.max(from, to) + 1).map(item => keyOf(item));
  const select = (index: number, whole: boolean) => {
    const item = items[index];
    if (!onSelect || !item) return;
    const next = new Set(selected);
    const key = keyOf(item);
    if (whole) for (const one of range(anchor, index)) next.add(one);
    else if (next.has(key)) next.delete(key);
    else next.add(key);
    if (!whole) setAnchor(index);
    onSelect(next);
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
      const next = move(step);
      if (event.shiftKey) select(next, true);
    } else if (event.key === 'Enter' && items[at]) onOpen?.(items[at]);
    else if (event.key === ' ') select(at, event.shiftKey);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey) && onSelect)
      onSelect(new Set(items.map(item => keyOf(item))));
    else return;
    event.preventDefault();
  };

  const onClick = (event: MouseEvent, index: number) => {
    setActive(index);
    const item = items[index];
    if (onSelect && (event.shiftKey || (event.target as Element).closest('[data-select]')))
      select(index, event.shiftKey);
    else if (item) onOpen?.(item);
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
