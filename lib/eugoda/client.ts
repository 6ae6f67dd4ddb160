import { toBase64 } from '../bytes/base64.ts';
import { type LinkReading, type ReadingContext, readLinkAnswer } from './answers.ts';
import { sniffArchive } from './archive-kind.ts';
import { readMoment } from './dates.ts';
import { type Delivered, deliver, headLimit } from './download.ts';
import { EugodaError, type EugodaErrorCode, isCreate, readProblem } from './errors.ts';
import {
  assertReachable,
  defaultTimeouts,
  type Exchange,
  exchange,
  readText,
  type Timeouts,
} from './exchange.ts';
import { dispositionName } from './file-name.ts';
import { outline } from './outline.ts';
import type { ArchiveSink, ClockPort, EugodaAccess, FetchPort } from './ports.ts';
import { redact } from './redact.ts';
import {
  buildRequest,
  type EugodaCall,
  type EugodaRequest,
  type RegistrationOptions,
  type TemplateData,
} from './requests.ts';
import { longestWords, looksLikeHtml, saysRefused } from './words.ts';

/** An answer that was no refusal. `reading.understood: false` means: done, but the answer was not understood. */
export interface LinkAnswer {
  readonly reading: LinkReading;
  /** The raw answer, without the validation string and without what we sent; of one to share, its outline. */
  readonly raw: string;
  readonly status: number;
  /** Our clock minus the service's, seconds. */
  readonly skewSeconds: number | null;
  /** When it was read, milliseconds since 1970. */
  readonly at: number;
}

export interface FileRegistration {
  readonly externalId: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly options: RegistrationOptions;
}

export interface TemplateRegistration {
  readonly externalId: string;
  readonly name: string;
  readonly templateId: string | number;
  readonly data: TemplateData;
  readonly options: RegistrationOptions;
}

/**
 * The four calls. All throw `EugodaError`, whose `problem` is plain data; nothing is ever sent twice by itself.
 * Keep the external id in the journal before a registration is called.
 */
export interface EugodaClient {
  registerFile(access: EugodaAccess, file: FileRegistration, signal?: AbortSignal): Promise<LinkAnswer>;
  registerTemplate(
    access: EugodaAccess,
    contract: TemplateRegistration,
    signal?: AbortSignal,
  ): Promise<LinkAnswer>;
  /**
   * A link for an agreement that exists: a new one (`isNew`), or, to find out whether a registration of unknown
   * end took place, perhaps the present one (guess).
   * @param ask.lifetime seconds the link was registered for, to compute its end where the answer has none
   * @param ask.eugodaId eUgoda's id, where an answer gave one already
   */
  share(
    access: EugodaAccess,
    ask: {
      readonly externalId: string;
      readonly isNew: boolean;
      readonly removeOnCompleted: boolean | null;
      readonly lifetime: number;
      readonly eugodaId?: string | null;
    },
    signal?: AbortSignal,
  ): Promise<LinkAnswer>;
  /**
   * The archive, into `sink`. A 2xx answer that turns out to be a refusal is thrown after it was stored all
   * the same. An interruption is an outcome, not an error.
   */
  fetchDocument(
    access: EugodaAccess,
    ask: { readonly externalId: string },
    sink: ArchiveSink,
    signal?: AbortSignal,
  ): Promise<Delivered>;
}

export function createEugoda(parts: {
  readonly fetch: FetchPort;
  readonly clock: ClockPort;
  readonly timeouts?: Partial<Timeouts>;
}): EugodaClient {
  const { fetch, clock } = parts;
  const timeouts = { ...defaultTimeouts, ...parts.timeouts };

  async function send(
    access: EugodaAccess,
    call: EugodaCall,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Exchange & { readonly request: EugodaRequest }> {
    const request = buildRequest(access, call, clock.now());
    const done = await exchange({ fetch, clock, timeoutMs }, call.call, request, access.port, signal);
    return { ...done, request };
  }

  async function askForLink(
    access: EugodaAccess,
    call: Exclude<EugodaCall, { call: 'document' }>,
    known: Pick<ReadingContext, 'lifetime' | 'eugodaId'>,
    signal: AbortSignal | undefined,
  ): Promise<LinkAnswer> {
    const timeoutMs = call.call === 'share' ? timeouts.ask : timeouts.create;
    if (call.call !== 'share') await assertReachable(fetch, call.call, access.port, timeouts.ask, signal);
    const { answer, skewSeconds, request } = await send(access, call, timeoutMs, signal);
    const { status } = answer;
    const text = await readText(call.call, answer, access.port, timeouts.stall);
    const secrets = secretsOf();
    const at = clock.now();
    const returnUrl = 'options' in call ? [call.options.returnUrl] : [];
    const sent = [call.externalId, access.applicationId, ...returnUrl, ...secrets.map(String)];
    const reading = readLinkAnswer(text, { ...known, now: at, sent });
    const read = reading.understood ? reading : null;
    const ids = [call.externalId, access.applicationId, known.eugodaId, read?.eugodaId];
    const isKnown = (value: unknown) =>
      ids.includes(String(value)) || readMoment(value, at + known.lifetime * 1000) === read?.until;
    const said = redact(text, secrets);
    const raw = isCreate(call.call) ? said : outline(said, status, isKnown);
    const problem = readProblem({ call: call.call, status, text: raw, skewSeconds, port: access.port });
    if (status >= 300 || text.trim() === '' || looksLikeHtml(text)) throw new EugodaError(problem, { raw });
    // A refusal with a link in it may be a success with something to complain about: share tells, and gives the link.
    if (saysRefused(text)) {
      const mayHaveHappened = problem.mayHaveHappened || (isCreate(call.call) && reading.understood);
      throw new EugodaError({ ...problem, mayHaveHappened }, { raw });
    }
    // A `message` that says a known refusal, without any link: a refusal that came with status 200.
    if (!reading.understood && problem.code !== 'refused' && problem.code !== 'empty-answer')
      throw new EugodaError(problem, { raw });
    return { reading, raw, status, skewSeconds, at };

    function secretsOf(): (string | number)[] {
      const sentValues =
        call.call === 'register-file'
          ? [toBase64(call.bytes)]
          : call.call === 'register-template'
            ? [call.name, ...Object.values(call.data)]
            : [];
      return [request.validationString, access.secret, ...sentValues];
    }
  }

  return {
    registerFile: (access, file, signal) =>
      askForLink(access, { call: 'register-file', ...file }, file.options, signal),

    registerTemplate: (access, contract, signal) =>
      askForLink(access, { call: 'register-template', ...contract }, contract.options, signal),

    share: (access, { lifetime, eugodaId = null, ...ask }, signal) =>
      askForLink(access, { call: 'share', ...ask }, { lifetime, eugodaId }, signal),

    async fetchDocument(access, ask, sink, signal) {
      const call = { call: 'document', externalId: ask.externalId } as const;
      const { answer, skewSeconds, request } = await send(access, call, timeouts.ask, signal);
      const { status } = answer;
      const hidden = [request.validationString, access.secret];
      const problemOf = (text: string) =>
        readProblem({ call: 'document', status, text, skewSeconds, port: access.port });
      const isKnown = (value: unknown) => value === ask.externalId || value === access.applicationId;
      const refused = (answered: string): EugodaError => {
        const raw = outline(redact(answered, hidden), status, isKnown);
        return new EugodaError(problemOf(raw), { raw });
      };
      if (status < 200 || status >= 300 || status === 202 || status === 204) {
        const text = await readText('document', answer, access.port, timeouts.stall);
        throw refused(text);
      }
      const delivered = await deliver(answer, sink, timeouts.stall);
      const refusal = refusalIn(delivered, text => problemOf(text).code);
      if (refusal !== null) throw refused(refusal);
      return delivered;
    },
  };
}

/** Codes that the words of an answer do not lead to. */
const WITHOUT_A_NAME: ReadonlySet<EugodaErrorCode> = new Set(['refused', 'empty-answer']);

/** A document in an object, of whatever kind: no state and no message is that long without a space. */
const DOCUMENT = /[\w+/=\\-]{200}/;

/**
 * The text of an answer that came with status 200 in place of an archive, or null. Only what is text can be one, and none
 * that comes as a named file or has a document in it, whatever else it says: it may be the only copy.
 */
function refusalIn(
  { delivery, head, contentDisposition }: Delivered,
  codeOf: (text: string) => EugodaErrorCode,
): string | null {
  if (delivery.outcome !== 'whole') return null;
  if (delivery.size === 0) return '';
  if (delivery.size > headLimit || dispositionName(contentDisposition ?? '') !== null) return null;
  const { kind, layer } = sniffArchive(head);
  if (layer !== 'none') return null;
  const text = new TextDecoder().decode(head);
  if (kind === 'json') return DOCUMENT.test(text) ? null : text;
  const says = kind === 'text' && text.length <= longestWords && !WITHOUT_A_NAME.has(codeOf(text));
  return says || kind === 'html' ? text : null;
}
