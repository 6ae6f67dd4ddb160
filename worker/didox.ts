import { createDidoxDestination, createOfferDestination } from '../lib/didox/destination.ts';
import { createDidoxHttp, type DidoxHttp } from '../lib/didox/http.ts';
import { DIDOX_SERVERS, type DidoxServer } from '../lib/didox/servers.ts';
import { createDidoxService, type DidoxService } from '../lib/didox/service.ts';
import { createSession, type DidoxSession } from '../lib/didox/session.ts';
import { createSignInDestination } from '../lib/didox/sign-in.ts';
import type { Module } from '../lib/eimzo/module.ts';
import { supports } from '../lib/eimzo/versions.ts';
import { FlowError, failure } from '../lib/signing/failure.ts';
import type { JobRecord } from '../lib/signing/job.ts';
import type { Destination, Journal } from '../lib/signing/ports.ts';
import type { SettingsStore } from '../lib/vault/settings.ts';
import { partnerTokenName, type Vault } from '../lib/vault/vault.ts';
import { createLocalDestination } from './local-destination.ts';
import { pause } from './pause.ts';
import type { WorkerPlatform } from './platform.ts';

/** Didox as the worker holds it: requests, sessions, and the destinations of jobs. */
export interface Didox {
  readonly http: DidoxHttp;
  readonly session: DidoxSession;
  /** Looks at documents; never asks for a password. */
  readonly service: DidoxService;
  /** The same for what a person has started: signs in again when the session has ended. */
  readonly renewing: DidoxService;
  readonly locale: () => 'ru' | 'uz';
  /** The server the options name. */
  serverChosen(): Promise<DidoxServer>;
  destination(job: JobRecord): Destination;
  /** Throws `server-not-permitted` when the optional host was not allowed. */
  requireServer(server: DidoxServer): Promise<void>;
}

export interface DidoxPorts {
  readonly platform: WorkerPlatform;
  readonly vault: Vault;
  readonly settings: SettingsStore;
  readonly module: Module;
  readonly journal: Journal;
  readonly locale: () => 'ru' | 'uz';
  /** Signs in again as an owner (a job of its own); rejects with its failure. */
  readonly renew: (server: DidoxServer, owner: string) => Promise<void>;
  /** As whom a token signs in that was not asked whose it is. */
  readonly identify: NonNullable<Destination['identify']>;
}

export function createDidox(ports: DidoxPorts): Didox {
  const { platform, locale } = ports;
  const now = () => platform.timer.now();
  const originOf = (server: DidoxServer) => `${DIDOX_SERVERS[server].api}/*`;
  const http = createDidoxHttp({
    mayReach: server => platform.permissions.has({ origins: [originOf(server)] }).catch(() => true),
    fetch: platform.fetch,
    now,
    wait: (ms, signal) => pause(platform.timer, ms, signal),
    locale,
    async partnerToken(server) {
      const reading = await ports.vault.get(partnerTokenName(server));
      if (reading.state === 'open') return { state: 'open', token: reading.value };
      return { state: reading.state === 'locked' ? 'locked' : 'none' };
    },
  });
  const session = createSession({ store: platform.session, now, renew: ports.renew });
  const service = createDidoxService(http, session);
  const renewing = createDidoxService(http, session, session.withToken);
  const destinationPorts = {
    didox: service,
    journal: ports.journal,
    // Modules that still can append do so themselves; with the others the service joins the signatures.
    appendsLocally: () => {
      const version = ports.module.state().version;
      return version !== null && supports(version, 'appendAttached');
    },
  };
  return {
    http,
    session,
    service,
    renewing,
    locale,
    serverChosen: async () => (await ports.settings.get()).didoxServer,
    async requireServer(server) {
      const origin = originOf(server);
      if (server === 'old-test' && !(await platform.permissions.has({ origins: [origin] }))) {
        throw new FlowError(failure('server-not-permitted', null, { host: new URL(origin).host }));
      }
    },
    destination(job) {
      if (job.action === 'didox-sign-in') {
        const destination = createSignInDestination({ http, didox: service, session, locale, now }, job);
        return job.sha256 === null ? { ...destination, identify: ports.identify } : destination;
      }
      if (job.action === 'selection' || job.action === 'file' || job.action === 'practice')
        return createLocalDestination(service, job);
      if (job.action === 'didox-offer') return createOfferDestination(destinationPorts, job);
      return createDidoxDestination(destinationPorts, job);
    },
  };
}
