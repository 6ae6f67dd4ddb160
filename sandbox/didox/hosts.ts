import type { Environment } from './types.ts';

/** Host names of the partner API and what they mean. */
export const apiHosts: Readonly<Record<string, Environment>> = {
  'api-partners.didox.uz': 'production',
  'testapi3.didox.uz': 'test',
  'stage.goodsign.biz': 'old-test',
};

/** Host names of the web app. */
export const webHosts: readonly string[] = ['didox.uz', 'test3.didox.uz'];

/** A Host header without its port, lower case. */
export function hostName(header: string | undefined): string {
  return (header ?? '').toLowerCase().replace(/:\d+$/, '');
}

/** The environment of an API request; a bare address (127.0.0.1, localhost) counts as production. */
export function environmentOf(header: string | undefined): Environment {
  return apiHosts[hostName(header)] ?? 'production';
}
