// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { openPage } from '../testing/page.tsx';
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
