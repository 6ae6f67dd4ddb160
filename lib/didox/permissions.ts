import { type Failure, failure } from '../signing/failure.ts';
import type { DocumentAction } from './statuses.ts';

/**
 * The tens digit of the permission roles of a document type (official for invoices, powers of
 * attorney, acts, contracts, reconciliation, arbitrary documents and waybills). That the newer types belong to the same
 * groups is a guess [G]; a type that is not here is not judged.
 */
const ROLE_TENS: Readonly<Record<string, number>> = {
  '001': 1,
  '002': 1,
  '008': 1,
  '006': 2,
  '005': 4,
  '054': 4,
  '007': 5,
  '052': 6,
  '000': 8,
};

/**
 * Says beforehand what /sign would answer with 403. Roles are known only where a person entered a company; `null`
 * roles or an unknown type: the service will say. x1 = send and cancel, x2 = confirm and reject.
 */
export function missingPermission(
  roles: readonly number[] | null,
  doctype: string,
  action: DocumentAction,
): Failure | null {
  const tens = ROLE_TENS[doctype];
  if (roles === null || roles.length === 0 || tens === undefined || action === 'delete-draft') return null;
  const role = tens * 10 + (action === 'accept' || action === 'reject' ? 2 : 1);
  return roles.includes(role) ? null : failure('no-permission', null, { role });
}
