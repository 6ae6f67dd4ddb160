import type { WebSocket } from 'ws';
import { type Answer, answer, type Request, readRequest, refusal } from './answer.ts';
import { type Call, type CallRecord, GivenUp, hang, wait } from './call.ts';
import { type Fault, takeFault } from './faults.ts';
import type { ModuleState } from './module-state.ts';
import { Refusal } from './status.ts';

/** A plugin call that has not been answered, so that another one overlaps with it. */
interface UnderWay {
  readonly record: CallRecord;
  readonly stop: AbortController;
  hung: boolean;
}

/** What all connections share. */
export interface Exchange {
  readonly module: ModuleState;
  readonly calls: CallRecord[];
  readonly underWay: Set<UnderWay>;
  readonly restart: () => Promise<void>;
}

/** Who is at the other end of a socket. */
export interface Caller {
  readonly socketId: number;
  readonly origin: string | null;
  readonly secure: boolean;
  /** The address carried `keepConnection`. */
  readonly keep: boolean;
}

const SHORT = 60;
const shorten = (text: string): string =>
  text.length > SHORT ? `${text.slice(0, SHORT)}… (${text.length})` : text;

/** Serves one socket until it closes. There are no ids: answers come in the order of the requests. */
export function serve(socket: WebSocket, caller: Caller, exchange: Exchange): void {
  const { module } = exchange;
  let answeredOnce = false;
  const pending = new Set<UnderWay>();
  socket.on('close', () => {
    for (const one of pending) {
      // [guess] Once the caller is gone its window is dismissed, and the call no longer overlaps with others.
      one.stop.abort();
      exchange.underWay.delete(one);
    }
  });
  socket.on('error', () => socket.terminate());
  socket.on('message', (data, isBinary) => {
    const closing = module.profile.closesAfterReply && !caller.keep;
    if (isBinary || (closing && answeredOnce)) return;
    const frame = String(data);
    const request = readRequest(frame);
    const { maxMessageBytes, maxArgumentBytes } = module.settings;
    const longest = Math.max(0, ...(request?.arguments ?? []).map(one => Buffer.byteLength(one)));
    if (Buffer.byteLength(frame) > maxMessageBytes || longest > maxArgumentBytes) {
      socket.close(1009, 'message too big');
      return;
    }
    answeredOnce = true;
    void take(request).catch(thrown => {
      if (!(thrown instanceof GivenUp)) throw thrown;
    });
  });

  async function take(request: Request | null): Promise<void> {
    const one: UnderWay = { record: note(request), stop: new AbortController(), hung: false };
    pending.add(one);
    try {
      const isPlugin = request !== null && request.plugin !== '';
      if (isPlugin) overlap(one);
      if (one.hung) await hang(one.stop.signal);
      const call: Call = { arguments: request?.arguments ?? [], record: one.record, signal: one.stop.signal };
      const { fault, left } = takeFault(module.settings.faults, nameOf(request));
      if (left !== module.settings.faults) module.settings = { ...module.settings, faults: left };
      await carryOut(request, call, fault);
    } finally {
      // A hung call goes on being in the way until its socket closes.
      if (!one.hung) {
        pending.delete(one);
        exchange.underWay.delete(one);
      }
    }
  }

  /** Two plugin calls at once: both are noted, and both hang where the setting says so. */
  function overlap(one: UnderWay): void {
    const others = [...exchange.underWay];
    exchange.underWay.add(one);
    if (others.length === 0) return;
    for (const each of [one, ...others]) {
      each.record.overlapped = true;
      if (module.settings.overlapHangs && !each.hung) {
        each.hung = true;
        if (each !== one) each.stop.abort();
      }
    }
  }

  async function carryOut(request: Request | null, call: Call, fault: Fault | null): Promise<void> {
    if (fault === null) return reply(await answer(request, call, module), call.record);
    switch (fault.kind) {
      case 'silence':
        return hang(call.signal);
      case 'close-1009':
        return socket.close(1009, 'message too big');
      case 'restart':
        return exchange.restart();
      case 'busy':
        return reply(refusal(new Refusal(-3000), module), call.record);
      case 'status':
        return reply(
          refusal(new Refusal({ status: fault.status, reason: fault.reason }), module),
          call.record,
        );
      case 'delay':
        await wait(fault.delayMs, call.signal);
        return reply(await answer(request, call, module), call.record);
    }
    const result = await answer(request, call, module);
    switch (fault.kind) {
      case 'drop-before-reply':
        return socket.terminate();
      case 'malformed':
        return reply(result, call.record, JSON.stringify(result.body).slice(0, -5));
      case 'oversized':
        return reply(result, call.record, pad(result.body, fault.bytes));
      case 'drop-after-reply':
        noteAnswer(result, call.record);
        return socket.send(JSON.stringify(result.body), () => socket.terminate());
    }
  }

  function reply(result: Answer, record: CallRecord, text: string = JSON.stringify(result.body)): void {
    noteAnswer(result, record);
    socket.send(text);
    if (module.profile.closesAfterReply && !caller.keep) socket.close(1000, 'Done');
  }

  function note(request: Request | null): CallRecord {
    const record: CallRecord = {
      plugin: request?.plugin ?? '',
      name: request?.name ?? '',
      arguments: (request?.arguments ?? []).map(shorten),
      origin: caller.origin,
      at: Date.now(),
      socketId: caller.socketId,
      secure: caller.secure,
      overlapped: false,
      window: null,
      answered: null,
      answeredAt: null,
    };
    exchange.calls.push(record);
    return record;
  }
}

function noteAnswer(result: Answer, record: CallRecord): void {
  record.answered = result.status;
  record.answeredAt = Date.now();
}

function nameOf(request: Request | null): string {
  if (request === null) return '';
  return request.plugin === '' ? request.name : `${request.plugin}.${request.name}`;
}

function pad(body: unknown, bytes: number): string {
  const text = JSON.stringify(body);
  const padded = Array.isArray(body) ? [...body, ''] : { ...(body as object), padding: '' };
  return JSON.stringify(padded).replace(/""(?=[}\]]$)/, `"${'x'.repeat(Math.max(0, bytes - text.length))}"`);
}
