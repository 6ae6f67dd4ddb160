import { render } from 'preact';
import { AgreementCard } from '../../components/card/AgreementCard.tsx';
import css from '../../components/card/card.css?inline';
import { isSigningLink, readAgreementPage } from '../../lib/eugoda/page-reader.ts';
import type { PageAgreement, PageAgreementView } from '../../lib/messages/views.ts';
import { createClickProof } from '../../platform/page/click-proof.ts';
import { alive, ask, listen } from '../../platform/page/extension.ts';
import { onAddressChange } from '../../platform/page/navigation.ts';
import { createShadowHost } from '../../platform/page/shadow-host.ts';

/** The demo page fills its result block later: the page is read again this long after it last changed. */
const SETTLE_MS = 400;
/** A page that never stops changing is read at most this many times per address. */
const MOST_READINGS = 40;

/** The card on eUgoda's pages and on pages like its demo: track, copy the link, renew, fetch. No secret comes here. */
export function runAgreementCard(): void {
  // Injected again by a second click: the first one goes on.
  const marker = globalThis as { imzochiReader?: () => boolean };
  if (marker.imzochiReader?.()) return;
  const life = new AbortController();
  const { signal } = life;
  marker.imzochiReader = () => !signal.aborted && alive();
  const shadow = createShadowHost(css, signal);
  const place = document.createElement('div');
  shadow.root.append(place);
  const proof = createClickProof(shadow.host, signal);
  let seen: PageAgreement | null = null;
  let view: PageAgreementView | null = null;
  let collapsed = false;
  let readings = 0;

  const paint = () => {
    if (!view) return shadow.unmount();
    shadow.mount();
    render(
      <AgreementCard
        view={view}
        language={view.language}
        labels={view.chrome}
        collapsed={collapsed}
        onCollapse={next => {
          collapsed = next;
          paint();
        }}
        onAction={(action, event) => {
          if (!event.isTrusted || !seen) return;
          if (action === 'copy-link') void navigator.clipboard.writeText(view?.link ?? '');
          else void ask('agreement-page/act', { seen, action }).then(show);
        }}
      />,
      place,
    );
    proof.changed();
  };
  const show = (next: PageAgreementView | null) => {
    view = next;
    paint();
  };
  const read = async () => {
    readings += 1;
    const found = document.body ? readAgreementPage(document.body) : null;
    const own = found ?? signingPage();
    if (JSON.stringify(own) === JSON.stringify(seen)) return;
    seen = own;
    show(seen ? await ask('agreement-page/show', { seen }) : null);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    clearTimeout(timer);
    if (readings < MOST_READINGS) timer = setTimeout(() => void read(), SETTLE_MS);
  };
  const observer = new MutationObserver(later);
  observer.observe(document.documentElement, { childList: true, subtree: true, characterData: true });
  onAddressChange(() => {
    readings = 0;
    later();
  }, signal);
  listen(message => {
    if (message.imzochi === 'agreement/view') show(message.view);
    return undefined;
  }, signal);
  signal.addEventListener('abort', () => {
    observer.disconnect();
    clearTimeout(timer);
    render(null, place);
  });
  const orphanCheck = setInterval(() => {
    if (alive()) return;
    clearInterval(orphanCheck);
    life.abort();
  }, 2_000);
  void read();
}

/** A signing page of eugoda.com itself: its address is the link. */
function signingPage(): PageAgreement | null {
  return isSigningLink(location.href)
    ? { eugodaId: null, externalId: null, link: location.href, until: null }
    : null;
}
