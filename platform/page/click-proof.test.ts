// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ClickProof, createClickProof } from './click-proof.ts';

/** The rules one by one, each broken alone. What a browser says about our elements is the test's own word here. */
let life: AbortController;
let proof: ClickProof;
let button: HTMLButtonElement;
let other: HTMLButtonElement;
let sum: HTMLElement;
/** The state of the world. */
let world: {
  untouched: boolean;
  covered: boolean;
  mouseHere: boolean;
  focus: boolean;
  unseen: Element[];
  frames: boolean;
  ratio: number;
  rect: { x: number; width: number };
};

class Observer {
  readonly #tell: (entries: object[]) => void;
  constructor(tell: (entries: object[]) => void) {
    this.#tell = tell;
  }
  observe(target: HTMLElement) {
    Object.defineProperty(target, 'offsetWidth', { value: 360, configurable: true });
    queueMicrotask(() => {
      if (!world.frames) return;
      const isVisible = !world.unseen.includes(target);
      this.#tell([
        {
          target,
          isVisible,
          intersectionRatio: world.ratio,
          boundingClientRect: { y: 0, height: 300, ...world.rect },
        },
      ]);
    });
  }
  unobserve() {}
  disconnect() {}
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  vi.stubGlobal('IntersectionObserver', Observer);
  world = {
    untouched: true,
    covered: false,
    mouseHere: true,
    focus: true,
    unseen: [],
    frames: true,
    ratio: 1,
    rect: { x: 900, width: 360 },
  };
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const place = document.createElement('div');
  root.append(place);
  place.innerHTML =
    '<section><dl><div data-strong="true">12,480,000</div><div>VAT</div></dl><button>Sign</button><button>Reject</button></section>';
  document.documentElement.append(host);
  [button, other] = place.querySelectorAll('button') as unknown as [HTMLButtonElement, HTMLButtonElement];
  sum = place.querySelector('[data-strong]') as HTMLElement;
  vi.spyOn(document, 'hasFocus').mockImplementation(() => world.focus);
  vi.spyOn(document.documentElement, 'matches').mockImplementation(() => world.mouseHere);
  vi.spyOn(place, 'matches').mockImplementation(() => world.mouseHere);
  document.elementFromPoint = () => (world.covered ? document.body : host);
  life = new AbortController();
  proof = createClickProof({ root, host, place, isUntouched: () => world.untouched }, life.signal);
  proof.watch([button, other]);
});
afterEach(() => {
  life.abort();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  document.querySelector(':root > div')?.remove();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
function trusted<E extends Event>(event: E, more: object = {}): E {
  for (const [name, value] of Object.entries({ isTrusted: true, timeStamp: performance.now(), ...more }))
    Object.defineProperty(event, name, { value });
  return event;
}
const press = (on: Element = button, pointerType = 'mouse') =>
  on.dispatchEvent(trusted(new PointerEvent('pointerdown', { bubbles: true }), { pointerType }));
const type = (more: object = {}, on: Element = button) =>
  on.dispatchEvent(trusted(new KeyboardEvent('keydown', { bubbles: true, key: 'Enter' }), more));
const click = (more: object = {}, on = button) =>
  proof.holds(trusted(new MouseEvent('click'), { detail: 1, pointerType: 'mouse', ...more }), on);
const byKey = (more: object = {}) => {
  type(more);
  return click({ detail: 0, pointerType: '' });
};
async function pressAndClick(heldMs = 40): Promise<boolean> {
  press();
  await pass(heldMs);
  return click();
}

describe('a click on a button that was in sight', () => {
  it('counts after half a second, and not before', async () => {
    await pass(400);
    expect(await pressAndClick()).toBe(false);
    await pass(300);
    expect(await pressAndClick()).toBe(true);
  });

  it('counts once', async () => {
    await pass(1000);
    expect(await pressAndClick()).toBe(true);
    expect(click()).toBe(false);
  });

  it('does not count when the press came too early, however long it was held', async () => {
    await pass(400);
    expect(await pressAndClick(2000)).toBe(false);
  });

  it('does not count when something changed between the press and its end', async () => {
    await pass(1000);
    press();
    proof.changed();
    await pass(40);
    expect(click()).toBe(false);
  });

  it('does not count without a press of its kind, on this button', async () => {
    await pass(1000);
    expect(click()).toBe(false);
    press(other);
    expect(click()).toBe(false);
    press();
    expect(click({ detail: 0 })).toBe(false);
    press();
    expect(click({ isTrusted: false })).toBe(false);
  });

  it('does not count when it arrives late, or when nothing could be seen for a while', async () => {
    await pass(1000);
    press();
    expect(click({ timeStamp: performance.now() - 450 })).toBe(false);
    world.frames = false;
    await pass(700);
    expect(await pressAndClick()).toBe(false);
  });

  it('does not count right after the page was frozen', async () => {
    await pass(1000);
    const clock = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => clock() + 550);
    await pass(250);
    expect(await pressAndClick()).toBe(false);
    await pass(500);
    expect(await pressAndClick()).toBe(true);
  });

  describe('on a page that keeps the main thread busy', () => {
    /** What falls due while it is busy, and runs when it no longer is: an interval once, however often it was due. */
    let overdue: Set<() => void>;
    let isBusy = false;
    beforeEach(() => {
      overdue = new Set();
      isBusy = false;
      const every = setInterval;
      vi.spyOn(globalThis, 'setInterval').mockImplementation(((run: () => void, ms: number) =>
        every(() => (isBusy ? overdue.add(run) : run()), ms)) as typeof setInterval);
      // No look is lucky: they come in turn early, late and in between.
      let turn = 0;
      vi.spyOn(Math, 'random').mockImplementation(() => ((turn++ * 7) % 10) / 10);
      // The first look was asked for before all this.
      proof.watch([]);
      proof.watch([button, other]);
    });
    const freeze = async (ms: number): Promise<void> => {
      isBusy = true;
      await pass(ms);
      isBusy = false;
      for (const run of overdue) run();
      overdue.clear();
    };
    const inTurn = async (forMs: number, busyMs: number, freeMs: number): Promise<void> => {
      for (let ms = 0; ms < forMs; ms += busyMs + freeMs) {
        await freeze(busyMs);
        await pass(freeMs);
      }
    };

    for (const [busyMs, freeMs] of [
      [355, 45],
      [200, 45],
      [120, 20],
      [100, 5],
    ] as const)
      it(`does not count when that is so ${busyMs} ms, again and again, with ${freeMs} ms in between`, async () => {
        await pass(1000);
        await inTurn(2000, busyMs, freeMs);
        expect(await pressAndClick(10)).toBe(false);
        await pass(300);
        expect(await pressAndClick()).toBe(false);
        await pass(1000);
        expect(await pressAndClick()).toBe(true);
      });

    it('does not count between the second time and the look that is late then', async () => {
      await pass(1000);
      await freeze(350);
      await pass(10);
      isBusy = true;
      await pass(350);
      expect(press() && click()).toBe(false);
    });

    it('counts after one long task', async () => {
      await pass(1000);
      await freeze(300);
      expect(await pressAndClick()).toBe(true);
    });

    it.each([
      [50, 0],
      [50, 50],
      [16, 1],
      // As the processors of a busy computer are shared.
      [100, 80],
      [150, 130],
    ])('counts through tasks in between which the page is awake (%i ms, %i ms)', async (busyMs, freeMs) => {
      await inTurn(3000, busyMs, freeMs);
      expect(await pressAndClick()).toBe(true);
    });
  });

  const wrongs: readonly (readonly [string, () => void])[] = [
    ['the card is touched', () => (world.untouched = false)],
    ['the window has lost the focus', () => (world.focus = false)],
    ['the mouse has left the window', () => (world.mouseHere = false)],
    ['the button is not in sight', () => world.unseen.push(button)],
    ['the card is not in sight', () => world.unseen.push(button.closest('section') as Element)],
    ['the sum is not in sight', () => world.unseen.push(sum)],
    ['a part is outside of the window', () => (world.ratio = 0.9)],
    ['it stands elsewhere', () => (world.rect.x = 600)],
  ];
  for (const [what, wrong] of wrongs)
    it(`does not count right after ${what}, and does again after half a second`, async () => {
      const right = structuredClone({ ...world, unseen: [] });
      await pass(1000);
      wrong();
      await pass(250);
      Object.assign(world, right);
      // The next look sees that it is over.
      await pass(200);
      expect(await pressAndClick()).toBe(what === 'the sum is not in sight');
      await pass(500);
      expect(await pressAndClick()).toBe(true);
    });

  it('does not count while something lies on top', async () => {
    await pass(1000);
    world.covered = true;
    expect(await pressAndClick()).toBe(false);
  });

  it('does not count while the card is too small to be read', async () => {
    for (const [width, counts] of [
      [180, false],
      [300, true],
    ] as const) {
      world.rect.width = width;
      await pass(2000);
      expect(await pressAndClick()).toBe(counts);
    }
  });

  it('counts from a finger wherever the mouse is', async () => {
    await pass(1000);
    world.mouseHere = false;
    await pass(300);
    press(button, 'touch');
    expect(click({ pointerType: 'touch' })).toBe(true);
  });
});

describe('what must be read', () => {
  it('may be scrolled past on the way to the button', async () => {
    await pass(1000);
    world.unseen.push(sum);
    await pass(2000);
    expect(await pressAndClick()).toBe(true);
  });

  it('must be read anew when what is shown has changed', async () => {
    await pass(1000);
    world.unseen.push(sum);
    await pass(300);
    proof.changed();
    await pass(2000);
    expect(await pressAndClick()).toBe(false);
  });

  it('must have been there long enough', async () => {
    world.unseen.push(sum);
    await pass(1000);
    world.unseen.pop();
    await pass(300);
    world.unseen.push(sum);
    await pass(1000);
    expect(await pressAndClick()).toBe(false);
  });
});

describe('a key on the button', () => {
  it('counts once the button has had the focus for half a second', async () => {
    await pass(1000);
    button.focus();
    await pass(300);
    expect(byKey()).toBe(false);
    await pass(500);
    expect(byKey()).toBe(true);
  });

  it('does not count when it was held down from before', async () => {
    button.focus();
    await pass(1000);
    expect(byKey({ repeat: true })).toBe(false);
  });

  it('counts when it went down here, and was held for a while', async () => {
    button.focus();
    await pass(1000);
    type();
    await pass(600);
    expect(byKey({ repeat: true })).toBe(true);
    // What it says after that is the same press.
    expect(byKey({ repeat: true })).toBe(false);
  });
});
