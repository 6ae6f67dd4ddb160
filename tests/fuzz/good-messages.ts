import type { MessageName, RequestOf } from '../../lib/messages/protocol.ts';

export const DOCUMENT_ID = '11EFD0C5A81E4B600000000000000001';
const document = { owner: 'tin:300000019', documentId: DOCUMENT_ID, outgoing: true };
const seen = { eugodaId: 'a', externalId: 'umbrella-x', link: 'https://eugoda.com/s/1', until: '2026-11-21' };
const terms = {
  externalId: 'imz-mi9k2x3a-0123456789abcdef',
  applicationId: 'umbrella',
  removeOnCompleted: true,
  returnUrl: 'https://example.com/done',
  expectedSignatures: 2,
  lifetime: 7200,
};

/** One good request for every message there is, optional parts and all, to be spoilt. A message without one is no program. */
export const GOOD: { readonly [K in MessageName]: RequestOf<K> } = {
  'card/show': {
    href: `https://didox.uz/documents/${DOCUMENT_ID}/1`,
    taxIds: ['300000019'],
    since: 1795000000000,
  },
  'card/act': { viewId: 'v', action: 'sign', visible: true, keyId: 'k', reason: 'r' },
  'card/leave': { viewId: 'v' },
  'page/active': {},
  'keys/list': { refresh: false },
  'keys/choose': { owner: 'tin:300000019', keyId: 'k' },
  'module/attend': { page: 'desk' },
  'module/health': { probe: false },
  'jobs/list': { open: true },
  'jobs/cancel': { jobId: 'j' },
  'jobs/retry': { jobId: 'j' },
  'jobs/dismiss': { jobId: 'j', looked: false },
  'work/stop': {},
  'review/get': { reviewId: 'r' },
  'review/jobs': { reviewId: 'r' },
  'review/confirm': {
    reviewId: 'r',
    options: { keyId: 'k', detached: false, stamp: true },
    shown: ['0'.repeat(64)],
  },
  'review/dismiss': { reviewId: 'r' },
  'review/files': { files: [{ blobId: 'b', name: 'a.txt', size: 3, type: 'text/plain' }] },
  'review/practice': {},
  'didox/sign-in': { server: 'production', owner: 'tin:300000019', company: '300000027', branch: '00001' },
  'didox/sign-out': { server: 'production', owner: 'tin:300000019' },
  'didox/offer': { server: 'production', owner: 'tin:300000019' },
  'inbox/list': { server: null, folder: 'waiting', owner: 'tin:300000019', refresh: false },
  'inbox/preview': { server: 'production', ...document },
  'inbox/act': { previewId: 'p', action: 'reject', reason: 'r', keyId: 'k' },
  'batch/prepare': { server: 'production', documents: [document, { ...document, outgoing: false }] },
  'batch/start': { batchId: 'b' },
  'batch/control': { batchId: 'b', command: 'sign-rest' },
  'batch/get': { batchId: 'b' },
  'agreements/list': {},
  'agreements/register-file': { ...terms, blobId: 'b', fileName: 'договір.pdf' },
  'agreements/register-template': {
    ...terms,
    templateId: 'contract-1',
    name: 'Договір Тест',
    keptName: 'Договір ····',
    data: { name: 'Тест', salary: 1000 },
  },
  'agreements/renew': { externalId: 'umbrella-x' },
  'agreements/fetch': { externalId: 'umbrella-x' },
  'agreements/forget': { externalId: 'umbrella-x' },
  'page/read-agreement': {},
  'agreement-page/show': { seen },
  'agreement-page/act': { seen, action: 'track' },
};
