import * as z from 'zod/mini';
import { FlowError, failure } from '../signing/failure.ts';
import type { CreatedSignature } from '../signing/ports.ts';
import { idsOf } from './account-ids.ts';
import { normalizeId } from './address.ts';
import { isOutgoing, statusOf } from './direction.ts';
import type { DidoxHttp } from './http.ts';
import { numberOf, parseJson, recordOf, textOf } from './loose.ts';
import { createOfferCalls, type OfferCalls } from './offer.ts';
import type { DidoxServer } from './servers.ts';
import type { DidoxSession } from './session.ts';
import { readStamp, type Stamp } from './stamp.ts';
import { readSubmitAnswer, type SubmitAnswer } from './submission.ts';
import { DocumentAnswer, JoinAnswer, ListAnswer, TimestampAnswer } from './wire.ts';

/** Whose document, on which server. */
export interface DocumentRef {
  readonly server: DidoxServer;
  readonly owner: string;
  readonly documentId: string;
  readonly outgoing: boolean;
}

/** A document as the service has it now. */
export interface LoadedDocument extends DocumentRef {
  readonly status: number;
  readonly doctype: string;
  readonly name: string;
  readonly statusComment: string | null;
  readonly json: unknown;
  /** The whole answer, to find numbers that parsing would change. */
  readonly raw: string;
  /** The sender's PKCS#7 of an incoming document that waits for us. */
  readonly toSign: string | null;
  /** Who signed, in the service's words (see signers-of.ts). */
  readonly signature: unknown;
}

export interface ListQuery {
  readonly server: DidoxServer;
  readonly owner: string;
  readonly outgoing: boolean;
  readonly statuses: readonly number[] | null;
  readonly page: number;
}
export interface ListPage {
  readonly rows: readonly unknown[];
  /** How many there are in all; null when the service does not say. */
  readonly total: number | null;
  /** The service names a next page. Its address may lie on another host: pages are asked for by number. */
  readonly more: boolean;
}
export type SubmitVerb = 'sign' | 'reject' | 'delete' | 'delete/draft';

export const PAGE_SIZE = 100;

/** The calls we make, one function each. */
export interface DidoxService extends OfferCalls {
  /** `outgoing: null`: asked as our own first, and once more when it turns out to be incoming. */
  document(
    ref: Omit<DocumentRef, 'outgoing'> & { readonly outgoing: boolean | null },
    signal?: AbortSignal,
  ): Promise<LoadedDocument>;
  documentBase64(ref: DocumentRef): Promise<string>;
  toSign(ref: DocumentRef, action: string, comment?: string): Promise<{ data: unknown; raw: string }>;
  stamp(server: DidoxServer, signature: CreatedSignature, signal?: AbortSignal): Promise<Stamp>;
  join(server: DidoxServer, theirs64: string, ours64: string, signal?: AbortSignal): Promise<string>;
  submit(
    ref: DocumentRef,
    verb: SubmitVerb,
    signature64: string | null,
    comment?: string,
  ): Promise<SubmitAnswer>;
  list(query: ListQuery, signal?: AbortSignal): Promise<ListPage>;
  /** Rejects with `session-expired` without a live token. */
  ready(server: DidoxServer, owner: string): Promise<void>;
  /** Signs in when there is no live token, whatever this service is for. */
  renew(server: DidoxServer, owner: string): Promise<void>;
  /** Counts by status. Never asks for a password: it serves badges and alarms. */
  statistics(server: DidoxServer, owner: string, outgoing: boolean): Promise<Record<string, number>>;
  /** null: the tax registry could not be asked, which is not "no". */
  offerSigned(server: DidoxServer, owner: string): Promise<boolean | null>;
  view(
    ref: DocumentRef,
    form: 'html' | 'pdf',
    locale: 'ru' | 'uz',
  ): Promise<{ bytes: Uint8Array; type: string }>;
}

/**
 * `withToken`: how calls without an effect get their token. Looking at documents never asks for a password; what a person
 * has just asked to be fetched signs in again when the session has ended: it is given `session.withToken`.
 */
export function createDidoxService(
  http: DidoxHttp,
  session: DidoxSession,
  withToken: DidoxSession['withToken'] = session.withLiveToken,
): DidoxService {
  const path = (ref: { documentId: string }, tail = '') =>
    `/v1/documents/${normalizeId(ref.documentId)}${tail}`;

  const load: DidoxService['document'] = (ref, signal) =>
    withToken(ref.server, ref.owner, async userKey => {
      const asked = ref.outgoing ?? true;
      const raw = await http.text({
        server: ref.server,
        endpoint: 'document',
        method: 'GET',
        // `owner` must be a digit, and toSign is null without it.
        path: path(ref, `?owner=${asked ? 1 : 0}`),
        userKey,
        signal,
      });
      const parsed = DocumentAnswer.safeParse(parseJson(raw));
      if (!parsed.success) throw new FlowError(failure('service-malformed'));
      const { json, document, toSign } = parsed.data.data;
      const documentId = normalizeId(textOf(document.doc_id) ?? ref.documentId);
      if (documentId !== normalizeId(ref.documentId))
        throw new FlowError(failure('facts-disagree', documentId));
      const account = await session.known(ref.server, ref.owner);
      return {
        server: ref.server,
        owner: ref.owner,
        documentId,
        outgoing: isOutgoing(document, json, idsOf(account), ref.outgoing),
        status: statusOf(document),
        doctype: (textOf(document.doctype) ?? 'unknown').padStart(3, '0'),
        name: textOf(document.name) ?? '',
        statusComment: textOf(document.status_comment),
        json,
        raw,
        toSign: textOf(toSign),
        signature: document.signature ?? null,
      };
    });

  return {
    ...createOfferCalls(http, session, withToken),
    async document(ref, signal) {
      const first = await load(ref, signal);
      // toSign comes only with the right `owner`, and an own document's status is another one read from the other side.
      return first.outgoing === (ref.outgoing ?? true)
        ? first
        : load({ ...ref, outgoing: first.outgoing }, signal);
    },
    documentBase64: ref =>
      withToken(ref.server, ref.owner, userKey =>
        http.text({
          server: ref.server,
          endpoint: 'document',
          method: 'GET',
          path: path(ref, '/documentBase64'),
          userKey,
        }),
      ),
    toSign: (ref, action, comment) =>
      withToken(ref.server, ref.owner, async userKey => {
        const raw = await http.text({
          server: ref.server,
          endpoint: 'tosign',
          method: 'POST',
          path: path(ref, '/tosign'),
          userKey,
          body: comment === undefined ? { action } : { action, comment },
        });
        // "Nothing" is one of its answers: then the site has to do it.
        const data = recordOf(parseJson(raw))?.data;
        if (data === undefined || data === null || data === '')
          throw new FlowError(failure('not-supported-here'));
        return { data, raw };
      }),
    stamp: async (server, signature, signal) =>
      readStamp(
        await http.json(
          {
            server,
            endpoint: 'stamp',
            method: 'POST',
            path: '/v1/dsvs/timestamp',
            body: { pkcs7: signature.pkcs7_64, signatureHex: signature.signatureHex },
            signal,
          },
          TimestampAnswer,
        ),
      ),
    async join(server, theirs64, ours64, signal) {
      const answer = await http.json(
        // The order matters: theirs first. Swapped, it is refused only later.
        {
          server,
          endpoint: 'join',
          method: 'POST',
          path: '/v1/dsvs/signature/join',
          body: { signature1: theirs64, signature2: ours64 },
          signal,
        },
        JoinAnswer,
      );
      return answer.pkcs7B64;
    },
    async submit(ref, verb, signature64, comment) {
      // Never repeated in here: after a 401 the engine reads the state and only then submits again (ADR 6).
      const text = await session.withLiveToken(ref.server, ref.owner, userKey =>
        http.text({
          server: ref.server,
          endpoint: 'submit',
          method: 'POST',
          path: path(ref, `/${verb}`),
          userKey,
          body:
            signature64 === null
              ? {}
              : comment === undefined
                ? { signature: signature64 }
                : { signature: signature64, comment },
        }),
      );
      return readSubmitAnswer(text);
    },
    ready: (server, owner) => session.withLiveToken(server, owner, async () => undefined),
    renew: (server, owner) => session.ensure(server, owner),
    list: (query, signal) =>
      withToken(query.server, query.owner, async userKey => {
        const parameters = new URLSearchParams({
          page: String(query.page),
          limit: String(PAGE_SIZE),
          owner: query.outgoing ? '1' : '0',
        });
        if (query.statuses) parameters.set('status', query.statuses.join(','));
        const answer = await http.json(
          {
            server: query.server,
            endpoint: 'list',
            method: 'GET',
            path: `/v2/documents?${parameters}`,
            userKey,
            signal,
          },
          ListAnswer,
        );
        return {
          rows: answer.data,
          total: numberOf(answer.total),
          more: textOf(answer.next_page_url) !== null,
        };
      }),
    statistics: (server, owner, outgoing) =>
      session.withLiveToken(server, owner, async userKey => {
        const answer = await http.json(
          {
            server,
            endpoint: 'list',
            method: 'GET',
            path: `/v2/documents/statistics/all?owner=${outgoing ? 1 : 0}`,
            userKey,
          },
          // PHP prints an empty map as [].
          z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]),
        );
        return Object.fromEntries(
          Object.entries(answer).map(([status, count]) => [status, numberOf(count) ?? 0]),
        );
      }),
    async offerSigned(server, owner) {
      try {
        const answer = await withToken(server, owner, userKey =>
          http.json(
            { server, endpoint: 'profile', method: 'GET', path: '/v1/profile', userKey },
            z.record(z.string(), z.unknown()),
          ),
        );
        const signed = numberOf(answer.offerSigned);
        return signed === null ? null : signed === 1;
      } catch (error) {
        if (error instanceof FlowError && error.failure.code === 'validation-failed') return null;
        throw error;
      }
    },
    view: (ref, form, locale) =>
      withToken(ref.server, ref.owner, userKey =>
        http.bytes({
          server: ref.server,
          endpoint: 'view',
          method: 'GET',
          path: `/v1/documents/view/${normalizeId(ref.documentId)}/${form}/${locale}`,
          userKey,
        }),
      ),
  };
}
