// @vitest-environment happy-dom
import { useState } from 'preact/hooks';
import { afterEach, describe, expect, it } from 'vitest';
import { openPage, type TestPage } from '../testing/page.tsx';
import { useKeptFocus } from './useKeptFocus.ts';

function Page() {
  useKeptFocus();
  const [gone, setGone] = useState('');
  return (
    <main>
      <h1>Title</h1>
      <input aria-label="Search" />
      <div>
        <div class="long-list" role="listbox" tabIndex={0} />
        {gone !== 'detail' && (
          <section>
            <h2>Detail</h2>
            {gone !== 'first' && <button type="button" onClick={() => setGone('first')} children="First" />}
            <button
              type="button"
              disabled={gone === 'able'}
              onClick={() => setGone('able')}
              children="Second"
            />
          </section>
        )}
      </div>
      <button type="button" onClick={() => setGone('detail')} children="Close" />
    </main>
  );
}

describe('the focus', () => {
  let page: TestPage;
  const focused = () => document.activeElement?.textContent || document.activeElement?.className;
  const pause = () => new Promise(resolve => setTimeout(resolve, 80));
  const press = async (name: string) => {
    page.one('button', name).focus();
    await page.click(page.one('button', name));
    await pause();
  };
  afterEach(() => page.show(null));

  it('goes from a button that has gone to the heading of what it stood in', async () => {
    page = await openPage(<Page />);
    await press('First');
    expect(focused()).toBe('Detail');
  });

  it('goes from a part that has gone to the list beside it', async () => {
    page = await openPage(<Page />);
    page.one('button', 'Second').focus();
    await page.click(page.one('button', 'Close'));
    await pause();
    expect(focused()).toBe('long-list');
  });

  it('goes from a button that can no longer be pressed to the heading of what it stands in', async () => {
    page = await openPage(<Page />);
    await press('Second');
    expect(focused()).toBe('Detail');
  });

  it('stays where somebody has put it meanwhile', async () => {
    page = await openPage(<Page />);
    page.one('button', 'First').focus();
    const search = page.one('textbox', 'Search');
    // As a frame with a page of its own does, it says nothing of it.
    search.addEventListener('focusin', event => event.stopPropagation());
    search.focus();
    await page.click(page.one('button', 'First'));
    await pause();
    expect(document.activeElement).toBe(search);
  });

  it('is not moved where somebody had put it away by a click on nothing', async () => {
    page = await openPage(<Page />);
    page.one('button', 'First').focus();
    page.one('button', 'First').blur();
    document.body.dispatchEvent(new Event('pointerup', { bubbles: true }));
    await page.click(page.one('button', 'First'));
    await pause();
    expect(document.activeElement).toBe(document.body);
  });
});
