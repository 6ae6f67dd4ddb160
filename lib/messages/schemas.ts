import * as z from 'zod/mini';
import { SERVER_NAMES } from '../didox/servers.ts';
import { isExternalId } from '../eugoda/mac.ts';
import { LONGEST_REASON, MOST_DOCUMENTS, MOST_FILES } from './limits.ts';
import type { MessageName, RequestOf } from './protocol.ts';

/**
 * The runtime half of the protocol: what the worker accepts. Strict, because both ends are ours: an unknown key is a
 * defect or an attack. Sizes are bounded, so that a message cannot fill the worker's memory.
 */
const shortText = z.string().check(z.maxLength(512));
const id = z.string().check(z.minLength(1), z.maxLength(256));
const owner = z.string().check(z.regex(/^(?:tin|person):[0-9A-Za-z-]{1,32}$/));
const documentId = z.string().check(z.regex(/^[0-9a-fA-F]{32}$/));
const href = z.string().check(z.maxLength(8192));
const reason = z.optional(z.string().check(z.maxLength(LONGEST_REASON)));
const nothing = z.strictObject({});
const cardAction = z.enum([
  'sign',
  'sign-in',
  'accept',
  'reject',
  'cancel',
  'delete-draft',
  'offer',
  'retry',
  'stop',
  'reload',
  'choose-key',
  'open-desk',
  'open-options',
  'open-health',
  'open-site',
]);
const seen = z.strictObject({
  eugodaId: z.nullable(shortText),
  externalId: z.nullable(shortText),
  link: z.nullable(z.string().check(z.maxLength(4096))),
  until: z.nullable(shortText),
});
const registration = {
  externalId: z.string().check(z.refine(isExternalId)),
  applicationId: shortText,
  removeOnCompleted: z.boolean(),
  returnUrl: z.string().check(z.maxLength(2048)),
  expectedSignatures: z.int().check(z.minimum(1), z.maximum(100)),
  lifetime: z.int().check(z.minimum(1), z.maximum(31_536_000)),
};
const server = z.enum(SERVER_NAMES);
const entering = { server, company: z.optional(shortText), branch: z.optional(shortText) };
const agreementName = z.string().check(z.minLength(1), z.maxLength(1024));
const jobId = z.strictObject({ jobId: id });
const reviewId = z.strictObject({ reviewId: id });
const externalId = z.strictObject({ externalId: id });
const document = { owner, documentId, outgoing: z.boolean() };

export const requestSchemas: { readonly [K in MessageName]: z.ZodMiniType<RequestOf<K>> } = {
  'card/show': z.strictObject({
    href,
    taxIds: z.array(z.string().check(z.regex(/^\d{9}$/))).check(z.maxLength(20)),
    since: z.optional(z.number()),
  }),
  'card/act': z.strictObject({
    viewId: id,
    action: cardAction,
    visible: z.boolean(),
    keyId: z.optional(id),
    reason,
  }),
  'card/leave': z.strictObject({ viewId: z.nullable(id) }),
  'page/active': nothing,
  'keys/list': z.strictObject({ refresh: z.boolean() }),
  'keys/choose': z.strictObject({ owner: shortText, keyId: id }),
  'module/attend': z.strictObject({ page: z.enum(['popup', 'desk', 'review']) }),
  'module/health': z.strictObject({ probe: z.boolean() }),
  'jobs/list': z.strictObject({ open: z.boolean() }),
  'jobs/cancel': jobId,
  'jobs/retry': jobId,
  'jobs/dismiss': z.strictObject({ jobId: id, looked: z.boolean() }),
  'work/stop': nothing,
  'review/get': reviewId,
  'review/jobs': reviewId,
  'review/confirm': z.strictObject({
    reviewId: id,
    options: z.strictObject({ keyId: z.optional(id), detached: z.boolean(), stamp: z.boolean() }),
    shown: z
      .array(z.string().check(z.regex(/^[0-9a-f]{64}$/)))
      .check(z.minLength(1), z.maxLength(MOST_FILES)),
  }),
  'review/dismiss': reviewId,
  'review/files': z.strictObject({
    files: z
      .array(
        z.strictObject({
          blobId: id,
          name: z.string().check(z.maxLength(1024)),
          size: z.int().check(z.minimum(0)),
          type: shortText,
        }),
      )
      .check(z.minLength(1), z.maxLength(MOST_FILES)),
  }),
  'review/practice': nothing,
  'didox/sign-in': z.union([
    z.strictObject({ ...entering, owner, keyId: z.optional(id) }),
    z.strictObject({ ...entering, owner: z.literal('token'), keyId: id }),
  ]),
  'didox/offer': z.strictObject({ server, owner }),
  'didox/sign-out': z.strictObject({ server: z.nullable(server), owner: z.nullable(owner) }),
  'inbox/list': z.strictObject({
    server: z.nullable(server),
    folder: z.enum(['waiting', 'drafts', 'sent', 'done', 'all']),
    owner: z.nullable(owner),
    refresh: z.boolean(),
  }),
  'inbox/preview': z.strictObject({ ...document, server }),
  'inbox/act': z.strictObject({ previewId: id, action: cardAction, reason, keyId: z.optional(id) }),
  'batch/prepare': z.strictObject({
    server,
    documents: z.array(z.strictObject(document)).check(z.minLength(1), z.maxLength(MOST_DOCUMENTS)),
  }),
  'batch/start': z.strictObject({ batchId: id }),
  'batch/control': z.strictObject({
    batchId: id,
    command: z.enum(['pause', 'resume', 'stop', 'retry-failed', 'sign-rest', 'read-again', 'dismiss']),
  }),
  'batch/get': z.strictObject({ batchId: z.nullable(id) }),
  'agreements/list': nothing,
  'agreements/register-file': z.strictObject({
    ...registration,
    blobId: id,
    fileName: agreementName,
  }),
  'agreements/register-template': z.strictObject({
    ...registration,
    templateId: z.union([shortText, z.number()]),
    name: agreementName,
    keptName: agreementName,
    data: z.record(z.string(), z.union([z.string().check(z.maxLength(20_000)), z.number()])),
  }),
  'agreements/renew': externalId,
  'agreements/fetch': externalId,
  'agreements/forget': externalId,
  'page/read-agreement': nothing,
  'agreement-page/show': z.strictObject({ seen }),
  'agreement-page/act': z.strictObject({ seen, action: z.enum(['track', 'renew', 'fetch', 'open-desk']) }),
};
