// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { createFakeBackend } from '../testing/fake-backend.ts';
import { GROUPS, MANY_GROUPS, NOW } from '../testing/fixtures/keys.ts';
import { openPage, type TestPage } from '../testing/page.tsx';
import { KeyPicker, type KeyPickerProps } from './KeyPicker.tsx';

const radio = (page: TestPage, name: string) => page.one('radio', name) as HTMLInputElement;

function open(props: Partial<KeyPickerProps> = {}, language: 'en' | 'ru' = 'en') {
  return openPage(
    <KeyPicker groups={GROUPS} onChoose={() => {}} now={NOW} {...props} />,
    createFakeBackend({ language }),
  );
}

describe('KeyPicker', () => {
  it('is a radio group named "Keys" whose radios name holder and organisation', async () => {
    const page = await open();
    expect(page.one('radiogroup', 'Keys').getAttribute('aria-label')).toBe('Keys');
    expect(page.all('radio')).toHaveLength(7);
    expect(radio(page, 'Karimov Sardor Aliyevich, ROMASHKA SAVDO MChJ')).toBeTruthy();
  });

  it('groups by company, with one checked in each', async () => {
    const page = await open();
    const groups = [...page.root.querySelectorAll('fieldset')];
    expect(groups.map(group => group.querySelector('legend span')?.textContent)).toEqual([
      'ROMASHKA SAVDO MChJ',
      '“ZARAFSHON” QURILISH-TAʼMIR XUSUSIY KORXONASI',
      'Yoʻldosheva Gulnora Baxtiyorovna',
      'Tokens and cards',
    ]);
    const checked = groups.map(group => group.querySelectorAll('input:checked').length);
    expect(checked).toEqual([1, 1, 1, 1]);
    const names = groups.map(group => group.querySelector('input')?.name);
    expect(new Set(names).size).toBe(4);
  });

  it('marks expired and not-yet-valid keys and does not let them be chosen', async () => {
    const onChoose = vi.fn();
    const page = await open({ onChoose });
    const expired = radio(page, 'Expired 28.02.2025');
    const early = radio(page, 'Valid from 01.12.2026');
    expect([expired.disabled, early.disabled]).toEqual([true, true]);
    const soon = radio(page, '14 days left');
    expect(soon.disabled).toBe(false);
    await page.click(soon);
    expect(onChoose).toHaveBeenCalledExactlyOnceWith('tin:300000019', '3000000190002');
  });

  it('uses the right Russian plural for the days left', async () => {
    const on = Date.UTC(2026, 11, 3, 12);
    const page = await open({ now: on }, 'ru');
    expect(radio(page, 'осталось 2 дня')).toBeTruthy();
  });

  it('finds by every word, whatever apostrophe is typed', async () => {
    const page = await open();
    await page.type(page.one('textbox', 'Search'), "yo'ldosheva zarafshon");
    expect(page.all('radio')).toHaveLength(2);
    expect(page.all('status')[0]?.textContent).toBe('2 keys');
    await page.type(page.one('textbox', 'Search'), 'nobody at all');
    expect(page.root.textContent).toContain('No key matches “nobody at all”');
  });

  it('goes from the search line to the checked key of the first company by arrow down', async () => {
    const page = await open();
    const search = page.one('textbox', 'Search');
    search.focus();
    await page.press(search, 'ArrowDown');
    expect(document.activeElement).toBe(radio(page, 'Bosh buxgalter'));
  });

  it('shows only the owner that a document fixes, and the key that is asked for', async () => {
    const page = await open({ owner: 'tin:300000019', keyId: '3000000190002' });
    expect(page.all('radio')).toHaveLength(3);
    expect(radio(page, 'Karimov').checked).toBe(true);
    expect(radio(page, 'Bosh buxgalter').checked).toBe(false);
  });

  it('says what to do when there is no key', async () => {
    const page = await open({ groups: [] });
    expect(page.root.textContent).toContain('DSKEYS');
  });

  it('has all of two hundred keys in reach', async () => {
    const page = await open({ groups: MANY_GROUPS });
    expect(page.all('radio')).toHaveLength(200);
  });
});
