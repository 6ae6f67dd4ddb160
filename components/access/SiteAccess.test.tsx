// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { createFakeBackend } from '../testing/fake-backend.ts';
import { openPage } from '../testing/page.tsx';
import { SiteAccess } from './SiteAccess.tsx';

describe('SiteAccess', () => {
  it('is silent when the sites are ours', async () => {
    const page = await openPage(<SiteAccess />, createFakeBackend());
    expect(page.root.textContent).toBe('');
  });

  it('asks for the sites on a click, straight from it, and goes away when they are given', async () => {
    const asked: unknown[] = [];
    const backend = createFakeBackend({ grants: false });
    const page = await openPage(<SiteAccess />, {
      ...backend,
      permissions: {
        has: async () => false,
        request: async wanted => {
          asked.push(wanted);
          return true;
        },
      },
    });
    expect(page.root.textContent).toContain('is blocking Imzochi on Didox');
    await page.click(page.one('button', 'Allow these sites'));
    expect(asked).toEqual([{ origins: backend.extension.sites }]);
    expect(page.root.textContent).toBe('');
  });

  it('tells the other way when the browser refuses', async () => {
    const page = await openPage(<SiteAccess />, createFakeBackend({ grants: false }));
    await page.click(page.one('button', 'Allow these sites'));
    expect(page.root.textContent).toContain('The browser did not allow it');
    expect(page.all('button')).toHaveLength(1);
  });
});
