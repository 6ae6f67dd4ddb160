import type { World } from '../../sandbox/world.ts';

/** Languages of the browser, as `LANGUAGE` and `--lang` spell them. */
export type BrowserLanguage = 'en' | 'ru' | 'uk' | 'uz';

export interface FlagOptions {
  readonly world: World;
  readonly language: BrowserLanguage;
  /** The module's certificate is then as unknown to the browser as on a machine where it was not installed. */
  readonly untrustedModuleCertificate: boolean;
  /** Where Chromium's own network log goes; null: none is kept. */
  readonly netLog: string | null;
  readonly extra: readonly string[];
}

/**
 * The command line that puts an unmodified build into the sandbox world: real host names lead to the stand-ins, their
 * certificates are known, and everything else is out of reach.
 */
export function flagsOf({
  world,
  language,
  untrustedModuleCertificate,
  netLog,
  extra,
}: FlagOptions): string[] {
  const { web, module } = world.certificateSpki;
  const known = untrustedModuleCertificate ? web : [...web, module];
  return [
    `--host-resolver-rules=${world.hostRules}`,
    `--ignore-certificate-errors-spki-list=${known.join(',')}`,
    '--no-proxy-server',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-search-engine-choice-screen',
    `--lang=${language === 'en' ? 'en-US' : language}`,
    ...(isRoot() ? ['--no-sandbox'] : []),
    ...(netLog === null ? [] : [`--log-net-log=${netLog}`]),
    ...extra,
  ];
}

/** Chromium's own sandbox does not work for the superuser, who is usual in containers. */
const isRoot = (): boolean => process.getuid?.() === 0;
