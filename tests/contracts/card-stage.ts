import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { DidoxServer } from '../../lib/didox/servers.ts';
import type { MessageName, RequestOf } from '../../lib/messages/protocol.ts';
import type { CardView } from '../../lib/messages/views/card.ts';
import type { KeyGroup } from '../../lib/messages/views/keys.ts';
import { defaultSettings } from '../../sandbox/eimzo/settings.ts';
import { Browser } from '../chaos/browser.ts';
import { OWNER, type Stage, startStage } from '../chaos/stage.ts';
import { Tab } from '../chaos/tab.ts';

export { OWNER } from '../chaos/stage.ts';
export const PATIENCE = { timeout: 15_000, interval: 5 };

/** The whole worker against the stand-ins, and cards without a screen; the company is signed in. */
export function cardStage() {
  let stage: Stage;
  let browser: Browser;
  let tabs = 0;
  beforeAll(async () => {
    stage = await startStage();
  });
  afterAll(() => stage.stop());
  beforeEach(async () => {
    stage.didox.reset();
    stage.module.set({ ...defaultSettings(), listDelayMs: 0 });
    await stage.module.restart();
    browser = new Browser(stage.clock, {
      didoxApi: stage.didox.api,
      ws: stage.module.ws,
      wss: stage.module.wss,
    });
    return () => browser.close();
  });

  const shown = {
    get didox() {
      return stage.didox;
    },
    get module() {
      return stage.module;
    },
    get browser() {
      return browser;
    },
    /** Asks as a page of ours does; what is refused is a failure of the test. */
    ask: <K extends MessageName>(name: K, request: RequestOf<K>) => browser.answered(name, request),
    jobs: () => browser.answered('jobs/list', { open: false }),
    /** The owners of keys and their keys, once the list is whole. */
    async keyGroups(): Promise<readonly KeyGroup[]> {
      const view = await browser.answered('keys/list', { refresh: false });
      return view.listing ? [] : view.groups;
    },
    async keyOwners(): Promise<string[]> {
      return (await shown.keyGroups()).map(({ owner }) => owner);
    },
    async signIn(owner = OWNER, server: DidoxServer = 'production'): Promise<void> {
      const { jobId } = await shown.ask('didox/sign-in', { server, owner });
      const step = async () => (await shown.jobs()).find(({ id }) => id === jobId)?.step;
      await expect.poll(step, PATIENCE).toBe('done');
    },
    async open(documentId: string, outgoing = true, site?: string): Promise<Tab> {
      tabs += 1;
      const tab = new Tab(browser, tabs, documentId, outgoing, site);
      await tab.look();
      return tab;
    },
    submissions: (id: string) => stage.didox.documents.get(id)?.submissions ?? [],
    effective: (id: string) => stage.didox.documents.get(id)?.effective,
    signatures: () => stage.module.calls.filter(({ name }) => name === 'create_pkcs7').length,
  };
  return shown;
}

export const factOf = (view: CardView | null, label: string): string | undefined =>
  view?.facts.find(fact => fact.label === label)?.value;
/** How the card stands: what it says, and what can be pressed. */
export const stand = (tab: Tab): string => `${tab.view?.status.text} [${tab.actions()}]`;
/** Everything the status says. */
export const says = (tab: Tab): string => `${tab.view?.status.text} ${tab.view?.status.hint}`;
