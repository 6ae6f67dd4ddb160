import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';
import { localeAssets, manifestLocales } from './scripts/build/locales.ts';
import { CONTENT_SCRIPTS, createManifest } from './scripts/build/manifest.ts';

export default defineConfig({
  modules: ['@wxt-dev/webextension-polyfill'],
  imports: false,
  manifest: createManifest,
  vite: () => ({ plugins: [preact()], build: { target: 'es2022' } }),
  hooks: {
    'build:manifestGenerated': (_wxt, manifest) => {
      // Not WXT content scripts: their wrapper announces itself to the page with an event.
      manifest.content_scripts = CONTENT_SCRIPTS;
    },
    'build:publicAssets': (_wxt, files) => {
      files.push(...localeAssets(), ...manifestLocales());
    },
  },
});
