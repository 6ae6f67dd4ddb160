import { expire, trackFromPage } from '../../lib/eugoda/agreement-steps.ts';
import { type Agreement, bestArchive } from '../../lib/eugoda/agreements.ts';
import { readMoment } from '../../lib/eugoda/dates.ts';
import { isExternalId } from '../../lib/eugoda/mac.ts';
import { defaultRegistrationOptions } from '../../lib/eugoda/requests.ts';
import type { Translator } from '../../lib/i18n/translator.ts';
import { wordFailure } from '../../lib/i18n/word-failure.ts';
import type { RequestOf } from '../../lib/messages/protocol.ts';
import type { LooseLink } from '../../lib/messages/views/agreements.ts';
import type { PageAgreement, PageAgreementView } from '../../lib/messages/views/page-agreement.ts';
import { type Failure, FlowError, failure } from '../../lib/signing/failure.ts';
import { failureOf } from '../failures.ts';
import type { Downloads } from './agreement-downloads.ts';
import type { AgreementStore } from './agreement-store.ts';

export interface AgreementPage {
  /** What the card on a page says and offers; nothing but what the page shows itself and what our list has. */
  view(seen: PageAgreement): Promise<PageAgreementView>;
  act(request: RequestOf<'agreement-page/act'>): Promise<PageAgreementView>;
}

export interface AgreementPagePorts {
  readonly store: AgreementStore;
  readonly texts: () => Promise<Translator>;
  readonly now: () => number;
  /** Applications of the settings, the one to prefer first. */
  readonly applications: () => Promise<readonly string[]>;
  readonly renew: (externalId: string) => Promise<LooseLink | null>;
  readonly downloads: Pick<Downloads, 'start' | 'progress' | 'failure'>;
  readonly openDesk: (route: string) => Promise<void>;
}

type ActionId = PageAgreementView['actions'][number]['id'];

export function createAgreementPage(ports: AgreementPagePorts): AgreementPage {
  const { store, downloads, now } = ports;

  /** By the id of the integration, or by the link on a signing page. Another eUgoda id under the same id is another agreement. */
  async function find(seen: PageAgreement): Promise<Agreement | null> {
    const known = isExternalId(seen.externalId)
      ? await store.find(seen.externalId)
      : ((await store.all()).find(one => 'link' in one && one.link !== null && one.link === seen.link) ??
        null);
    if (known === null || (seen.eugodaId && known.eugodaId && seen.eugodaId !== known.eugodaId)) return null;
    return expire(known, now());
  }

  async function track(seen: PageAgreement): Promise<void> {
    if (!isExternalId(seen.externalId) || seen.link === null || (await find(seen))) return;
    const [applicationId] = await ports.applications();
    if (applicationId === undefined) throw new FlowError(failure('eugoda-no-application'));
    const tracked = {
      externalId: seen.externalId,
      applicationId,
      eugodaId: seen.eugodaId,
      link: seen.link,
      // A page writes what its script's browser shows: this machine's zone.
      until: seen.until ? readMoment(seen.until, 'local') : null,
      host: URL.parse(seen.link)?.host ?? '',
      options: defaultRegistrationOptions,
    };
    await store.add(trackFromPage(tracked, now()));
  }

  async function view(
    seen: PageAgreement,
    failed: Failure | null = null,
    loose: LooseLink | null = null,
  ): Promise<PageAgreementView> {
    const texts = await ports.texts();
    const { t, dateTime, language } = texts;
    const known = await find(seen);
    const problem = failed ?? loose?.error ?? (known && downloads.failure(known.externalId));
    const coming = known !== null && downloads.progress(known.externalId) !== null;
    const until = (known && 'until' in known ? known.until : null) ?? readMoment(seen.until ?? '', 'local');
    const link = loose?.link ?? (known && 'link' in known ? known.link : null) ?? seen.link;
    const trackable = !known && isExternalId(seen.externalId) && seen.link !== null;
    const row = (label: Parameters<typeof t>[0], value: string | null) =>
      value ? [{ label: t(label), value }] : [];
    const action = (id: ActionId, primary = false) => ({
      id,
      label: t(`agreementCard.action.${id}`),
      primary,
    });
    const copy = link === null ? [] : [action('copy-link')];
    return {
      language,
      name: t('card.name'),
      chrome: {
        collapse: t('card.collapse'),
        expand: t('card.expand'),
        copied: t('agreementCard.copied'),
        notCopied: t('desk.copy-failed'),
        notVisible: t('agreementCard.notVisible'),
      },
      title: t('agreementCard.title'),
      rows: [
        ...row('agreementCard.row.eugodaId', seen.eugodaId ?? known?.eugodaId ?? null),
        ...row('agreementCard.row.externalId', known?.externalId ?? seen.externalId),
        ...row('agreementCard.row.link', link),
        ...row('agreementCard.row.until', until ? dateTime(until) : seen.until),
      ],
      status: problem
        ? { tone: 'error', text: sentence(problem, texts) }
        : coming
          ? { tone: 'busy', text: t('agreementCard.state.fetching') }
          : statusOf(known, texts),
      actions: known
        ? [action('fetch', true), action('renew'), ...copy, action('open-desk')]
        : [...(trackable ? [action('track', true)] : []), ...copy, action('open-desk')],
      link,
    };
  }

  return {
    view: seen => view(seen),
    async act({ seen, action }) {
      try {
        const known = await find(seen);
        if (action === 'open-desk')
          await ports.openDesk(known ? `agreements/${known.externalId}` : 'agreements');
        if (action === 'track') await track(seen);
        const loose = action === 'renew' && known ? await ports.renew(known.externalId) : null;
        if (action === 'fetch' && known) await downloads.start(known.externalId);
        return await view(seen, null, loose);
      } catch (error) {
        return view(seen, failureOf(error));
      }
    },
  };
}

function statusOf(
  known: Agreement | null,
  { t, dateTime }: Translator,
): { tone: 'idle' | 'done' | 'warning' | 'error'; text: string } {
  switch (known?.state) {
    case undefined:
      return { tone: 'idle', text: t('agreementCard.state.new') };
    case 'fetched':
      return bestArchive(known)?.complete
        ? { tone: 'done', text: t('agreementCard.state.fetched') }
        : { tone: 'warning', text: t('desk.agreements.archive.incomplete') };
    case 'expired':
      return { tone: 'warning', text: t('agreementCard.state.expired') };
    case 'ambiguous':
      return { tone: 'warning', text: t('desk.agreements.ambiguous') };
    case 'active':
      if (known.until === null) break;
      return { tone: 'done', text: t('agreementCard.state.active', { time: dateTime(known.until) }) };
  }
  return { tone: 'done', text: t('agreementCard.state.tracked') };
}

/** What happened and what to do, in one line: the card has no room for more. */
function sentence(problem: Failure, texts: Translator): string {
  const { title, hint } = wordFailure(problem, texts);
  return hint ? `${title}. ${hint}` : title;
}
