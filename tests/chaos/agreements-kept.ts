import { agreementSchema } from '../../lib/eugoda/agreements.ts';
import type { Receipt } from '../../lib/receipts/receipt.ts';
import type { StoredAgreement } from '../../sandbox/eugoda/types.ts';

/**
 * What must be true of agreements: each that the service has is known here, none is created twice, what is said to exist
 * does, what is said not to exist does not, nothing is for ever being registered, and each that was registered here has a
 * receipt, as long as it is in the list.
 * @param creates the external ids that a create call of the worker named
 */
export function agreementsAstray(
  stored: readonly unknown[],
  service: readonly Pick<StoredAgreement, 'externalId'>[],
  creates: readonly string[],
  receipts: readonly Pick<Receipt, 'jobId'>[],
): string[] {
  const wrong: string[] = [];
  const read = stored.map(one => agreementSchema.safeParse(one));
  if (read.some(one => !one.success)) wrong.push('an agreement in the database cannot be read');
  const agreements = read.flatMap(one => (one.success ? [one.data] : []));
  for (const id of new Set(creates))
    if (creates.filter(one => one === id).length > 1) wrong.push(`the agreement ${id} was registered twice`);
  for (const { externalId } of service)
    if (!agreements.some(one => one.externalId === externalId))
      wrong.push(`the service has the agreement ${externalId}, and nobody here knows`);
  for (const { externalId, state, subject } of agreements) {
    const there = service.some(one => one.externalId === externalId);
    if (state === 'registering') wrong.push(`the agreement ${externalId} is registered for ever`);
    if (there && state === 'failed') wrong.push(`the agreement ${externalId} is said to have failed`);
    if (!there && ['active', 'expired', 'fetched'].includes(state))
      wrong.push(`the agreement ${externalId} is said to be ${state}, and the service does not have it`);
    const receipt = receipts.some(one => one.jobId === externalId);
    const registered = ['active', 'expired', 'fetched'].includes(state) && subject.from !== 'page';
    if (receipt !== registered)
      wrong.push(`the agreement ${externalId} is ${state}, and has ${receipt ? 'a' : 'no'} receipt`);
  }
  return wrong;
}
