import {
  createFakeBackend,
  type FakeBackend,
  type FakeBackendParts,
} from '../components/testing/fake-backend.ts';
import { Options } from '../entrypoints/options/Options.tsx';
import css from '../entrypoints/options/options.css?inline';
import { partnerTokenName } from '../lib/vault/vault.ts';
import type { Scene, Scenes } from './scene.ts';

const TOKEN = partnerTokenName('production');

function options(
  prepare: (backend: FakeBackend) => Promise<void>,
  parts: FakeBackendParts = {},
  press: readonly string[] = [],
): Scene {
  return {
    press,
    css,
    size: [1000, 900],
    // A dialog is as large as the window.
    whole: press.length === 0,
    show: () => <Options />,
    backend: async translator => {
      const backend = createFakeBackend({ translator, ...parts });
      await prepare(backend);
      return backend;
    },
  };
}

async function sealed(backend: FakeBackend): Promise<void> {
  const vault = await backend.vault();
  await vault.put(TOKEN, 'invented');
  await vault.setPassphrase('four invented words');
}

export const OPTIONS_SCENES: Scenes = {
  'options-new': options(async () => {}),
  'options-full': options(async backend => {
    await (await backend.settings()).set({
      strictTrust: true,
      extraTrustAnchors: ['0123456789abcdef'.repeat(4)],
      apiKeys: [{ domain: 'example.uz', key: '0F'.repeat(64) }],
      eugodaApplications: [{ id: 'app-17', label: 'HR contracts', port: 3000 }],
      keepReceiptsMonths: 60,
    });
    await (await backend.vault()).put(TOKEN, 'invented');
    await (await backend.vault()).setPassphrase('four invented words');
  }),
  'options-locked': options(async backend => {
    await sealed(backend);
    await (await backend.vault()).lock();
  }),
  'options-passphrase': options(async () => {}, {}, ['#secrets .row .button']),
  'options-change-passphrase': options(sealed, {}, ['#secrets .row .button:nth-of-type(2)']),
  'options-forget': options(sealed, {}, ['#secrets .row [data-look=danger]']),
  'options-erase': options(async () => {}, {}, ['#erase [data-look=danger]']),
  'options-policy': options(async () => {}, {
    policy: { didoxServer: 'production', strictTrust: true, secrets: { [TOKEN]: 'invented' } },
  }),
  'options-to-allow': options(async () => {}, {
    policy: { didoxServer: 'old-test', watchInbox: true },
    grants: false,
  }),
  'options-no-sites': options(async () => {}, { grants: false }),
};
