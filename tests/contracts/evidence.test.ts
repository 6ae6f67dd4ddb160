import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadEvidence, parsePlace } from '../../entrypoints/desk/shared/evidence.ts';
import { inspectFile } from '../../lib/containers/inspect-file.ts';
import { DEMO_INCOMING_FOR_SENDER } from '../../sandbox/didox/index.ts';
import { sandboxRootSpkiSha256 } from '../../sandbox/pki/index.ts';
import { Browser } from '../chaos/browser.ts';
import { OWNER, type Stage, startStage } from '../chaos/stage.ts';
import { Tab } from '../chaos/tab.ts';

describe('a document over which the other side signed something else', () => {
  let stage: Stage;
  let browser: Browser;
  beforeAll(async () => {
    stage = await startStage();
    browser = new Browser(stage.clock, {
      didoxApi: stage.didox.api,
      ws: stage.module.ws,
      wss: stage.module.wss,
    });
  });
  afterAll(async () => {
    browser.close();
    await stage.stop();
  });

  it('is stopped on the card, which leads to both contents in the desk', async () => {
    await browser.ask('didox/sign-in', { server: 'production', owner: OWNER }, 'extension');
    const signedIn = async () => {
      const jobs = await browser.ask('jobs/list', { open: false }, 'extension');
      return Array.isArray(jobs) && jobs[0]?.step;
    };
    await expect.poll(signedIn, { timeout: 20_000 }).toBe('done');
    stage.didox.set({ attacks: [{ kind: 'base64-differs' }] });
    const tab = new Tab(browser, 1, DEMO_INCOMING_FOR_SENDER, false);
    await tab.look();
    expect(tab.view?.status).toMatchObject({ tone: 'error' });
    await tab.click('open-desk');
    const [from, ...place] = browser.desks.at(-1)!.split('/');
    expect([from, place[0]]).toEqual(['inspect', 'difference']);

    const database = await browser.disk();
    const files = await loadEvidence(database, parsePlace(place.join('/'))!);
    database.close();
    expect(files.map(({ returned }) => returned)).toEqual([false, true]);
    const { findings } = await inspectFile(files, {
      trustedSpkiSha256: new Set([sandboxRootSpkiSha256]),
      now: new Date(),
    });
    const documents = findings.flatMap(finding => (finding.kind === 'document' ? [finding.document] : []));
    expect(documents).toMatchObject([
      { origin: 'file', notes: ['differs-from-signed'], signatures: [] },
      { origin: 'inside-signature', signatures: [{ outcome: 'verified' }] },
    ]);
    expect(documents[0]!.sha256).not.toBe(documents[1]!.sha256);
  });
});
