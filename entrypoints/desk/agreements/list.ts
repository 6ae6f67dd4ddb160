import type { Language } from '../../../lib/i18n/languages.ts';
import { matches, searchable } from '../../../lib/i18n/search.ts';
import type { AgreementState, AgreementView } from '../../../lib/messages/views/agreements.ts';
import { toCsv } from '../shared/csv.ts';

export type AgreementFilter = 'all' | 'active' | 'expired' | 'fetched' | 'trouble';
export const AGREEMENT_FILTERS: readonly AgreementFilter[] = [
  'all',
  'active',
  'expired',
  'fetched',
  'trouble',
];

/** What the state is at this moment: a link that ran out is expired, whether or not the worker has noticed. */
export function stateNow(agreement: AgreementView, now: number): AgreementState {
  const ranOut = agreement.state === 'active' && agreement.until !== null && agreement.until <= now;
  return ranOut ? 'expired' : agreement.state;
}

/** What is said of whether eUgoda deletes it once it was handed over. Where that is not known, it is warned of as well. */
export function deletionWords({ removeOnCompleted }: AgreementView) {
  if (removeOnCompleted === null)
    return {
      answer: 'desk.agreements.remove.unknown',
      notFetched: 'desk.agreements.archive.perhaps-once',
      onlyCopy: 'desk.agreements.forget.perhaps-only-copy',
    } as const;
  if (removeOnCompleted)
    return {
      answer: 'desk.agreements.remove.yes',
      notFetched: 'desk.agreements.archive.once',
      onlyCopy: 'desk.agreements.forget.only-copy',
    } as const;
  return {
    answer: 'desk.agreements.remove.no',
    notFetched: 'desk.agreements.archive.none',
    onlyCopy: null,
  } as const;
}

/** Newest first; filter by state, search in names and ids. */
export function listAgreements(
  agreements: readonly AgreementView[],
  filter: AgreementFilter,
  query: string,
  now: number,
): AgreementView[] {
  return agreements
    .filter(agreement => {
      const state = stateNow(agreement, now);
      if (filter === 'trouble')
        return state === 'failed' || state === 'ambiguous' || agreement.error !== null;
      return filter === 'all' || state === filter;
    })
    .filter(agreement =>
      matches(
        searchable(
          [agreement.name, agreement.externalId, agreement.eugodaId ?? '', agreement.applicationLabel].join(
            ' ',
          ),
        ),
        query,
      ),
    )
    .sort((a, b) => b.createdAt - a.createdAt);
}

/** Ids, states and times only: names of agreements are often names of people, and links let whoever has them in. */
function exportable(agreement: AgreementView, now: number) {
  return {
    externalId: agreement.externalId,
    eugodaId: agreement.eugodaId,
    applicationId: agreement.applicationId,
    state: stateNow(agreement, now),
    createdAt: new Date(agreement.createdAt).toISOString(),
    until: agreement.until === null ? null : new Date(agreement.until).toISOString(),
    archiveSize: agreement.archive?.size ?? null,
  };
}

export function agreementsToCsv(
  agreements: readonly AgreementView[],
  now: number,
  language: Language,
): string {
  const rows = agreements.map(agreement => exportable(agreement, now));
  const header = [
    'external_id',
    'eugoda_id',
    'application_id',
    'state',
    'created_at',
    'until',
    'archive_size',
  ];
  return toCsv(
    header,
    rows.map(row => Object.values(row)),
    language,
  );
}

export function agreementsToJson(agreements: readonly AgreementView[], now: number): string {
  const rows = agreements.map(agreement => exportable(agreement, now));
  return `${JSON.stringify({ format: 'imzochi-agreements', version: 1, agreements: rows }, null, 2)}\n`;
}
