import type { Plugin } from 'vite';

const POLYFILL = /node_modules[\\/]webextension-polyfill[\\/]dist[\\/]browser-polyfill\.js$/;

/**
 * Hands webextension-polyfill, which is CommonJS, to the bundler as an ES module. Otherwise the bundler's helper for CommonJS
 * becomes a file of its own, which every page waits for; other libraries that need it are loaded on demand.
 */
export function polyfillAsModule(): Plugin {
  return {
    name: 'imzochi:polyfill-as-module',
    apply: 'build',
    transform: {
      filter: { id: POLYFILL },
      handler: code => ({
        code: `const module = { exports: {} };\nconst exports = module.exports;\n${code}\nexport default module.exports;\n`,
        map: null,
      }),
    },
  };
}
