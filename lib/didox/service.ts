import * as z from 'zod/mini';
import { FlowError, failure } from '../signing/failure.ts';
import type { CreatedSignature } from '../signing/ports.ts';
import { normalizeId } from './address.ts';
import { fromBase64 } from './content.ts';
import { type DidoxHttp, parseJson } from './http.ts';
import type { DidoxServer } from './servers.ts';
import type { DidoxSession } from './session.ts';
import {
  DocumentAnswer,
  JoinAnswer,
  ListAnswer,
  ListRow,
  ProfileAnswer,
  SignAnswer,
  TimestampAnswer,
  ToSignAnswer,
} from './wire.ts';

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
}

export interface ListQuery {
  readonly server: DidoxServer;
  readonly owner: string;
  readonly outgoing: boolean;
  readonly statuses: readonly number[] | null;
  readonly page: number;
}
export interface ListPage {
  readonly rows: readonly ListRow[];
  readonly total: number;
  /** Rows that could not be read; said, not hidden. */
  readonly unreadable: number;
}
/** What the service did with a signature. */
export interface SubmitAnswer {
  readonly answer: string;
  readonly warning: string | null;
}
export type SubmitVerb = 'sign' | 'reject' | 'delete' | 'delete/draft';

const PAGE_SIZE = 100;

/** The calls we make, one function each (docs: Didox API and web app facts, sections 3 and 4). */
export interface DidoxService {
  document(ref: DocumentRef, signal?: AbortSignal): Promise<LoadedDocument>;
  documentBase64(ref: DocumentRef): Promise<string>;
  toSign(ref: DocumentRef, action: string, comment?: string): Promise<{ data: unknown; raw: string }>;
  stamp(
    server: DidoxServer,
    signature: CreatedSignature,
    signal?: AbortSignal,
  ): Promise<{ kind: 'whole'; pkcs7_64: string } | { kind: 'token'; token: Uint8Array }>;
  join(server: DidoxServer, theirs64: string, ours64: string, signal?: AbortSignal): Promise<string>;
  submit(
    ref: DocumentRef,
    verb: SubmitVerb,
    signature64: string | null,
    comment?: string,
  ): Promise<SubmitAnswer>;
  list(query: ListQuery, signal?: AbortSignal): Promise<ListPage>;
  statistics(server: DidoxServer, owner: string, outgoing: boolean): Promise<Record<string, number>>;
  /** null: the tax registry could not be asked, which is not "no". */
  offerSigned(server: DidoxServer, owner: string): Promise<boolean | null>;
  createOffer(
    server: DidoxServer,
    owner: string,
  ): Promise<{ documentJson: unknown; raw: string; base64: string }>;
  submitOffer(server: DidoxServer, owner: string, signature64: string): Promise<SubmitAnswer>;
  view(
    ref: DocumentRef,
    form: 'html' | 'pdf',
    locale: 'ru' | 'uz',
  ): Promise<{ bytes: Uint8Array; type: string }>;
}

export function createDidoxService(http: DidoxHttp, session: DidoxSession): DidoxService {
  const path = (ref: DocumentRef, tail = '') => `/v1/documents/${normalizeId(ref.documentId)}${tail}`;
  const submitted = async (work: Promise<string>): Promise<SubmitAnswer> => {
    const text = await work;
    const parsed = SignAnswer.safeParse(parseJson(text));
    // A 2xx that is no JSON (a proxy's page) proves nothing: it goes the way of every ambiguous answer.
    if (!parsed.success) throw new FlowError(failure('service-malformed'));
    const refused = refusalInside(parsed.data.data);
    if (refused) throw new FlowError(failure('validation-failed', refused));
    const warning = parsed.data.warningDetails;
    return {
      answer: text.slice(0, 500),
      warning: warning ? String(warning.message ?? warning.title ?? warning.description ?? '') : null,
    };
  };

  return {
    document: (ref, signal) =>
      session.withToken(ref.server, ref.owner, async userKey => {
        // `owner` must be a digit, and toSign is null without it (docs: section 3.3).
        const call = {
          server: ref.server,
          endpoint: 'document',
          method: 'GET',
          path: path(ref, `?owner=${ref.outgoing ? 1 : 0}`),
          userKey,
          signal,
        } as const;
        const raw = await http.text(call);
        const parsed = DocumentAnswer.safeParse(parseJson(raw));
        if (!parsed.success) throw new FlowError(failure('service-malformed'));
        const { json, document, toSign } = parsed.data.data;
        return {
          ...ref,
          documentId: normalizeId(document.doc_id ?? ref.documentId),
          outgoing:
            document.owner === null || document.owner === undefined ? ref.outgoing : document.owner === 1,
          status: document.doc_status ?? document.status ?? -1,
          doctype: String(document.doctype ?? 'unknown').padStart(3, '0'),
          name: String(document.name ?? ''),
          statusComment: document.status_comment || null,
          json,
          raw,
          toSign: toSign || null,
        };
      }),
    documentBase64: ref =>
      session.withToken(ref.server, ref.owner, userKey =>
        http.text({
          server: ref.server,
          endpoint: 'document',
          method: 'GET',
          path: path(ref, '/documentBase64'),
          userKey,
        }),
      ),
    toSign: (ref, action, comment) =>
      session.withToken(ref.server, ref.owner, async userKey => {
        const raw = await http.text({
          server: ref.server,
          endpoint: 'tosign',
          method: 'POST',
          path: path(ref, '/tosign'),
          userKey,
          body: comment === undefined ? { action } : { action, comment },
        });
        const parsed = ToSignAnswer.safeParse(parseJson(raw));
        if (!parsed.success || parsed.data.data === undefined)
          throw new FlowError(failure('not-supported-here'));
        return { data: parsed.data.data, raw };
      }),
    async stamp(server, signature, signal) {
      const answer = await http.json(
        {
          server,
          endpoint: 'stamp',
          method: 'POST',
          path: '/v1/dsvs/timestamp',
          body: { pkcs7: signature.pkcs7_64, signatureHex: signature.signatureHex },
          signal,
        },
        TimestampAnswer,
      );
      if (!answer.timeStampTokenB64 || answer.success === false) {
        throw new FlowError(failure('stamp-missing', answer.reason ?? null));
      }
      // `isAttachedPkcs7: true`: the whole PKCS#7 with the stamp inside. What false means is documented nowhere; that
      // it is a bare token is one client's reading [1].
      if (answer.isAttachedPkcs7 !== false) return { kind: 'whole', pkcs7_64: answer.timeStampTokenB64 };
      const token = fromBase64(answer.timeStampTokenB64);
      if (!token) throw new FlowError(failure('stamp-invalid'));
      return { kind: 'token', token };
    },
    async join(server, theirs64, ours64, signal) {
      const answer = await http.json(
        // The order matters: theirs first. Swapped, it is refused only later (docs: section 3.7, point 1).
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
    submit: (ref, verb, signature64, comment) =>
      submitted(
        withKnownToken(session, ref, userKey =>
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
        ),
      ),
    list: (query, signal) =>
      session.withToken(query.server, query.owner, async userKey => {
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
        const rows = answer.data
          .map(row => ListRow.safeParse(row))
          .flatMap(row => (row.success ? [row.data] : []));
        return { rows, total: answer.total ?? rows.length, unreadable: answer.data.length - rows.length };
      }),
    statistics: (server, owner, outgoing) =>
      session.withToken(server, owner, userKey =>
        http.json(
          {
            server,
            endpoint: 'list',
            method: 'GET',
            path: `/v2/documents/statistics/all?owner=${outgoing ? 1 : 0}`,
            userKey,
          },
          z.record(z.string(), z.number()),
        ),
      ),
    async offerSigned(server, owner) {
      try {
        const answer = await session.withToken(server, owner, userKey =>
          http.json(
            { server, endpoint: 'profile', method: 'GET', path: '/v1/profile', userKey },
            ProfileAnswer,
          ),
        );
        return answer.offerSigned === null || answer.offerSigned === undefined
          ? null
          : Number(answer.offerSigned) === 1;
      } catch (error) {
        if (error instanceof FlowError && error.failure.code === 'validation-failed') return null;
        throw error;
      }
    },
    createOffer: (server, owner) =>
      session.withToken(server, owner, async userKey => {
        const text = (
          await http.text({ server, endpoint: 'offer', method: 'GET', path: '/v1/newoffer/base64', userKey })
        ).trim();
        const parsed = parseJson(text);
        const base64 =
          typeof parsed === 'string'
            ? parsed
            : typeof parsed === 'object'
              ? String((parsed as { data?: unknown } | null)?.data ?? '')
              : text;
        const raw = await http.text({
          server,
          endpoint: 'offer',
          method: 'POST',
          path: '/v1/documents/offer/create',
          userKey,
          body: { document: base64 },
        });
        const created = parseJson(raw) as
          | { document_json?: unknown; data?: { document_json?: unknown } }
          | undefined;
        const documentJson = created?.document_json ?? created?.data?.document_json;
        if (documentJson === undefined) throw new FlowError(failure('service-malformed'));
        return { documentJson, raw, base64 };
      }),
    submitOffer: (server, owner, signature64) =>
      submitted(
        session.withToken(server, owner, userKey =>
          http.text({
            server,
            endpoint: 'submit',
            method: 'POST',
            path: '/v1/documents/offer/sign',
            userKey,
            body: { signature: signature64 },
          }),
        ),
      ),
    view: (ref, form, locale) =>
      session.withToken(ref.server, ref.owner, userKey =>
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

/**
 * A call with an effect is never repeated inside: on a 401 the engine forgets the token, reads the state and only then
 * submits again (blueprint, decision 9).
 */
async function withKnownToken<T>(
  session: DidoxSession,
  ref: DocumentRef,
  call: (userKey: string) => Promise<T>,
): Promise<T> {
  const account = await session.account(ref.server, ref.owner);
  if (!account) return session.withToken(ref.server, ref.owner, call);
  try {
    return await call(account.token);
  } catch (error) {
    if (error instanceof FlowError && error.failure.code === 'session-expired')
      await session.forget(ref.server, ref.owner);
    throw error;
  }
}

/** `{data:{status:"error",message}}` on a 200 is a refusal all the same. */
function refusalInside(data: unknown): string | null {
  if (typeof data !== 'object' || data === null) return null;
  const { status, message } = data as { status?: unknown; message?: unknown };
  return status === 'error' ? String(message ?? '') : null;
}
