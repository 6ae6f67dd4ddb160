import { agreementSchema } from '../../lib/eugoda/agreements.ts';
import type { StoredAgreement } from '../../sandbox/eugoda/types.ts';

/**
 * What must be true of agreements: each that the service has is known here, none is created twice, what is said to exist
 * does, what is said not to exist does not, and nothing is for ever being registered.
 * @param creates the external ids that a create call of the worker named
 */
export function agreementsAstray(
  stored: readonly unknown[],
  service: readonly Pick<StoredAgreement, 'externalId'>[],
  creates: readonly string[],
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
  for (const { externalId, state } of agreements) {
    const there = service.some(one => one.externalId === externalId);
    if (state === 'registering') wrong.push(`the agreement ${externalId} is registered for ever`);
    if (there && state === 'failed') wrong.push(`the agreement ${externalId} is said to have failed`);
    if (!there && ['active', 'expired', 'fetched'].includes(state))
      wrong.push(`the agreement ${externalId} is said to be ${state}, and the service does not have it`);
  }
  return wrong;
}
