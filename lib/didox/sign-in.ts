import { FlowError } from '../signing/failure.ts';
import type { JobRecord } from '../signing/job.ts';
import type { Destination } from '../signing/ports.ts';
import { targetOf } from './destination.ts';
import type { DidoxHttp } from './http.ts';
import { listOf, numberOf, recordOf, textOf } from './loose.ts';
import type { DidoxServer } from './servers.ts';
import type { DidoxService } from './service.ts';
import { type Account, type DidoxSession, TOKEN_LIFETIME_MS } from './session.ts';
import { CompanyLoginAnswer, LoginAnswer } from './wire.ts';

export interface SignInPorts {
  readonly http: DidoxHttp;
  readonly didox: DidoxService;
  readonly session: DidoxSession;
  readonly locale: () => 'ru' | 'uz';
  readonly now: () => number;
}

/**
 * Signing in is a signature like any other: the content is the tax id as text, the destination is
 * `POST /v1/auth/{taxId}/token/{locale}`. It is never repeated by
 * itself: wrong tries lead to a lockout.
 */
export function createSignInDestination(ports: SignInPorts, job: JobRecord): Destination {
  const target = targetOf(job);
  const { server, owner, taxId } = target;
  return {
    repeat: 'by-person',
    unclear: 'login-unanswered',
    joins: false,
    stamp: (_job, signature, signal) => ports.didox.stamp(server, signature, signal),
    async submit(current, final64) {
      const answer = await ports.http.json(
        {
          server,
          endpoint: 'login',
          method: 'POST',
          path: `/v1/auth/${taxId}/token/${ports.locale()}`,
          body: { signature: final64 },
        },
        LoginAnswer,
      );
      const account: Account = {
        owner,
        taxId,
        title: current.company.name,
        until: ports.now() + TOKEN_LIFETIME_MS,
        relatedCompanies: relatedCompanies(answer.related_companies),
        branches: relatedBranches(answer.related_branches),
        via: null,
        branch: null,
        roles: null,
      };
      await ports.session.put(server, account, answer.token);
      if (target.company) await enterCompany(ports, account, server, target.company, target.branch);
      return { answer: null, warning: null };
    },
    /** The service is not asked: a token that did not reach us is nobody's, whether or not it was given. */
    async ask(current) {
      const account = await ports.session.account(server, target.company ? `tin:${target.company}` : owner);
      // A token from before this job proves nothing about it.
      return account && account.until - TOKEN_LIFETIME_MS >= current.createdAt ? 'done' : 'not-done';
    },
  };
}

/** A person enters one of the related companies with the person's own token; no signature is needed for that. */
export async function enterCompany(
  ports: Pick<SignInPorts, 'http' | 'session' | 'locale' | 'now'>,
  person: Account,
  server: DidoxServer,
  companyTin: string,
  branch?: string | null,
): Promise<Account> {
  const answer = await ports.session.withLiveToken(server, person.owner, userKey =>
    ports.http.json(
      {
        server,
        endpoint: 'company-login',
        method: 'POST',
        path: `/v1/auth/company/${companyTin}/login/${ports.locale()}`,
        userKey,
        body: branch ? { branchNum: branch } : {},
      },
      CompanyLoginAnswer,
    ),
  );
  const known = person.relatedCompanies.find(company => company.tin === companyTin);
  const before = await ports.session.known(server, `tin:${companyTin}`);
  const account: Account = {
    owner: `tin:${companyTin}`,
    taxId: companyTin,
    title: known?.name ?? before?.title ?? companyTin,
    until: ports.now() + TOKEN_LIFETIME_MS,
    relatedCompanies: [],
    branches: [],
    via: person.owner,
    branch: branch ?? null,
    roles: rolesOf(recordOf(answer.permissions)?.roles) ?? known?.roles ?? null,
  };
  await ports.session.put(server, account, answer.token);
  return account;
}

/**
 * Enters again the company that a person's token opened, as before (same branch). False when the person's own token has
 * ended too: then the person signs in first.
 */
export async function enterAgain(
  ports: Pick<SignInPorts, 'http' | 'session' | 'locale' | 'now'>,
  server: DidoxServer,
  account: Account,
): Promise<boolean> {
  const person = account.via ? await ports.session.account(server, account.via) : null;
  if (!person) return false;
  try {
    await enterCompany(ports, person, server, account.taxId, account.branch);
    return true;
  } catch (error) {
    if (error instanceof FlowError && error.failure.code === 'session-expired') return false;
    throw error;
  }
}

/** Element shapes are unverified [1]: `{tin,name,roles}` in one client, `{tin,name,permissions}` in another. */
function relatedCompanies(companies: unknown): Account['relatedCompanies'] {
  return listOf(companies).flatMap(entry => {
    const company = recordOf(entry);
    const tin = textOf(company?.tin) ?? textOf(company?.taxId);
    // It becomes part of an address.
    if (!company || !tin || !/^\d+$/.test(tin)) return [];
    const roles = rolesOf(company.roles) ?? rolesOf(company.permissions) ?? [];
    return [{ tin, name: textOf(company.name) ?? tin, roles }];
  });
}

function rolesOf(roles: unknown): number[] | null {
  if (!Array.isArray(roles)) return null;
  return roles.map(numberOf).filter(role => role !== null);
}

/** Element shape unknown [G]: `branchNum` is what a branch entry uses elsewhere; its other names are guesses. */
function relatedBranches(branches: unknown): Account['branches'] {
  return listOf(branches).flatMap(entry => {
    const branch = recordOf(entry);
    const number = textOf(branch?.branchNum ?? branch?.branch_num ?? entry);
    if (number === null) return [];
    return [{ number, name: textOf(branch?.name), tin: textOf(branch?.tin) ?? textOf(branch?.taxId) }];
  });
}
