/** Where a failure can be helped: the Health section, the options, or nowhere but where it happened. */
export type WayForward = 'health' | 'options' | null;

const HEALTH =
  /^(module-(?!cancelled)|certificate-not-trusted$|origin-refused$|invalid-api-key$|function-missing$|too-old$|site-route-blocked$|network-gone$|storage-)/;
const OPTIONS =
  /^(partner-token-|vault-(locked|record-corrupted)$|server-not-permitted$|eugoda-(mac-refused|unknown-application|no-application|secret-missing)$)/;

export function wayForward(code: string): WayForward {
  if (OPTIONS.test(code)) return 'options';
  return HEALTH.test(code) ? 'health' : null;
}
