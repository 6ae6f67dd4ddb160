import type { DidoxServer } from '../lib/didox/servers.ts';
import { enterCompany } from '../lib/didox/sign-in.ts';
import type { KeyView } from '../lib/messages/views.ts';
import type { Engine } from '../lib/signing/engine.ts';
import { FlowError, failure } from '../lib/signing/failure.ts';
import type { JobRecord } from '../lib/signing/job.ts';
import type { Didox } from './didox.ts';
import { blankJob, signInJob } from './jobs.ts';
import type { KeyRing } from './key-ring.ts';

export interface SignIns {
  /** Starts signing in as an owner; one open sign-in per owner. */
  start(
    server: DidoxServer,
    owner: string,
    options?: { keyId?: string; company?: string | undefined; branch?: string | undefined },
  ): Promise<JobRecord>;
  /** The same, and waits for it: used when a token died in the middle of something. */
  renew(server: DidoxServer, owner: string): Promise<void>;
}

export interface SignInPorts {
  readonly didox: () => Didox;
  readonly engine: () => Engine;
  readonly keys: KeyRing;
  readonly now: () => number;
}

export function createSignIns(ports: SignInPorts): SignIns {
  const keyOf = async (owner: string, keyId?: string): Promise<KeyView> => {
    const { candidates, settled, unusable } = await ports.keys.forOwner(owner);
    if (unusable) throw new FlowError(unusable);
    const key = candidates.find(candidate => candidate.id === keyId) ?? settled ?? candidates[0];
    if (!key) throw new FlowError(failure('no-key-for-company'));
    return key;
  };
  const signIns: SignIns = {
    async start(server, owner, options = {}) {
      await ports.didox().requireServer(server);
      const known = await ports.didox().session.account(server, owner);
      if (known && options.company) {
        // The person is in already: entering a company needs no signature.
        await enterCompany(
          {
            http: ports.didox().http,
            session: ports.didox().session,
            locale: ports.didox().locale,
            now: ports.now,
          },
          known,
          server,
          options.company,
          options.branch,
        );
        return {
          ...blankJob(crypto.randomUUID(), ports.now()),
          action: 'didox-sign-in',
          open: 0,
          state: { step: 'done', receiptId: null, warning: null },
          target: { owner },
        };
      }
      const key = await keyOf(owner, options.keyId);
      // A company signs its TIN, a person his own TIN (uid) or else the PINFL (docs: section 2.2).
      const taxId = owner.startsWith('tin:') ? owner.slice(4) : (key.tin ?? key.pinfl ?? '');
      const title = key.organization ?? key.holder;
      const job = await signInJob(key, {
        server,
        owner,
        taxId,
        title,
        company: options.company,
        branch: options.branch,
        now: ports.now(),
        id: crypto.randomUUID(),
      });
      return ports.engine().start(job.record, { ...(job.content ? { content: job.content } : {}) });
    },
    async renew(server, owner) {
      const session = ports.didox().session;
      const account = (await session.accounts(server)).find(candidate => candidate.owner === owner);
      const person = account?.via ? await session.account(server, account.via) : null;
      if (account?.via && person) {
        await enterCompany(
          { http: ports.didox().http, session, locale: ports.didox().locale, now: ports.now },
          person,
          server,
          account.taxId,
        );
        return;
      }
      const job = await signIns.start(server, owner);
      const ended = await ports.engine().settled(job.id);
      if (ended.state.step === 'done') return;
      throw new FlowError(ended.state.step === 'failed' ? ended.state.failure : failure('session-expired'));
    },
  };
  return signIns;
}
