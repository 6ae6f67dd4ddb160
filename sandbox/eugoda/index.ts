import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createApi } from './api.ts';
import { createServerCertificate, integrationHost, serviceHost } from './certificate.ts';
import { createPages } from './page.ts';
import { createRegistry } from './registry.ts';
import {
  defaultSettings,
  type EugodaSettings,
  readSetting,
  type SettingHelp,
  settingsHelp,
} from './settings.ts';
import { createSigner } from './signer.ts';
import type { RequestRecord, StoredAgreement } from './types.ts';

export interface EugodaOptions {
  /** 0 or absent: a free port. */
  readonly apiPort?: number;
  readonly pagePort?: number;
  readonly settings?: Partial<EugodaSettings>;
}

export interface EugodaStandIn {
  /** `https://localhost:PORT`, for those who cannot map host names. */
  readonly api: string;
  readonly page: string;
  readonly apiPort: number;
  readonly pagePort: number;
  /** What to map onto the ports: `eugoda.com:3000`, `eugoda.com:443`, `umbrella.example:443`. */
  readonly hostRules: readonly { readonly host: string; readonly port: number }[];
  /** PEM, for clients that can trust a certificate. */
  readonly certificate: string;
  /** For Chromium's `--ignore-certificate-errors-spki-list`. */
  readonly certificateSpkiSha256Base64: string;
  readonly settings: Readonly<EugodaSettings>;
  readonly settingsHelp: readonly SettingHelp[];
  /** API requests, oldest first, OPTIONS too. */
  readonly requests: readonly RequestRecord[];
  readonly agreements: readonly StoredAgreement[];
  /** Changes settings; text is read as on the command line. Throws an Error naming what does not fit. */
  set(changes: Partial<Record<keyof EugodaSettings, unknown>>): void;
  /** Gives one signature, as the button on the signing page does. */
  sign(externalId: string): void;
  stop(): Promise<void>;
}

const signerNames = [
  'Тестенко Тест Тестович',
  'Прикладенко Приклад Прикладович',
  'Зразкова Зразка Зразківна',
];

/** Starts the stand-in on loopback. Two ports, one behaviour: any path is answered on either. */
export async function startEugoda(options: EugodaOptions = {}): Promise<EugodaStandIn> {
  let settings = defaultSettings();
  const set = (changes: Partial<Record<keyof EugodaSettings, unknown>>): void => {
    const read = Object.entries(changes).map(([name, value]) => readSetting(name, value));
    settings = Object.assign({ ...settings }, ...read);
  };
  set(options.settings ?? {});

  const clock = (): number => Date.now() + settings.clockOffset * 1000;
  const registry = createRegistry(() => settings, clock);
  const requests: RequestRecord[] = [];
  const certificate = await createServerCertificate();
  const ports = { api: 0, page: 0 };
  const linkFor = (host: string, token: string): string => {
    const real = [serviceHost, `www.${serviceHost}`, integrationHost].includes(host.replace(/:\d+$/, ''));
    return `${real ? `https://${serviceHost}` : `https://localhost:${ports.page}`}/sign/${token}`;
  };
  const api = createApi({
    settings: () => settings,
    registry,
    signers: signerNames.map(createSigner),
    clock,
    linkFor,
    record: entry => void requests.push(entry),
  });
  const pages = createPages({ registry, clock, linkFor, api: () => `https://localhost:${ports.api}` });

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const handler = request.url?.startsWith('/api/') ? api : pages;
    handler(request, response).catch(error => {
      console.error('eugoda stand-in:', error);
      response.destroy();
    });
  };
  const listen = async (port: number): Promise<Server> => {
    const server = createServer({ key: certificate.key, cert: certificate.cert }, answer);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve());
    });
    return server;
  };
  const servers = [await listen(options.apiPort ?? 0), await listen(options.pagePort ?? 0)];
  ports.api = (servers[0]!.address() as AddressInfo).port;
  ports.page = (servers[1]!.address() as AddressInfo).port;

  return {
    api: `https://localhost:${ports.api}`,
    page: `https://localhost:${ports.page}`,
    apiPort: ports.api,
    pagePort: ports.page,
    hostRules: [
      { host: `${serviceHost}:3000`, port: ports.api },
      { host: `${serviceHost}:443`, port: ports.page },
      { host: `${integrationHost}:443`, port: ports.page },
    ],
    certificate: certificate.cert,
    certificateSpkiSha256Base64: certificate.spkiSha256Base64,
    get settings() {
      return settings;
    },
    settingsHelp,
    requests,
    agreements: registry.agreements,
    set,
    sign(externalId) {
      const found = registry.agreements.findLast(one => one.externalId === externalId);
      if (found === undefined) throw new Error(`eugoda: there is no agreement "${externalId}"`);
      registry.sign(found);
    },
    async stop() {
      await Promise.all(
        servers.map(server => {
          const closed = new Promise(resolve => server.close(resolve));
          server.closeAllConnections();
          return closed;
        }),
      );
    },
  };
}
