import { DEMO_OUTGOING_DRAFT } from '../sandbox/didox/index.ts';
import { onStop } from '../sandbox/on-stop.ts';
import { startWorld, type World } from '../sandbox/world.ts';
import { startBrowser, type TestBrowser } from '../tests/harness/index.ts';
import { ensureBuild } from './ensure-build.ts';
import { PASSWORD_DELAY_MS } from './tour/steps.ts';
import { takeTour } from './tour/take-tour.ts';

/** `npm start`: the product in a sandbox world, for a person to try; with no display it shows itself. */
async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const unknown = args.filter(arg => arg !== '--headless' && arg !== '--help');
  if (args.includes('--help') || unknown.length > 0) {
    console.log(
      'npm start [-- --headless]   without a display, or with --headless: takes the tour by itself',
    );
    return unknown.length > 0 ? 2 : 0;
  }
  const headless = args.includes('--headless') || !hasDisplay();
  const build = await ensureBuild('chrome');
  const world = await startWorld({ eimzo: { passwordDelayMs: PASSWORD_DELAY_MS } });
  try {
    const test = await startBrowser({ world, build, headless, pictures: 'tour' });
    try {
      // Didox wants a partner token from whoever calls its API, and the sandbox's authority is nobody's but ours.
      await test.settings.putPartnerToken();
      await test.settings.trustSandboxRoot();
      if (!headless) return await letTry(world, test);
      console.log('\nThe tour: the production build in a real Chromium, with no display\n');
      return (await takeTour(test)) ? 0 : 1;
    } finally {
      await test.close().catch(() => undefined); // the person may have closed it
    }
  } finally {
    await world.stop();
  }
}

function hasDisplay(): boolean {
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Opens the demo document and leaves the window to the person. */
async function letTry(world: World, test: TestBrowser): Promise<number> {
  const pages = await test.browser.pages();
  await test.openDocument(DEMO_OUTGOING_DRAFT, pages[0] ? { page: pages[0] } : {});
  console.log(`
A sandbox document is open in Chromium. Nothing here is real, and nothing leaves this machine.

  - Press the button on the card: first "Sign in", then "Sign". The password window is imagined: an invisible
    person types for ${PASSWORD_DELAY_MS / 1000} s.
  - Click the icon of Imzochi (the puzzle piece hides it): the module, its keys, what was signed lately.
  - The list of documents is at https://didox.uz/documents/new, agreements are at https://umbrella.example/.
  - Change the world while it runs: ${world.urls.control} tells how. For example, a cancelled password:
      curl -d '{"eimzo":{"passwordOutcomes":["cancel"]}}' ${world.urls.control}/control

Close the window, or press Ctrl+C, to end.
`);
  await new Promise<void>(resolve => {
    test.browser.once('disconnected', () => resolve());
    onStop(resolve);
  });
  return 0;
}

main().then(
  code => {
    process.exitCode = code;
  },
  (thrown: unknown) => {
    console.error(`It did not work: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    process.exitCode = 1;
  },
);
