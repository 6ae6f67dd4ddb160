import type { DidoxServer } from '../lib/didox/servers.ts';
import { enterAgain, enterCompany } from '../lib/didox/sign-in.ts';
import type { DidoxTarget } from '../lib/didox/target.ts';
import type { KeyView } from '../lib/messages/views/keys.ts';
import type { Engine } from '../lib/signing/engine.ts';
import { FlowError, failure } from '../lib/signing/failure.ts';
import type { JobRecord } from '../lib/signing/job.ts';
import type { Destination } from '../lib/signing/ports.ts';
import type { Didox } from './didox.ts';
import { blankJob, signInJob } from './jobs.ts';
import type { KeyRing } from './keys/key-ring.ts';
import { TOKENS } from './keys/key-view.ts';
import { inTime, settledSigner } from './keys/signers.ts';

interface SignInOptions {
  readonly keyId?: string;
  /** To be entered on the way, with its branch. */
  readonly company?: string | undefined;
  readonly branch?: string | undefined;
}

export interface SignIns {
  /**
   * Starts signing in as an owner, on a person's word; one open sign-in per owner. One that was open already enters the company it was
   * started for: then another company is entered after its end, and this resolves when it is.
   */
  start(server: DidoxServer, owner: string, options?: SignInOptions): Promise<JobRecord>;
  /** For the job of a token that nobody has asked whose it is: asks it, and gives the job of its owner. */
  readonly identify: NonNullable<Destination['identify']>;
  /** Signs in again, and waits for it: used when a token died in the middle of something. */
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
    let found = await ports.keys.forOwner(owner);
    if (found.candidates.length === 0) {
      await ports.keys.whole();
      found = await ports.keys.forOwner(owner);
    }
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
  const jobOf = async (
    server: DidoxServer,
    owner: string,
    key: KeyView,
    more: { company?: string | undefined; branch?: string | undefined; id?: string; now?: number } = {},
  ) =>
    signInJob(key, {
      server,
      owner,
      taxId: await taxIdFor(server, owner, key),
      title: key.organization ?? key.holder,
      id: crypto.randomUUID(),
      now: ports.now(),
      ...more,
    });
  return {
    async start(server, wanted, options = {}) {
      await ports.didox().requireServer(server);
      const { keyId, company, branch } = options;
      const token = wanted === TOKENS && keyId ? await ports.keys.viewById(keyId) : null;
      if (token?.owner === TOKENS) return beginNameless(server, token.key);
      const owner = token?.owner ?? wanted;
      await ports.didox().session.readmit(server, company ? [owner, `tin:${company}`] : [owner]);
      const job = await begin(server, owner, options);
      if (!company) return job;
      const own = entering(job);
      if (own.company === company && own.branch === branch) return job;
      return enterAfter(job, server, company, branch);
    },
    async identify(job, signal) {
      const { server, owner: keyId } = entering(job);
      const owner = await ports.keys.ownerOfToken(keyId, signal);
      await ports.didox().session.readmit(server, [owner]);
      const { key } = await ports.keys.viewById(keyId);
      const { record, content } = await jobOf(server, owner, inTime(key), { id: job.id, now: job.createdAt });
      return { record: { ...record, state: job.state }, content };
    },
    async renew(server, owner) {
      await ports.didox().requireServer(server);
      const before = await ports.didox().session.known(server, owner);
      if (!before?.via) return follow(await begin(server, owner));
      if (await enterAgain(enterPorts(), server, before)) return;
      // The person's own token has ended too: the person signs in, and enters on the way.
      const { taxId: company } = before;
      const branch = before.branch ?? undefined;
      const job = await begin(server, before.via, { company, branch });
      return follow(entering(job).company === company ? job : await enterAfter(job, server, company, branch));
    },
  };

  /** A card that was asked whose it is, and whose list is made anew, is nameless: then the account tells. */
  async function taxIdFor(server: DidoxServer, owner: string, key: KeyView): Promise<string> {
    const told = taxIdOf(owner, key) || (await ports.didox().session.known(server, owner))?.taxId;
    return told || owner.slice(owner.indexOf(':') + 1);
  }

  async function begin(
    server: DidoxServer,
    owner: string,
    { keyId, company, branch }: SignInOptions = {},
  ): Promise<JobRecord> {
    if (company && (await enters(server, owner, company, branch))) return entered(owner, company, branch);
    const { record, content } = await jobOf(server, owner, await keyOf(owner, keyId), { company, branch });
    return ports.engine().start(record, { content });
  }

  /** Until the token has said whose it is, the job stands in its own name, and has nothing to sign. */
  async function beginNameless(server: DidoxServer, key: KeyView): Promise<JobRecord> {
    const { record } = await jobOf(server, key.id, key);
    return ports.engine().start({ ...record, facts: [], sha256: null, size: 0 }, {});
  }

  /** Whatever became of the company which that sign-in was for: it counts whether the person is in. */
  async function enterAfter(
    job: JobRecord,
    server: DidoxServer,
    company: string,
    branch?: string,
  ): Promise<JobRecord> {
    const { owner } = entering(job);
    const ended = await ports.engine().settled(job.id);
    if (await enters(server, owner, company, branch)) return entered(owner, company, branch);
    throw reasonOf(ended);
  }

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

  function entered(owner: string, company: string, branch?: string): JobRecord {
    return {
      ...blankJob(crypto.randomUUID(), ports.now()),
      action: 'didox-sign-in',
      open: 0,
      state: { step: 'done', receiptId: null, warning: null },
      target: { owner, company, branch },
    };
  }

  async function follow(job: JobRecord): Promise<void> {
    // Entered without a signature: there is no job to wait for.
    const ended = job.open === 0 ? job : await ports.engine().settled(job.id);
    if (ended.state.step !== 'done') throw reasonOf(ended);
  }
}

function reasonOf({ state }: JobRecord): FlowError {
  if (state.step !== 'failed') return new FlowError(failure('session-expired'));
  // Whoever waits for the sign-in must not take its trouble for the document's, and try the next one.
  return new FlowError(
    state.sent === 'unknown' ? { ...state.failure, code: 'login-unanswered' } : state.failure,
  );
}

/** As whom a job signs in, and what it enters on the way. */
function entering(job: JobRecord): Pick<DidoxTarget, 'server' | 'owner' | 'company' | 'branch'> {
  return job.target as DidoxTarget;
}

/**
 * What is signed to get in. A company's key: its TIN. A person's: the personal TIN (uid) where the certificate has one,
 * else the PINFL; so does one client.
 */
function taxIdOf(owner: string, key: KeyView): string {
  return owner.startsWith('tin:') ? owner.slice(4) : (key.tin ?? key.pinfl ?? '');
}
