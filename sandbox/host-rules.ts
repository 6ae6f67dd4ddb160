/** Where the real addresses lead inside a sandbox browser. Ports on 127.0.0.1. */
export interface SandboxPorts {
  readonly ws: number;
  readonly wss: number;
  readonly didoxApi: number;
  readonly didoxWeb: number;
  readonly eugoda: readonly { readonly host: string; readonly port: number }[];
}

const DIDOX_WEB = ['didox.uz', 'test3.didox.uz'];
const DIDOX_API = ['api-partners.didox.uz', 'testapi3.didox.uz', 'stage.goodsign.biz'];

/**
 * The value of Chromium's `--host-resolver-rules`: the unmodified build meets the stand-ins at the real addresses.
 * Rules are tried in order, so the module's ports come before the loopback address itself. The last rule keeps the
 * browser at home: whatever is not a stand-in is not found.
 */
export function hostRules(ports: SandboxPorts): string {
  const to = (port: number): string => `127.0.0.1:${port}`;
  return [
    ...DIDOX_WEB.map(host => `MAP ${host}:443 ${to(ports.didoxWeb)}`),
    ...DIDOX_API.map(host => `MAP ${host}:443 ${to(ports.didoxApi)}`),
    ...ports.eugoda.map(({ host, port }) => `MAP ${host} ${to(port)}`),
    `MAP 127.0.0.1:64646 ${to(ports.ws)}`,
    `MAP 127.0.0.1:64443 ${to(ports.wss)}`,
    'MAP 127.0.0.1 127.0.0.1',
    'MAP localhost 127.0.0.1',
    'MAP * ~NOTFOUND',
  ].join(', ');
}

/** @throws Error when the address has no port of its own */
export function portOf(address: string): number {
  const port = Number(new URL(address).port);
  if (port === 0) throw new Error(`${address} names no port`);
  return port;
}
