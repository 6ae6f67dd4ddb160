import {
  type AgreementActionId,
  AgreementCard,
  type AgreementCardProps,
} from '../../components/card/AgreementCard.tsx';
import css from '../../components/card/card.css?inline';
import { isSigningLink, readAgreementPage } from '../../lib/eugoda/page-reader.ts';
import type { PageAgreement, PageAgreementView } from '../../lib/messages/views/page-agreement.ts';
import { createCardFrame } from '../../platform/page/card-frame.ts';
import { alive, ask } from '../../platform/page/extension.ts';
import { onAddressChange } from '../../platform/page/navigation.ts';
import { copy } from './copy.ts';
import { watchPage } from './page-watch.ts';

/** A download is asked after this often. */
const BUSY_EVERY_MS = 700;
/** "Copied" stands in the place of how long the link works. */
const COPIED_FOR_MS = 3_000;

/**
 * The card on eUgoda's pages and on pages like its demo: track, copy the link, renew, fetch. No secret comes here.
 * @returns whether there is an agreement on the page now; it is looked for on, either way
 */
export function runAgreementCard(): boolean {
  // Injected again by a second click: the first one goes on.
  const marker = globalThis as { imzochiReader?: unknown };
  // A page's element of that name is found here as well (measured); it is no function.
  const present =
    typeof marker.imzochiReader === 'function' ? (marker.imzochiReader() as boolean | null) : null;
  if (present !== null) return present;
  const life = new AbortController();
  const { signal } = life;
  let seen: PageAgreement | null = null;
  let view: PageAgreementView | null = null;
  /** The action that has not been answered yet. */
  let busy = false;
  /** How the last click ended, where the view does not say it. */
  let said: AgreementCardProps['said'] = null;
  /** Answers about what was on the page before are dropped. */
  let asked = 0;
  marker.imzochiReader = () => (!signal.aborted && alive() ? seen !== null : null);

  const { proof, paint } = createCardFrame<AgreementActionId>(
    css,
    life,
    hands => view && <AgreementCard view={view} busy={busy} said={said} onAction={act} {...hands} />,
  );
  const show = (next: PageAgreementView | null) => {
    if (JSON.stringify(next) !== JSON.stringify(view)) {
      proof.changed();
      said = null;
    }
    view = next;
    paint();
    if (next?.status.tone === 'busy') setTimeout(() => view === next && !busy && look(), BUSY_EVERY_MS);
  };
  const look = async () => {
    asked += 1;
    const mine = asked;
    // What another page showed is not to be clicked any more.
    if (!seen) return show(null);
    const answer = await ask('agreement-page/show', { seen });
    if (mine === asked && !signal.aborted) show(answer ?? view);
  };
  const read = (): boolean => {
    if (!alive()) life.abort();
    const found = (document.body && readAgreementPage(document.body)) ?? signingPage();
    if (JSON.stringify(found) === JSON.stringify(seen)) return false;
    if (found?.externalId !== seen?.externalId || found?.link !== seen?.link) show(null);
    seen = found;
    void look();
    return true;
  };

  async function act(action: AgreementActionId, event: MouseEvent): Promise<void> {
    if (!event.isTrusted || !seen || busy) return;
    said = null;
    if (action === 'copy-link') {
      said = (await copy(view?.link ?? '')) ? 'copied' : 'notCopied';
      setTimeout(() => {
        if (said === 'copied') said = null;
        paint();
      }, COPIED_FOR_MS);
      return paint();
    }
    // Not plainly visible, moved or changed a moment ago: then nothing is done here, and the desk shows the agreement.
    const proved = action === 'open-desk' || proof.holds(event, event.currentTarget as HTMLElement);
    asked += 1;
    const mine = asked;
    busy = true;
    paint();
    const answer = await ask('agreement-page/act', { seen, action: proved ? action : 'open-desk' });
    busy = false;
    if (signal.aborted) return;
    if (mine === asked) show(answer ?? view);
    if (!proved) said = 'notVisible';
    paint();
  }

  const watch = watchPage(read, signal);
  onAddressChange(() => watch.quicken(), signal);
  document.addEventListener(
    'visibilitychange',
    () => {
      // The desk may have renewed or fetched it meanwhile.
      if (document.visibilityState === 'visible' && seen && !busy) void look();
    },
    { signal },
  );
  read();
  return seen !== null;
}

/** A signing page of eugoda.com itself: its address is the link. */
function signingPage(): PageAgreement | null {
  return isSigningLink(location.href)
    ? { eugodaId: null, externalId: null, link: location.href, until: null }
    : null;
}
