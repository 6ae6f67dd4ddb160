import { type Backend, RequestError } from '../../../components/backend.ts';
import { createExternalId } from '../../../lib/eugoda/external-id.ts';
import type { Registered, RequestOf } from '../../../lib/messages/protocol.ts';
import { type Failure, FlowError, failure } from '../../../lib/signing/failure.ts';

type Registering = 'agreements/register-file' | 'agreements/register-template';

/**
 * Registers under an id made here. A refusal is the worker's answer; without one (the worker died on the way) it is looked
 * for: its record is written before anything is sent, so that without a record nothing was sent.
 * @throws with `data.uncertain: 1` where it may be registered all the same
 */
export async function register<K extends Registering>(
  backend: Backend,
  name: K,
  request: RequestOf<K>,
): Promise<Registered> {
  const { externalId } = request;
  try {
    return await backend.request(name, request);
  } catch (thrown) {
    if (thrown instanceof RequestError) throw thrown;
    const view = await backend.request('agreements/list', {}).catch(() => null);
    const known = view?.agreements.find(agreement => agreement.externalId === externalId);
    if (view && !known) throw thrown;
    if (known?.link) return { externalId, loose: null };
    const uncertain = known?.state === 'failed' ? 0 : 1;
    const { code, words, data } = known?.error ?? failure('eugoda-ambiguous');
    throw new FlowError(failure(code, words, { ...data, externalId, uncertain }), { cause: thrown });
  }
}

/** The id for another attempt: a new one once there is a record under the old one that says that it failed. */
export function nextId(externalId: string, { data }: Failure): string {
  return data.externalId === externalId && data.uncertain === 0 ? createExternalId() : externalId;
}
