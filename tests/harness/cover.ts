import type { Page } from 'puppeteer';

/** A hostile page's cover, in front of everything there is, that lets the mouse through to what is under it. */
export const cover = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const over = document.createElement('div');
    over.popover = 'manual';
    over.style.cssText =
      'width:100vw;height:100vh;margin:0;border:0;background:#fffe;pointer-events:none;overflow:hidden';
    document.documentElement.append(over);
    over.showPopover();
  });
