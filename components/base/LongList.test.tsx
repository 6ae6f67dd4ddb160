// @vitest-environment happy-dom
import { useState } from 'preact/hooks';
import { describe, expect, it, vi } from 'vitest';
import { openPage, type TestPage } from '../testing/page.tsx';
import { LongList, type LongListProps } from './LongList.tsx';

const ITEMS = Array.from({ length: 2000 }, (_, n) => `row ${n}`);

function list(props: Partial<LongListProps<string>> = {}) {
  return (
    <LongList
      label="Documents"
      items={ITEMS}
      keyOf={item => item}
      rowRem={2.5}
      renderRow={item => <span data-select>{item}</span>}
      {...props}
    />
  );
}

describe('LongList', () => {
  it('keeps only what is in sight in the document, and says how long it is', async () => {
    const page = await openPage(list());
    const options = page.all('option');
    expect(options.length).toBeLessThan(40);
    expect(options[0]?.getAttribute('aria-setsize')).toBe('2000');
  });

  it('moves by the keyboard to the very end, scrolling along', async () => {
    const page = await openPage(list());
    const box = page.one('listbox', 'Documents');
    await page.press(box, 'ArrowDown');
    expect(document.getElementById(box.getAttribute('aria-activedescendant') ?? '')?.textContent).toBe(
      'row 1',
    );
    await page.press(box, 'End');
    box.dispatchEvent(new Event('scroll'));
    await page.settle();
    const active = document.getElementById(box.getAttribute('aria-activedescendant') ?? '');
    expect(active?.textContent).toBe('row 1999');
  });

  it('keeps the active row in the document when it was scrolled out of sight', async () => {
    const page = await openPage(list());
    const box = page.one('listbox', 'Documents');
    const active = () =>
      document.getElementById(box.getAttribute('aria-activedescendant') ?? '')?.textContent;
    const scroll = async (top: number) => {
      box.scrollTop = top;
      box.dispatchEvent(new Event('scroll'));
      await page.settle();
      return page.all('option').map(option => option.textContent);
    };
    const below = await scroll(40_000);
    expect(active()).toBe('row 0');
    expect(below[0]).toBe('row 0');
    expect(below).toContain('row 1000');
    await page.press(box, 'End');
    const above = await scroll(0);
    expect(active()).toBe('row 1999');
    expect([above[0], above.at(-1)]).toEqual(['row 0', 'row 1999']);
  });

  it('opens with Enter, selects with Space and Shift', async () => {
    const onOpen = vi.fn();
    let selected: ReadonlySet<string> = new Set();
    const onSelect = (keys: ReadonlySet<string>) => {
      selected = keys;
    };
    const page = await openPage(list({ onOpen, onSelect, selected }));
    const box = page.one('listbox', 'Documents');
    await page.press(box, 'Enter');
    expect(onOpen).toHaveBeenCalledExactlyOnceWith('row 0');
    await page.press(box, ' ');
    expect([...selected]).toEqual(['row 0']);
    await page.show(list({ onOpen, onSelect, selected }));
    await page.press(box, 'ArrowDown', { shiftKey: true });
    expect([...selected]).toEqual(['row 0', 'row 1']);
    await page.press(box, 'a', { ctrlKey: true });
    expect(selected.size).toBe(2000);
  });

  /** A list that remembers what is selected, as a page does. */
  function Choosing(props: Partial<LongListProps<string>>) {
    const [selected, onSelect] = useState(props.selected ?? new Set<string>());
    return list({ items: ITEMS.slice(0, 10), ...props, selected, onSelect });
  }
  const activeOf = (page: TestPage) =>
    document.getElementById(page.one('listbox', 'Documents').getAttribute('aria-activedescendant') ?? '')
      ?.textContent;
  const selectedOf = (page: TestPage) =>
    page
      .all('option')
      .filter(option => option.getAttribute('aria-selected') === 'true')
      .map(option => option.textContent);
  const shift = { shiftKey: true };
  const shiftClick = async (page: TestPage, name: string) => {
    page.one('option', name).dispatchEvent(new MouseEvent('click', { bubbles: true, ...shift }));
    await page.settle();
  };

  it('begins a range where one has moved to, and takes back what Shift passes again', async () => {
    const page = await openPage(<Choosing selected={new Set(['row 5', 'row 9'])} />);
    const box = page.one('listbox', 'Documents');
    for (let step = 0; step < 4; step += 1) await page.press(box, 'ArrowDown');
    for (let step = 0; step < 2; step += 1) await page.press(box, 'ArrowDown', shift);
    expect(selectedOf(page)).toEqual(['row 4', 'row 5', 'row 6', 'row 9']);
    // What was selected before stays so.
    for (let step = 0; step < 3; step += 1) await page.press(box, 'ArrowUp', shift);
    expect(selectedOf(page)).toEqual(['row 3', 'row 4', 'row 5', 'row 9']);
    await page.press(box, 'ArrowDown');
    await page.press(box, 'ArrowDown', shift);
    expect(selectedOf(page)).toEqual(['row 3', 'row 4', 'row 5', 'row 9']);
  });

  it('begins a range at the row that was opened', async () => {
    const page = await openPage(<Choosing onOpen={() => {}} />);
    await page.click(page.one('option', 'row 6'));
    await shiftClick(page, 'row 8');
    expect(selectedOf(page)).toEqual(['row 6', 'row 7', 'row 8']);
  });

  it('begins a range at the same row in another order', async () => {
    const page = await openPage(<Choosing />);
    const mark = page.one('option', 'row 7').querySelector('[data-select]');
    if (mark) await page.click(mark);
    await page.show(<Choosing items={ITEMS.slice(0, 10).reverse()} />);
    await shiftClick(page, 'row 5');
    expect(selectedOf(page)).toEqual(['row 7', 'row 6', 'row 5']);
  });

  it('keeps its row active where rows above it go; where that row goes, the one in its place is', async () => {
    const page = await openPage(list());
    const box = page.one('listbox', 'Documents');
    for (let step = 0; step < 3; step += 1) await page.press(box, 'ArrowDown');
    await page.show(list({ items: ITEMS.slice(1) }));
    expect(activeOf(page)).toBe('row 3');
    await page.show(list({ items: ITEMS.filter(item => !['row 0', 'row 3'].includes(item)) }));
    expect(activeOf(page)).toBe('row 4');
  });

  it('makes active, and brings in sight, what is open elsewhere on the page', async () => {
    const page = await openPage(list({ current: 'row 1000' }));
    expect(activeOf(page)).toBe('row 1000');
    expect(page.one('listbox', 'Documents').scrollTop).toBeGreaterThan(30_000);
    await page.show(list({ current: 'row 2' }));
    await page.show(list({ current: null }));
    expect(activeOf(page)).toBe('row 2');
  });

  it('selects instead of opening on a click at the mark', async () => {
    const onOpen = vi.fn();
    const onSelect = vi.fn();
    const page = await openPage(list({ onOpen, onSelect, selected: new Set() }));
    const mark = page.root.querySelector('[data-select]');
    if (mark) await page.click(mark);
    expect(onOpen).not.toHaveBeenCalled();
    expect(onSelect).toHaveBeenCalledExactlyOnceWith(new Set(['row 0']));
  });
});
