import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';
import { localeAssets, manifestLocales } from './scripts/build/locales.ts';
import { CONTENT_SCRIPTS, createManifest } from './scripts/build/manifest.ts';
import { polyfillAsModule } from './scripts/build/polyfill-as-module.ts';
import { popupInOne } from './scripts/build/popup-in-one.ts';
import { workerInGraph } from './scripts/build/worker-in-graph.ts';

export default defineConfig({
  modules: ['@wxt-dev/webextension-polyfill'],
  imports: false,
  manifest: createManifest,
  // The browsers of the manifest; both know modulepreload themselves. What else was weighed: docs/performance.md, "Sizes".
  vite: () => ({
    plugins: [preact(), polyfillAsModule(), workerInGraph(), popupInOne()],
    build: { target: ['chrome128', 'firefox128'], modulePreload: { polyfill: false } },
  }),
  hooks: {
    'config:resolved': wxt => {
      // `imports: false` only hides the types: WXT would still import its own `storage` into files that use that name.
      wxt.config.imports.presets = [];
      wxt.config.imports.imports = [];
    },
    'build:manifestGenerated': (_wxt, manifest) => {
      // Not WXT content scripts: their wrapper announces itself to the page with an event.
      manifest.content_scripts = CONTENT_SCRIPTS;
    },
    'build:publicAssets': (_wxt, files) => {
      files.push(...localeAssets(), ...manifestLocales());
    },
  },
});
