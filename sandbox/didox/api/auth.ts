import { bodyOf, json, type Reply } from '../http/exchange.ts';
import type { Json } from '../types.ts';
import { ACCOUNT_PASSWORD } from '../world/known-ids.ts';
import { allRoles, findParty, naturalPerson, relatedCompanies } from '../world/parties.ts';
import { identityOf } from '../world/signers.ts';
import type { Call, UserCall } from './context.ts';
import { message, plain, waitText } from './errors.ts';
import { mayLogIn, readSignature } from './verify.ts';

const MINUTE = 60_000;

function openSession(
  call: Call,
  taxId: string,
  enteredBy: string | null,
  roles = allRoles,
  branch: string | null = null,
) {
  return call.world.sessions.open({
    taxId,
    environment: call.exchange.environment,
    roles,
    enteredBy,
    branch,
    expiresAt: +call.now + call.world.settings.tokenMinutes * MINUTE,
  });
}

/** A personal INN (uid) in the path means the person with that PINFL. */
const canonical = (taxId: string): string => {
  const person = naturalPerson();
  const identity = identityOf(taxId);
  return person && identity?.tin === null && identity.pinfl === person.taxId ? person.taxId : taxId;
};

function gate(call: Call, taxId: string): Reply | null {
  const { settings, lockout } = call.world;
  if (settings.blocked.includes(taxId)) {
    return message(423, 'Пользователь заблокирован. Обратитесь в техподдержку');
  }
  const wait = lockout.remaining(taxId, +call.now);
  if (wait === Number.POSITIVE_INFINITY) {
    return message(423, 'Пользователь заблокирован. Обратитесь в техподдержку');
  }
  if (wait > 0) return message(429, waitText(wait));
  return null;
}

const known = (call: Call, taxId: string): boolean =>
  findParty(canonical(taxId)) !== null && !call.world.settings.unregistered.includes(taxId);

const relations = (taxId: string): { related_companies: Json; related_branches: Json } => {
  const party = findParty(taxId);
  const companies = party?.person ? relatedCompanies() : null;
  return {
    // Guess: the element shape; clients disagree between roles and permissions, so both are here.
    related_companies: companies?.map(c => ({ tin: c.tin, name: c.name, roles: [...c.roles] })) ?? null,
    related_branches: party?.branches.length ? party.branches.map(branch => ({ ...branch })) : null,
  };
};

/** POST /v1/auth/{taxId}/token: the signed content is the tax id of the path, nothing more. */
export function loginBySignature(call: Call): Reply {
  const taxId = call.params.taxId ?? '';
  const closed = gate(call, taxId);
  if (closed) return closed;
  if (!known(call, taxId)) return plain(422, 'User not registered');
  const read = readSignature(call, bodyOf(call.exchange).signature);
  const good =
    !('problem' in read) &&
    Buffer.from(read.content).toString('utf8') === taxId &&
    read.signers.length === 1 &&
    read.signers.every(signer => mayLogIn(signer, taxId));
  if (!good) {
    call.world.lockout.fail(taxId, +call.now);
    return plain(401, 'Unauthorized. Invalid signature');
  }
  call.world.lockout.succeed(taxId);
  const who = canonical(taxId);
  return json(200, { token: openSession(call, who, null), ...relations(who) });
}

/** POST /v1/auth/{taxId}/password */
export function loginByPassword(call: Call): Reply {
  const taxId = call.params.taxId ?? '';
  const closed = gate(call, taxId);
  if (closed) return closed;
  if (!known(call, taxId)) return json(422, { taxId: ['validation.exists'] });
  if (bodyOf(call.exchange).password !== ACCOUNT_PASSWORD) {
    call.world.lockout.fail(taxId, +call.now);
    return plain(422, 'Incorrect login');
  }
  call.world.lockout.succeed(taxId);
  const who = canonical(taxId);
  const party = findParty(who);
  return json(200, {
    token: openSession(call, who, null),
    taxId: who,
    pinfl: party?.person ? who : null,
    name: party?.name ?? null,
    ...relations(who),
  });
}

/** POST /v1/auth/company/{companyTaxId}/login with the person's own user-key. */
export function enterCompany(call: UserCall): Reply {
  const tin = call.params.taxId ?? '';
  if (!findParty(tin) || call.world.settings.unregistered.includes(tin)) {
    return plain(422, 'Company not registered');
  }
  const related = findParty(call.session.taxId)?.person ? relatedCompanies() : [];
  const company = related.find(entry => entry.tin === tin);
  if (!company) return plain(401, 'Failed to login in company. Reason: user is not related to the company');
  const branch = bodyOf(call.exchange).branchNum;
  const roles = call.world.settings.roles[tin] ?? company.roles;
  if (branch !== undefined && !findParty(tin)?.branches.some(b => b.branchNum === branch)) {
    return plain(401, 'Failed to login in company. Reason: branch not found');
  }
  const token = openSession(call, tin, call.session.taxId, roles, typeof branch === 'string' ? branch : null);
  return json(200, { token, permissions: { tin, roles: [...roles] } });
}
