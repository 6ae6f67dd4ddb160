import type { ConfigEnv, UserManifest } from 'wxt';

/**
 * Public half of a throw-away key pair: it only fixes the extension's id in builds, so that E-IMZO's vendor can issue
 * an API key for our own origin (docs/adr/0002-origin.md). Store packages drop it: the store assigns its own id.
 */
const STABLE_ID_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxmCcZyuBSeAwGNX3fr5Z0aFVmzRCwcOUCt4TVOM4mIyaGOlOAn7MzkgXYq/9epe7cy5/dsya/T5TRrjAgacXuaan+OTV3ZVG5TRqp0x+P9zLhcsC/YTzupyEti0JxmNAtOn7GqxhZGEYN1BXylJYm1CJ/MeEaINA7R7jJmMC2CZUJxUlMJVA7+cwXcyJIj8ichKkFfKxS0EUJnJVrFkhXT1cwq9BDhWV/7mPDmoJIWZteKHK1bL7gkfPnJqtdN9PK5urPSiBgg1ihVeGLdw/vF5l0ovQ0C/A0xDxF9xMhnkpKAAhdL8ju6V6vxfpy6dKqqu4Vq7Uv6GznGt4ic5+QwIDAQAB';

/** Where Imzochi may go: nothing else, and no free-form addresses (a new server is a new release). */
export const HOSTS = {
  sites: ['https://didox.uz/*', 'https://test3.didox.uz/*'],
  didoxApi: ['https://api-partners.didox.uz/*', 'https://testapi3.didox.uz/*'],
  oldTestApi: ['https://stage.goodsign.biz/*'],
  eugoda: ['https://eugoda.com/*'],
} as const;

/** Which card stands on which pages; top frames only, after the page is there. */
export const CONTENT_SCRIPTS: NonNullable<UserManifest['content_scripts']> = [
  { matches: [...HOSTS.sites], js: ['didox-card.js'], run_at: 'document_idle' },
  { matches: [...HOSTS.eugoda], js: ['eugoda-card.js'], run_at: 'document_idle' },
];

/**
 * The extension pages' and worker's policy. connect-src binds the worker too (measured), so this line is the list of
 * everything that can leave the extension; the rest keeps images and forms from becoming a way out.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  'frame-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "connect-src 'self' ws://127.0.0.1:64646 wss://127.0.0.1:64443 https://api-partners.didox.uz https://testapi3.didox.uz https://stage.goodsign.biz https://eugoda.com:*",
].join('; ');

export function createManifest(env: ConfigEnv): UserManifest {
  const manifest: UserManifest = {
    name: '__MSG_manifest_name__',
    description: '__MSG_manifest_description__',
    default_locale: 'en',
    permissions: ['storage', 'unlimitedStorage', 'contextMenus', 'activeTab', 'scripting', 'alarms'],
    host_permissions: [...HOSTS.sites, ...HOSTS.didoxApi, ...HOSTS.eugoda],
    optional_permissions: ['notifications'],
    optional_host_permissions: [...HOSTS.oldTestApi],
    content_security_policy: { extension_pages: CONTENT_SECURITY_POLICY },
    commands: {
      'sign-document': {
        description: '__MSG_manifest_command_sign__',
        suggested_key: { default: 'Alt+Shift+S' },
      },
      'open-desk': {
        description: '__MSG_manifest_command_desk__',
        suggested_key: { default: 'Alt+Shift+D' },
      },
    },
  };
  if (env.browser === 'firefox') {
    Object.assign(manifest, {
      browser_specific_settings: {
        gecko: {
          id: 'imzochi@imzochi.example',
          strict_min_version: '128.0',
          data_collection_permissions: { required: ['none'] },
        },
      },
    });
  } else {
    manifest.minimum_chrome_version = '128';
    // Firefox reads the administrator's values from its own policies, without a schema (docs/rollout.md).
    manifest.storage = { managed_schema: 'managed-schema.json' };
    if (process.env.IMZOCHI_STORE !== '1') manifest.key = STABLE_ID_KEY;
  }
  return manifest;
}
