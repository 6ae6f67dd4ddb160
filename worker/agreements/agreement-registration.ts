import * as step from '../../lib/eugoda/agreement-steps.ts';
import type { Agreement, AgreementSubject } from '../../lib/eugoda/agreements.ts';
import type { LinkAnswer } from '../../lib/eugoda/client.ts';
import { EugodaError } from '../../lib/eugoda/errors.ts';
import type { EugodaCallName, RegistrationOptions } from '../../lib/eugoda/requests.ts';
import type { Registered } from '../../lib/messages/protocol.ts';
import type { LooseLink } from '../../lib/messages/views/agreements.ts';
import { FlowError, failure } from '../../lib/signing/failure.ts';
import { failureOf } from '../failures.ts';
import type { WorkerPlatform } from '../platform.ts';
import { type AgreementStore, idTaken } from './agreement-store.ts';

export interface RegistrationOrder {
  readonly externalId: string;
  readonly applicationId: string;
  readonly call: EugodaCallName;
  readonly options: RegistrationOptions;
  subject(): Promise<AgreementSubject>;
  send(signal: AbortSignal): Promise<LinkAnswer>;
}

export interface Registration {
  /**
   * Written down, then sent, once.
   * @throws FlowError; once it may have been sent, its data names the `externalId`, and `uncertain: 1` says that it may be
   * registered all the same
   */
  register(order: RegistrationOrder): Promise<Registered>;
  /** Gives up what is on its way and waits for its end: whether eUgoda has it is not known then. */
  stop(): Promise<void>;
  /** What a dead worker left open has become uncertain. */
  takeUp(agreement: Agreement): Promise<void>;
}

export function createRegistration(platform: WorkerPlatform, store: AgreementStore): Registration {
  const now = () => platform.timer.now();
  /** Under way in this life: a rebirth must not take them for a dead worker's. */
  const underWay = new Map<string, { readonly abort: AbortController; readonly ended: Promise<unknown> }>();

  async function register(
    { externalId, applicationId, call, options, ...order }: RegistrationOrder,
    signal: AbortSignal,
  ) {
    const subject = await order.subject();
    await store.add(step.beginRegistration({ externalId, applicationId, subject, options }, now()));
    const answer = await order.send(signal).catch(error => failed(externalId, error));
    const loose = await keepLink(answer, () =>
      store.change(externalId, agreement => step.linkArrived(agreement, call, answer, now())),
    ).catch(error => {
      throw about(externalId, error, true);
    });
    return { externalId, loose };
  }

  async function failed(externalId: string, error: unknown): Promise<never> {
    // Where this cannot be written down, the record goes on saying "registering", and becomes uncertain at the next start.
    await store
      .change(externalId, agreement =>
        error instanceof EugodaError
          ? step.callFailed(agreement, error.problem, now(), error.raw)
          : step.interrupted(agreement, now()),
      )
      .catch(() => undefined);
    throw about(externalId, error, !(error instanceof EugodaError) || error.problem.mayHaveHappened);
  }

  return {
    async register(order) {
      const { externalId } = order;
      if (underWay.has(externalId)) throw idTaken(externalId);
      const release = platform.wake.hold();
      const abort = new AbortController();
      const ended = register(order, abort.signal).finally(() => {
        underWay.delete(externalId);
        release();
      });
      underWay.set(externalId, { abort, ended });
      return ended;
    },
    async stop() {
      const stopped = [...underWay.values()];
      for (const { abort } of stopped) abort.abort();
      await Promise.allSettled(stopped.map(({ ended }) => ended));
    },
    async takeUp({ externalId, state }) {
      if (state !== 'registering' || underWay.has(externalId)) return;
      await store.change(externalId, agreement => step.interrupted(agreement, now()));
    },
  };
}

function about(externalId: string, error: unknown, uncertain: boolean): FlowError {
  const { code, words, data } = failureOf(error);
  return new FlowError(failure(code, words, { ...data, externalId, uncertain: uncertain ? 1 : 0 }), {
    cause: error,
  });
}

/**
 * Writes down what an answer says. A link that the storage does not take is not lost with the error.
 * @throws what the storage threw, where there is no link to save
 */
export async function keepLink(
  { reading }: LinkAnswer,
  write: () => Promise<unknown>,
): Promise<LooseLink | null> {
  try {
    await write();
    return null;
  } catch (error) {
    if (!reading.understood) throw error;
    return { link: reading.link, error: failureOf(error) };
  }
}
