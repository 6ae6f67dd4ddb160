import { PLAIN, TLS } from '../endpoints.ts';
import type { ModuleSocket, SocketPort } from '../ports.ts';

export interface FakeRequest {
  plugin?: string;
  name: string;
  arguments?: string[];
}

/** SILENCE: never answers. DROP: closes instead of answering. RAW: a frame as it is. */
export const SILENCE = Symbol('silence');
export const DROP = Symbol('drop');
export class Raw {
  readonly data: unknown;
  constructor(data: unknown) {
    this.data = data;
  }
}

type Answer = unknown | ((args: string[], call: number) => unknown);

/** One socket as the fake module sees it. */
export class FakeSocket implements ModuleSocket {
  readyState = 0;
  onopen: ModuleSocket['onopen'] = null;
  onmessage: ModuleSocket['onmessage'] = null;
  onclose: ModuleSocket['onclose'] = null;
  onerror: ModuleSocket['onerror'] = null;
  readonly url: string;
  readonly sent: string[] = [];
  readonly module: FakeModule;

  constructor(module: FakeModule, url: string) {
    this.module = module;
    this.url = url;
  }

  send(text: string): void {
    if (this.readyState !== 1) throw new Error('not open');
    this.sent.push(text);
    this.module.receive(this, text);
  }

  close(): void {
    this.readyState = 3;
  }

  /** The module's side opens, speaks, closes. */
  accept(): void {
    if (this.readyState !== 0) return;
    this.readyState = 1;
    this.onopen?.({});
  }

  say(data: unknown): void {
    if (this.readyState === 1) this.onmessage?.({ data });
  }

  drop(code = 1006): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onerror?.({});
    this.onclose?.({ code });
  }
}

/** A module that does as scripted; counts what a test may want to know. */
export class FakeModule implements SocketPort {
  /** How each address behaves; `untrusted`: as Firefox tells of a certificate that it does not accept. */
  readonly doors: Record<string, 'open' | 'closed' | 'silent' | 'untrusted'> = {
    [PLAIN]: 'open',
    [TLS]: 'open',
  };
  /** 3.x and 4.x keep the socket after a reply. */
  keepsSocket = false;
  readonly answers: Record<string, Answer>;
  readonly sockets: FakeSocket[] = [];
  readonly requests: FakeRequest[] = [];
  readonly counts: Record<string, number> = {};

  constructor(answers: Record<string, Answer> = {}, version = '6.4.7') {
    const [major, minor, patch] = version.split('.');
    this.answers = {
      version: ok({ major, minor, ...(patch && { patch, edition: 'Standard' }) }),
      ...answers,
    };
  }

  open(url: string): FakeSocket {
    const socket = new FakeSocket(this, url);
    this.sockets.push(socket);
    const door = this.doors[url];
    queueMicrotask(() => {
      if (door === 'open') socket.accept();
      else if (door !== 'silent') socket.drop(door === 'untrusted' ? 1015 : 1006);
    });
    return socket;
  }

  /** Sockets that are open or opening. */
  get live(): FakeSocket[] {
    return this.sockets.filter(({ readyState }) => readyState < 2);
  }

  /** `plugin.name` of every request so far. */
  get verbs(): string[] {
    return this.requests.map(verbOf);
  }

  receive(socket: FakeSocket, text: string): void {
    const request = JSON.parse(text) as FakeRequest;
    this.requests.push(request);
    const verb = verbOf(request);
    const call = (this.counts[verb] = (this.counts[verb] ?? 0) + 1);
    const script = verb in this.answers ? this.answers[verb] : refused(0, 'Функция не найдена');
    const answer = typeof script === 'function' ? script(request.arguments ?? [], call) : script;
    queueMicrotask(() => {
      if (answer === SILENCE) return;
      if (answer === DROP) {
        socket.drop();
        return;
      }
      socket.say(answer instanceof Raw ? answer.data : JSON.stringify(answer));
      if (!this.keepsSocket) queueMicrotask(() => socket.drop(1000));
    });
  }
}

function verbOf({ plugin, name }: FakeRequest): string {
  return plugin === undefined ? name : `${plugin}.${name}`;
}

/** A success of 6.x. */
export function ok(payload: object = {}): object {
  return { success: true, status: 1, ...payload };
}

/** A refusal; without a number as old modules do when `status` is null. */
export function refused(status: number | null, reason = ''): object {
  return { success: false, ...(status === null ? {} : { status }), reason };
}

/** The answer of a listing of certificates. */
export function list(...certificates: unknown[]): object {
  return ok({ certificates });
}

/** A module without any key. */
export const empty = {
  'pfx.list_all_certificates': list(),
  'ytks.list_all_certificates': list(),
  'idcard.list_readers': ok({ readers: [] }),
  'baikey.list_tokens': ok({ tokens: [] }),
  'ckc.list_ckc': ok({ devices: [] }),
};

/** The answer of create_pkcs7. */
export const made = ok({ pkcs7_64: 'MIAG', signer_serial_number: '7f', signature_hex: 'ab' });
