import type { DidoxSettings } from '../settings.ts';

/** What didox.uz would plausibly send; its own E-IMZO calls need the loopback sockets. */
export function contentSecurityPolicy(mode: DidoxSettings['csp']): Record<string, string> {
  if (mode === 'off') return {};
  const module = mode === 'with-module' ? ' wss://127.0.0.1:64443 ws://127.0.0.1:64646' : '';
  const rules = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${module}`,
    "frame-src 'self'",
    "frame-ancestors 'self'",
    "base-uri 'self'",
    "form-action 'self'",
  ];
  return { 'Content-Security-Policy': rules.join('; ') };
}
