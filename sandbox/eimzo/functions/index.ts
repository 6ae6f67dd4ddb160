import { app } from './app.ts';
import { x509 } from './certificates.ts';
import { baikey, ckc, idcard, uzgrd } from './devices.ts';
import { pfxEnrolment, pkcs10, pki, ytksEnrolment } from './enrolment.ts';
import type { Handler, Handlers } from './handlers.ts';
import { ftjc, pfx, ytks } from './key-stores.ts';
import { pkcs7 } from './pkcs7.ts';

const PLUGINS: Readonly<Record<string, Handlers>> = {
  app,
  pfx: { ...pfx, ...pfxEnrolment },
  ytks: { ...ytks, ...ytksEnrolment },
  ftjc,
  pkcs7,
  x509,
  pkcs10,
  pki,
  idcard,
  baikey,
  uzgrd,
  ckc,
};

/** What carries out a function; undefined when nothing does. Whether a version has it, its catalogue says. */
export function handlerOf(plugin: string, name: string): Handler | undefined {
  const handlers = Object.hasOwn(PLUGINS, plugin) ? PLUGINS[plugin]! : {};
  return Object.hasOwn(handlers, name) ? handlers[name] : undefined;
}
