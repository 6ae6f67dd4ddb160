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

function options(prepare: (backend: FakeBackend) => Promise<void>, parts: FakeBackendParts = {}): Scene {
  return {
    css,
    size: [1000, 900],
    whole: true,
    show: () => <Options />,
    backend: async translator => {
      const backend = createFakeBackend({ translator, ...parts });
      await prepare(backend);
      return backend;
    },
  };
}

export const OPTIONS_SCENES: Scenes = {
  'options-new': options(async () => {}),
  'options-full': options(async backend => {
    await backend.settings.set({
      strictTrust: true,
      extraTrustAnchors: ['0123456789abcdef'.repeat(4)],
      apiKeys: [{ domain: 'example.uz', key: '0F'.repeat(64) }],
      eugodaApplications: [{ id: 'app-17', label: 'HR contracts', port: 3000 }],
      keepReceiptsMonths: 60,
    });
    await backend.vault.put(TOKEN, 'invented');
    await backend.vault.setPassphrase('four invented words');
  }),
  'options-locked': options(async backend => {
    await backend.vault.put(TOKEN, 'invented');
    await backend.vault.setPassphrase('four invented words');
    await backend.vault.lock();
  }),
  'options-policy': options(async () => {}, {
    policy: { didoxServer: 'production', strictTrust: true, secrets: { [TOKEN]: 'invented' } },
  }),
  'options-no-sites': options(async () => {}, { grants: false }),
};
