/**
 * Keys that no source text spells out, because they are composed at run time. Any row that fits a key may
 * vouch for it: what follows the prefix (without one of the suffixes) must stand in quotes somewhere in `in`, as a whole
 * or part by part between its dots; `in: null` means that the values come from outside and cannot be looked up.
 */
export interface ComposedKeys {
  readonly prefix: string;
  readonly suffixes?: readonly string[];
  /** Folders or files whose quoted strings hold the values, relative to the repository's root. */
  readonly in: readonly string[] | null;
  readonly because: string;
}

const CODE = ['lib', 'worker', 'platform', 'components', 'entrypoints'] as const;
const FAILURE = ['.title', '.hint', '.tries'] as const;

const errors: readonly ComposedKeys[] = [
  {
    prefix: 'error.',
    suffixes: FAILURE,
    in: CODE,
    because: 'wordFailure: error.<code of the failure>.title',
  },
  {
    prefix: 'error.eugoda-',
    suffixes: FAILURE,
    in: ['lib/eugoda/errors.ts', 'worker/agreements/agreements.ts'],
    because: 'lib/eugoda/errors.ts puts eugoda- before its codes',
  },
  {
    prefix: 'error.vault-',
    suffixes: FAILURE,
    in: ['lib/vault', 'worker/agreements/agreements.ts'],
    because: 'the family name of a VaultError is put before its code',
  },
  {
    prefix: 'error.settings-',
    suffixes: FAILURE,
    in: ['lib/vault'],
    because: 'the family name of a SettingsError is put before its code',
  },
];

const shared: readonly ComposedKeys[] = [
  { prefix: 'doctype.', in: null, because: 'document types come from Didox' },
  { prefix: 'status.', in: null, because: 'statuses come from Didox' },
  { prefix: 'fact.', in: ['lib', 'worker'], because: 'wordFact: fact.<label of the fact>' },
  { prefix: 'action.', in: ['lib/messages/views/card.ts'], because: 'a button by its CardActionId' },
  {
    prefix: 'card.step.',
    suffixes: ['.hint'],
    in: ['lib/signing/job.ts'],
    because: 'a JobStep in words',
  },
  {
    prefix: 'card.counterparty.',
    in: ['lib/signing/signature-summary.ts', 'worker/cards'],
    because: 'a signature by its outcome',
  },
  {
    prefix: 'agreementCard.action.',
    in: ['lib/messages/views/page-agreement.ts'],
    because: 'a button of the agreement card by its id',
  },
  { prefix: 'job.step.', in: ['lib/signing/job.ts'], because: 'a JobStep in words' },
  { prefix: 'job.sent.', in: ['lib/messages/views/job.ts'], because: 'JobView.sent' },
  { prefix: 'keys.kind.', in: ['lib/messages/views/keys.ts'], because: 'a KeyKind' },
  {
    prefix: 'receipt.action.',
    in: ['lib/signing/job.ts', 'lib/receipts', 'worker'],
    because: 'a Receipt.action',
  },
  { prefix: 'receipt.service.', in: ['lib', 'entrypoints/desk/receipts'], because: 'a Receipt.service' },
  { prefix: 'server.', in: ['lib'], because: 'a Didox server by name' },
  {
    prefix: 'signature.',
    suffixes: ['.hint'],
    in: ['lib/signing/signature-summary.ts'],
    because: 'a signature by its outcome',
  },
  { prefix: 'signature.reason.', in: ['lib/cms', 'lib/didox', 'worker'], because: 'a reason of lib/cms' },
  { prefix: 'manifest.', in: ['scripts/build'], because: 'texts that the browser shows by itself' },
];

const options: readonly ComposedKeys[] = [
  { prefix: 'options.problem.', in: ['lib/vault'], because: 'what the settings store found' },
  { prefix: 'options.server.hint.', in: ['lib'], because: 'a Didox server by name' },
  {
    prefix: 'options.token.state.',
    in: ['lib', 'entrypoints/options'],
    because: 'state of the partner token',
  },
  { prefix: 'options.eugoda.secret.', in: ['lib', 'entrypoints/options'], because: 'state of a secret' },
];

const desk: readonly ComposedKeys[] = [
  { prefix: 'desk.action.', in: ['lib/messages', 'lib/didox'], because: 'an action on a document' },
  { prefix: 'desk.confirm.', in: ['lib/didox/statuses.ts'], because: 'an action that is confirmed first' },
  {
    prefix: 'desk.agreements.state.',
    in: ['lib/messages/views/agreements.ts'],
    because: 'an AgreementState',
  },
  { prefix: 'desk.agreements.filter.', in: ['entrypoints/desk/agreements'], because: 'a filter of the list' },
  { prefix: 'desk.batch.banner.', in: ['lib/messages/views/batch.ts'], because: 'state of a batch' },
  { prefix: 'desk.batch.state.', in: ['lib/messages/views/batch.ts'], because: 'state of a batch item' },
  { prefix: 'desk.batch.title.', in: ['lib/messages/views/batch.ts'], because: 'state of a batch' },
  { prefix: 'desk.files.refused.', in: ['entrypoints/desk/files'], because: 'why a file is not taken' },
  { prefix: 'desk.health.state.', in: ['lib/messages/views/health.ts'], because: 'state of a link' },
  { prefix: 'desk.inbox.column.', in: ['entrypoints/desk/inbox'], because: 'a column' },
  { prefix: 'desk.inbox.empty.', in: ['lib/messages/views/inbox.ts'], because: 'an InboxFolder' },
  { prefix: 'desk.inbox.folder.', in: ['lib/messages/views/inbox.ts'], because: 'an InboxFolder' },
  { prefix: 'desk.job.hint.', in: ['lib/signing/job.ts'], because: 'a JobStep' },
  {
    prefix: 'desk.receipts.period.',
    in: ['entrypoints/desk/receipts'],
    because: 'a Period of the filter',
  },
  { prefix: 'desk.review.title.', in: ['lib/messages/views/review.ts'], because: 'kind of a review' },
  {
    prefix: 'desk.template.example.',
    in: ['entrypoints/desk/agreements/example-profile.ts'],
    because: 'fields of the example',
  },
  { prefix: 'desk.template.problem.', in: ['lib/eugoda', 'entrypoints/desk/agreements'], because: 'a field' },
  {
    prefix: 'desk.template.profile-problem.',
    in: ['entrypoints/desk/agreements'],
    because: 'what a description lacks',
  },
  {
    prefix: 'desk.template.type.',
    in: ['lib/eugoda', 'entrypoints/desk/agreements'],
    because: 'a field type',
  },
  {
    prefix: 'health.',
    suffixes: ['.hint'],
    in: ['worker', 'lib/messages/views/health.ts', 'lib/eimzo'],
    because: 'wordLink: health.<link>.<verdict>',
  },
];

const inspect: readonly ComposedKeys[] = [
  'archive',
  'check',
  'entry',
  'foreign',
  'note',
  'outcome',
  'reason',
  'refused',
  'state',
  'summary',
  'type',
].map(part => ({
  prefix: `inspect.${part}.`,
  suffixes: ['.hint'],
  in: ['lib/containers', 'lib/cms', 'entrypoints/desk/inspect'],
  because: 'findings of lib/containers and lib/cms by their codes',
}));

export const COMPOSED_KEYS: readonly ComposedKeys[] = [...errors, ...shared, ...options, ...desk, ...inspect];
