import type { Plugin } from 'vite';

/**
 * The popup's own code, and what Vite and WXT put before any page's. All that they stand on comes along, the polyfill too:
 * Inspect's worker, in which that throws, must need nothing of it.
 */
const POPUP = [
  /entrypoints[\\/]popup[\\/]main\.ts$/,
  /virtual:wxt-(html-)?plugins$/,
  /components[\\/]theme[\\/]theme\.css$/,
];
/** What the popup reads once it is drawn. */
const LATER = [/platform[\\/]page-stores\.ts$/];
/** What Inspect's worker has in common with the rest. */
const FOR_ALL = [/lib[\\/]bytes[\\/]base64\.ts$/, /lib[\\/]containers[\\/]limits\.ts$/];
/** Styles that other pages link too. */
const SHARED = /\/core-/;
const STYLESHEET = /\s*<link rel="stylesheet"[^>]* href="\/([^"]+)">/g;

/**
 * Makes the popup few files: one chunk (which the other pages and the worker share), and its styles inside the page. Each
 * file of the package costs a page about 3 ms before its first line runs (docs/performance.md, "Where the rest goes").
 */
export function popupInOne(): Plugin {
  return {
    name: 'imzochi:popup-in-one',
    apply: 'build',
    enforce: 'post',
    outputOptions(options) {
      if (options.format !== 'es') return null;
      const any = (files: readonly RegExp[]) => (id: string) => files.some(file => file.test(id));
      const groups = [
        { name: 'small', test: any(FOR_ALL), priority: 1 },
        { name: 'core', test: any(POPUP) },
        { name: 'stores', test: any(LATER) },
      ];
      return { ...options, codeSplitting: { groups } };
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { path, bundle = {} }) {
        if (!path.endsWith('/popup/index.html')) return html;
        return html.replace(STYLESHEET, (_link, file: string) => {
          const styles = bundle[file];
          if (styles?.type !== 'asset') throw new Error(`the popup's styles ${file} are not there`);
          if (!SHARED.test(file)) delete bundle[file];
          return `\n    <style>${styles.source}</style>`;
        });
      },
    },
  };
}
