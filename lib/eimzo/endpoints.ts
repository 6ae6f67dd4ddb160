/** An address at which the module listens. */
export type Endpoint = 'ws://127.0.0.1:64646/service/cryptapi' | 'wss://127.0.0.1:64443/service/cryptapi';

export const PLAIN: Endpoint = 'ws://127.0.0.1:64646/service/cryptapi';
export const TLS: Endpoint = 'wss://127.0.0.1:64443/service/cryptapi';

/** The plain one first: it needs no certificate. */
export const DEFAULT_ENDPOINTS: readonly Endpoint[] = [PLAIN, TLS];
