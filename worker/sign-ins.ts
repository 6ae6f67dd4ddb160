import type { DidoxServer } from '../lib/didox/servers.ts';
import { enterAgain, enterCompany } from '../lib/didox/sign-in.ts';
import type { KeyView } from '../lib/messages/views.ts';
import type { Engine } from '../lib/signing/engine.ts';
import { FlowError, failure } from '../lib/signing/failure.ts';
import type { JobRecord } from '../lib/signing/job.ts';
import type { Didox } from './didox.ts';
import { blankJob, signInJob } from './jobs.ts';
import type { KeyRing } from './keys/key-ring.ts';
import { TOKENS } from './keys/key-view.ts';
import { settledSigner } from './keys/signers.ts';

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
    const found = await ports.keys.forOwner(owner);
    const named = found.candidates.find(candidate => candidate.id === keyId) ?? found.settled;
    // The best of the owner's own keys will do; which of several tokens is his, nobody but he knows.
    return (
      named ??
      found.candidates.find(({ file, serial }) => file !== null || serial !== null) ??
      settledSigner(found)
    );
  };
  const enterPorts = () => {
    const { http, session, locale } = ports.didox();
    return { http, session, locale, now: ports.now };
  };
  const signIns: SignIns = {
    async start(server, wanted, options = {}) {
      await ports.didox().requireServer(server);
      // A token is asked whose it is before somebody signs in as that owner.
      const owner =
        wanted === TOKENS && options.keyId ? await ports.keys.ownerOfToken(options.keyId) : wanted;
      if (options.company && (await enters(server, owner, options.company, options.branch)))
        return entered(owner);
      const key = await keyOf(owner, options.keyId);
      const job = await signInJob(key, {
        server,
        owner,
        taxId: taxIdOf(owner, key),
        title: key.organization ?? key.holder,
        company: options.company,
        branch: options.branch,
        now: ports.now(),
        id: crypto.randomUUID(),
      });
      return ports.engine().start(job.record, { ...(job.content ? { content: job.content } : {}) });
    },
    async renew(server, owner) {
      const before = await ports.didox().session.known(server, owner);
      if (before?.via) {
        if (await enterAgain(enterPorts(), server, before)) return;
        // The person's own token has ended too: the person signs in, and enters on the way.
        return follow(
          signIns.start(server, before.via, {
            company: before.taxId,
            ...(before.branch ? { branch: before.branch } : {}),
          }),
        );
      }
      return follow(signIns.start(server, owner));
    },
  };
  return signIns;

  /** Entering a company needs no signature while the person is in; false when the person has to sign in first. */
  async function enters(
    server: DidoxServer,
    owner: string,
    company: string,
    branch?: string,
  ): Promise<boolean> {
    const person = await ports.didox().session.account(server, owner);
    if (!person) return false;
    try {
      await enterCompany(enterPorts(), person, server, company, branch);
      return true;
    } catch (error) {
      if (error instanceof FlowError && error.failure.code === 'session-expired') return false;
      throw error;
    }
  }

  function entered(owner: string): JobRecord {
    return {
      ...blankJob(crypto.randomUUID(), ports.now()),
      action: 'didox-sign-in',
      open: 0,
      state: { step: 'done', receiptId: null, warning: null },
      target: { owner },
    };
  }

  async function follow(starting: Promise<JobRecord>): Promise<void> {
    const job = await starting;
    // Entered without a signature: there is no job to wait for.
    const ended = job.open === 0 ? job : await ports.engine().settled(job.id);
    if (ended.state.step === 'done') return;
    throw new FlowError(ended.state.step === 'failed' ? ended.state.failure : failure('session-expired'));
  }
}

/**
 * What is signed to get in. A company's key: its TIN. A person's: the personal TIN (uid) where the certificate has one,
 * else the PINFL; so does one client.
 */
function taxIdOf(owner: string, key: KeyView): string {
  return owner.startsWith('tin:') ? owner.slice(4) : (key.tin ?? key.pinfl ?? '');
}
