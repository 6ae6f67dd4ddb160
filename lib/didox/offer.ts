import { fromBase64 } from '../bytes/base64.ts';
import { FlowError, failure } from '../signing/failure.ts';
import { base64In } from './content.ts';
import type { DidoxHttp } from './http.ts';
import { parseJson, recordOf } from './loose.ts';
import { isPdf } from './pdf.ts';
import type { DidoxServer } from './servers.ts';
import type { DidoxSession } from './session.ts';
import { readSubmitAnswer, type SubmitAnswer } from './submission.ts';

/** The offer made out for one company: what is signed is `json`, not the PDF. */
export interface Offer {
  readonly json: unknown;
  /** The answer it came in, and where it lies there: see content.ts. */
  readonly raw: string;
  readonly path: readonly string[];
  /** The text that it is made out of; null when what the service handed over is no PDF. */
  readonly pdf: Uint8Array | null;
}

export interface OfferCalls {
  createOffer(server: DidoxServer, owner: string): Promise<Offer>;
  submitOffer(server: DidoxServer, owner: string, signature64: string): Promise<SubmitAnswer>;
}

/**
 * Where `document_json` may lie in the answer. Like `create` inside `pending_document`; the others
 * are guesses [G].
 */
const PLACES: readonly (readonly string[])[] = [
  ['pending_document', 'document_json'],
  ['document_json'],
  ['data', 'pending_document', 'document_json'],
  ['data', 'document_json'],
];

/** Didox's public offer, signed once per company. */
export function createOfferCalls(
  http: DidoxHttp,
  session: DidoxSession,
  withToken: DidoxSession['withToken'],
): OfferCalls {
  return {
    createOffer: (server, owner) =>
      withToken(server, owner, async userKey => {
        const document = base64In(
          await http.text({ server, endpoint: 'offer', method: 'GET', path: '/v1/newoffer/base64', userKey }),
        );
        if (!document) throw new FlowError(failure('service-malformed'));
        const raw = await http.text({
          server,
          endpoint: 'offer',
          method: 'POST',
          path: '/v1/documents/offer/create',
          userKey,
          body: { document },
        });
        const answer = parseJson(raw);
        const bytes = fromBase64(document);
        const pdf = bytes && isPdf(bytes) ? bytes : null;
        for (const path of PLACES) {
          const json = path.reduce<unknown>((inside, key) => recordOf(inside)?.[key], answer);
          if (recordOf(json)) return { json, raw, path, pdf };
        }
        throw new FlowError(failure('service-malformed'));
      }),
    async submitOffer(server, owner, signature64) {
      return readSubmitAnswer(
        await session.withLiveToken(server, owner, userKey =>
          http.text({
            server,
            endpoint: 'submit',
            method: 'POST',
            path: '/v1/documents/offer/sign',
            userKey,
            body: { signature: signature64 },
          }),
        ),
      );
    },
  };
}
