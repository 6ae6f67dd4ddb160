import { describe, expect, it } from 'vitest';
import { pageOf, parseRoute, type Route, routeHash } from './route.ts';

const ROUTES: Route[] = [
  { section: 'inbox', folder: 'waiting' },
  { section: 'inbox', folder: 'drafts' },
  { section: 'inbox', folder: 'waiting', server: 'test' },
  { section: 'inbox', folder: 'all', server: 'production' },
  { section: 'batch', id: 'b1' },
  { section: 'batch', id: 'b1', server: 'test' },
  { section: 'agreements', id: null, form: null },
  { section: 'agreements', id: 'umb-1/2 ї', form: null },
  { section: 'agreements', id: null, form: 'file' },
  { section: 'agreements', id: null, form: 'template' },
  { section: 'receipts', id: 'r-1' },
  { section: 'inspect', source: null },
  { section: 'inspect', source: { from: 'receipt', id: 'r 1' } },
  { section: 'health' },
  { section: 'sign' },
  { section: 'review', id: 'x%y' },
  { section: 'review', id: 'x', server: 'old-test' },
  { section: 'welcome' },
];

describe('routes', () => {
  it.each(ROUTES)('survive the way into the address and back: %j', route => {
    expect(parseRoute(routeHash(route))).toEqual(route);
  });

  it('accepts an address without the leading #/', () => {
    expect(parseRoute('receipts/abc')).toEqual({ section: 'receipts', id: 'abc' });
  });

  it.each(['', '#/', '#/nowhere/at/all', '#/review', '#/%E0%A4%A'])('falls back to the inbox: %s', hash => {
    expect(parseRoute(hash)).toEqual({ section: 'inbox', folder: 'waiting' });
  });

  it('takes no server for one that it does not know', () => {
    expect(parseRoute('#/inbox/drafts/staging')).toEqual({ section: 'inbox', folder: 'drafts' });
    expect(parseRoute('#/review/r1/staging')).toEqual({ section: 'review', id: 'r1' });
  });

  it('opens the empty Inspect for a source it does not know', () => {
    expect(parseRoute('#/inspect/elsewhere/1')).toEqual({ section: 'inspect', source: null });
  });

  it('counts a detail inside a list as the same page, a form as another', () => {
    expect(pageOf(parseRoute('#/receipts/1'))).toBe(pageOf(parseRoute('#/receipts/2')));
    expect(pageOf(parseRoute('#/agreements'))).not.toBe(pageOf(parseRoute('#/agreements/new/file')));
    expect(pageOf(parseRoute('#/review/1'))).not.toBe(pageOf(parseRoute('#/review/2')));
  });
});
