import { browser } from 'wxt/browser';
import type { WakePort } from '../lib/eimzo/ports.ts';

/** A silent worker dies at 30.0 s, an event page at 30.9 s; an extension API call starts the count anew (measured). */
const PING_MS = 20_000;

/** One interval for however many holds there are; none at rest. */
export function createKeepAlive(): WakePort {
  let holds = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    hold() {
      holds += 1;
      timer ??= setInterval(() => void browser.runtime.getPlatformInfo(), PING_MS);
      let released = false;
      return () => {
        if (released) return;
        released = true;
        holds -= 1;
        if (holds > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}
