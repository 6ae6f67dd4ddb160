import { FlowError, failure } from '../signing/failure.ts';
import type { JobRecord } from '../signing/job.ts';
import type { Destination } from '../signing/ports.ts';
import { targetOf } from './destination.ts';
import type { DidoxHttp } from './http.ts';
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
 * `POST /v1/auth/{taxId}/token/{locale}` (docs: Didox API and web app facts, section 2.2). It is never repeated by
 * itself: wrong tries lead to a lockout.
 */
export function createSignInDestination(ports: SignInPorts, job: JobRecord): Destination {
  const target = targetOf(job);
  const { server, owner, taxId } = target;
  return {
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
        token: answer.token,
        until: ports.now() + TOKEN_LIFETIME_MS,
        relatedCompanies: (answer.related_companies ?? []).map(company => ({
          tin: String(company.tin),
          name: company.name ?? String(company.tin),
          roles: company.roles ?? company.permissions ?? [],
        })),
        branches: branchNumbers(answer.related_branches ?? []),
        via: null,
      };
      await ports.session.put(server, account);
      if (target.company) await enterCompany(ports, account, server, target.company, target.branch);
      return { answer: null, warning: null };
    },
    async ask() {
      const account = await ports.session.account(server, target.company ? `tin:${target.company}` : owner);
      return account ? 'done' : 'not-done';
    },
  };
}

/** A person enters one of the related companies with the person's own token; no signature is needed for that. */
export async function enterCompany(
  ports: Pick<SignInPorts, 'http' | 'session' | 'locale' | 'now'>,
  person: Account,
  server: Parameters<DidoxSession['accounts']>[0],
  companyTin: string,
  branch?: string,
): Promise<Account> {
  const known = person.relatedCompanies.find(company => company.tin === companyTin);
  if (!known) throw new FlowError(failure('company-not-registered'));
  const answer = await ports.http.json(
    {
      server,
      endpoint: 'company-login',
      method: 'POST',
      path: `/v1/auth/company/${companyTin}/login/${ports.locale()}`,
      userKey: person.token,
      body: branch ? { branchNum: branch } : {},
    },
    CompanyLoginAnswer,
  );
  const account: Account = {
    owner: `tin:${companyTin}`,
    taxId: companyTin,
    title: known.name,
    token: answer.token,
    until: ports.now() + TOKEN_LIFETIME_MS,
    relatedCompanies: [],
    branches: [],
    via: person.owner,
  };
  await ports.session.put(server, account);
  return account;
}

/** Element shape unknown [G]: `branchNum` is what a branch entry uses elsewhere. */
function branchNumbers(branches: readonly unknown[]): string[] {
  return branches.flatMap(branch => {
    if (typeof branch === 'string') return [branch];
    const number = (branch as { branchNum?: unknown } | null)?.branchNum;
    return typeof number === 'string' ? [number] : [];
  });
}
