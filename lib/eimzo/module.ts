import { createConnection } from './connection.ts';
import { type Diagnosis, diagnose } from './diagnose.ts';
import { createDispatcher, type Learnt } from './dispatcher.ts';
import type { Endpoint } from './endpoints.ts';
import { ModuleError } from './errors.ts';
import { loadArguments } from './keys/from-listing.ts';
import { isFileKey, type Key } from './keys/key.ts';
import { type KeyListing, listAllKeys } from './list-keys.ts';
import type { ApiKeyPair, SiteTransport, SocketPort, TimerPort, WakePort } from './ports.ts';
import { createQueue } from './queue.ts';
import { type Doing, VERBS, type VerbFacts, type VerbName } from './verb-table.ts';
import type { Caller } from './verbs/caller.ts';
import { loadKey } from './verbs/files.ts';
import * as pkcs7 from './verbs/pkcs7.ts';
import { type Feature, type ModuleVersion, supports } from './versions.ts';

export interface ModuleDeps {
  readonly sockets: SocketPort;
  readonly timer: TimerPort;
  readonly wake: WakePort;
  /** The (domain, key) pairs from the settings; asked only after a refusal. */
  readonly apiKeys: () => Promise<readonly ApiKeyPair[]>;
  /** The way through the user's open tab, where there is one. */
  readonly site?: SiteTransport | undefined;
}

/** Everything a page may want to show about the module, at one moment. */
export interface ModuleState extends Learnt {
  readonly endpoint: Endpoint | null;
  readonly working: boolean;
  /** The call under way; `asksPerson`: a window of the module may be waiting (perhaps behind the browser). */
  readonly current: {
    readonly verb: string;
    readonly doing: Doing;
    readonly since: number;
    readonly asksPerson: boolean;
  } | null;
  /** Calls behind it. */
  readonly waiting: number;
}

/** The E-IMZO module, as the rest of the product sees it. Every method throws ModuleError and nothing else of its own. */
export interface Module {
  /** Asks anew. Gives versions below the minimum too; every other method refuses those as 'too-old'. */
  version(signal?: AbortSignal): Promise<ModuleVersion>;
  /** `found`: hears after each place what was found so far. */
  listKeys(signal?: AbortSignal, found?: (keys: readonly Key[]) => void): Promise<KeyListing>;
  /** Loads a key file (a window may ask for its password); for hardware it gives the fixed word, asking nothing. */
  unlock(key: Key, signal?: AbortSignal): Promise<{ readonly keyId: string }>;
  sign(request: pkcs7.SignRequest, signal?: AbortSignal): Promise<pkcs7.Pkcs7Made>;
  /** Modules before 6.0 only; others: 'function-missing'. */
  appendSignature(
    request: { readonly pkcs7_64: string; readonly keyId: string },
    signal?: AbortSignal,
  ): Promise<pkcs7.Pkcs7Made>;
  /** Certificates behind a loaded key, base64 DER, the user's first. */
  certificateChain(keyId: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** Any other call of verbs/, through the same queue: `apidoc(module.call)`. */
  readonly call: Caller;
  /** While somebody works, a connected socket stands ready; otherwise there is neither socket nor timer. */
  working(on: boolean): void;
  diagnose(signal?: AbortSignal): Promise<Diagnosis>;
  state(): ModuleState;
  /** Called after every change of state; the function it gives ends that. */
  onChange(listener: () => void): () => void;
}

export function createModule(deps: ModuleDeps): Module {
  const { sockets, timer, wake } = deps;
  const listeners = new Set<() => void>();
  let working = false;
  let ready = false;

  const connection = createConnection({ sockets, timer, onReady: () => dispatcher.wayIsOpen() });
  /** Our own spare socket is of no use while calls go over the user's tab. */
  const settle = () => {
    const wanted = working && dispatcher.learnt().route !== 'site';
    if (wanted !== ready) connection.setWorking(wanted);
    ready = wanted;
  };
  const changed = () => {
    settle();
    for (const listener of listeners) listener();
  };
  const queue = createQueue({ timer, wake, onChange: () => changed() });
  const dispatcher = createDispatcher({ ...deps, connection, queue, onChange: changed });
  const { call } = dispatcher;

  async function needing(feature: Feature, verb: VerbName, signal?: AbortSignal): Promise<void> {
    const version = await dispatcher.knownVersion(signal);
    if (!supports(version, feature)) throw new ModuleError('function-missing', { verb });
  }

  const onChange = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };

  return {
    version: signal => dispatcher.version(signal),
    async listKeys(signal, found) {
      return await listAllKeys(call, await dispatcher.knownVersion(signal), signal, found);
    },
    async unlock(key, signal) {
      if (!isFileKey(key)) return { keyId: key.kind };
      return { keyId: await loadKey(call, key.kind, loadArguments(key), signal) };
    },
    sign: (request, signal) => pkcs7.createPkcs7(call, request, signal),
    async appendSignature(request, signal) {
      await needing('appendAttached', 'pkcs7.append_pkcs7_attached', signal);
      return await pkcs7.appendAttached(call, request, signal);
    },
    certificateChain: (keyId, signal) => pkcs7.certificateChain(call, keyId, signal),
    call,
    working(on) {
      working = on;
      changed();
    },
    diagnose: signal =>
      diagnose({ dispatcher, sockets, timer, current: () => queue.state().current, onChange }, signal),
    state() {
      const learnt = dispatcher.learnt();
      const { current, waiting } = queue.state();
      const facts: VerbFacts | undefined = VERBS[current?.verb as VerbName];
      return {
        ...learnt,
        endpoint: connection.endpoint(),
        working,
        current: current && {
          ...current,
          doing: facts?.doing ?? 'other',
          asksPerson: dispatcher.mayAsk(current.verb),
        },
        waiting,
      };
    },
    onChange,
  };
}
