/** An address at which the module listens (docs: E-IMZO wire protocol, section 1.1). */
export type Endpoint = 'ws://127.0.0.1:64646/service/cryptapi' | 'wss://127.0.0.1:64443/service/cryptapi';

export const PLAIN: Endpoint = 'ws://127.0.0.1:64646/service/cryptapi';
export const TLS: Endpoint = 'wss://127.0.0.1:64443/service/cryptapi';

/** Chromium: the plain one needs no certificate. Firefox may be told to begin (or stay) with TLS. */
export const DEFAULT_ENDPOINTS: readonly Endpoint[] = [PLAIN, TLS];
