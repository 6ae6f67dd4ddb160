import type { AddressInfo } from 'node:net';
import { createControlServer } from './control.ts';
import { createCertificate, type DidoxStandIn, startDidox } from './didox/index.ts';
import { readDidoxSettings } from './didox-settings.ts';
import { type ModuleStandIn, readSettings, type SettingsInput, startModule } from './eimzo/start-module.ts';
import { type EugodaStandIn, startEugoda } from './eugoda/index.ts';
import { hostRules, portOf } from './host-rules.ts';
import type { RawSettings, WorldSettings } from './world-settings.ts';

export type { RawSettings, WorldSettings } from './world-settings.ts';

/** Ports on 127.0.0.1; left out or 0: free ones. */
export interface WorldPorts {
  readonly eimzoWs?: number;
  readonly eimzoWss?: number;
  readonly didoxApi?: number;
  readonly didoxWeb?: number;
  readonly eugodaApi?: number;
  readonly eugodaPage?: number;
  readonly control?: number;
}

export interface WorldOptions {
  readonly ports?: WorldPorts;
  readonly eimzo?: RawSettings;
  readonly didox?: RawSettings;
  readonly eugoda?: RawSettings;
}

/** Addresses on loopback, for those who cannot map host names. The shape is part of `npm run sandbox -- --json`. */
export interface WorldUrls {
  readonly eimzo: { readonly ws: string; readonly wss: string };
  readonly didox: { readonly api: string; readonly web: string };
  readonly eugoda: { readonly api: string; readonly page: string };
  readonly control: string;
}

/** The stand-ins for the module, Didox and eUgoda, running together. */
export interface World {
  readonly eimzo: ModuleStandIn;
  readonly didox: DidoxStandIn;
  readonly eugoda: EugodaStandIn;
  readonly urls: WorldUrls;
  /** For Chromium's `--host-resolver-rules`. */
  readonly hostRules: string;
  /** SHA-256 of public keys, base64, for `--ignore-certificate-errors-spki-list`: the services' and the module's. */
  readonly certificateSpki: { readonly web: readonly string[]; readonly module: string };
  /** @throws Error that names the setting and what it takes; then nothing is changed anywhere */
  set(settings: WorldSettings): void;
  stop(): Promise<void>;
}

/** Starts everything on loopback. What was started is stopped again when a part of it fails. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { ports = {} } = options;
  const started: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.splice(0).map(one => one.stop()));
  };
  const keep = <T extends { stop(): Promise<void> }>(one: T): T => {
    started.push(one);
    return one;
  };
  try {
    const certificate = await createCertificate();
    const eimzo = keep(
      await startModule({
        settings: (options.eimzo ?? {}) as SettingsInput,
        ...(ports.eimzoWs === undefined ? {} : { wsPort: ports.eimzoWs }),
        ...(ports.eimzoWss === undefined ? {} : { wssPort: ports.eimzoWss }),
      }),
    );
    const didox = keep(
      await startDidox({
        certificate,
        settings: readDidoxSettings(options.didox ?? {}),
        apiPort: ports.didoxApi ?? 0,
        webPort: ports.didoxWeb ?? 0,
      }),
    );
    const eugoda = keep(
      await startEugoda({
        settings: options.eugoda ?? {},
        apiPort: ports.eugodaApi ?? 0,
        pagePort: ports.eugodaPage ?? 0,
      }),
    );
    const set = (settings: WorldSettings): void => {
      // Read everything first: a wrong value changes nothing. eUgoda reads while it sets, so it goes first.
      if (settings.eimzo) readSettings(settings.eimzo);
      const forDidox = settings.didox && readDidoxSettings(settings.didox);
      if (settings.eugoda) eugoda.set(settings.eugoda);
      if (forDidox) didox.set(forDidox);
      if (settings.eimzo) eimzo.set(settings.eimzo as SettingsInput);
    };
    const control = createControlServer({ eimzo, didox, eugoda, set });
    await new Promise<void>((resolve, reject) => {
      control.once('error', reject);
      control.listen(ports.control ?? 0, '127.0.0.1', resolve);
    });
    keep({
      stop: () =>
        new Promise<void>(resolve => {
          control.close(() => resolve());
          control.closeAllConnections();
        }),
    });
    return {
      eimzo,
      didox,
      eugoda,
      urls: {
        eimzo: { ws: eimzo.ws, wss: eimzo.wss },
        didox: { api: didox.api, web: didox.web },
        eugoda: { api: eugoda.api, page: eugoda.page },
        control: `http://127.0.0.1:${(control.address() as AddressInfo).port}`,
      },
      hostRules: hostRules({
        ws: portOf(eimzo.ws),
        wss: portOf(eimzo.wss),
        didoxApi: portOf(didox.api),
        didoxWeb: portOf(didox.web),
        eugoda: eugoda.hostRules,
      }),
      certificateSpki: {
        web: [...new Set([didox.certificateSpkiSha256Base64, eugoda.certificateSpkiSha256Base64])],
        module: eimzo.certificateSpkiSha256Base64,
      },
      set,
      stop,
    };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}
