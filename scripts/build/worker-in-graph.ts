import type { Plugin } from 'vite';

const MARK = '?worker&url';

/**
 * Makes a dedicated worker, imported as `./x.worker.ts?worker&url`, one more entry of the pages' own build: it shares
 * their chunks (the CMS code stands in the package once) instead of bringing a bundle of its own, as Vite's workers do.
 */
export function workerInGraph(): Plugin {
  return {
    name: 'imzochi:worker-in-graph',
    apply: 'build',
    enforce: 'pre',
    async resolveId(source, importer) {
      if (!source.endsWith(MARK)) return null;
      const file = await this.resolve(source.slice(0, -MARK.length), importer);
      return file && `\0worker-in-graph:${file.id}`;
    },
    load(id) {
      if (!id.startsWith('\0worker-in-graph:')) return null;
      const reference = this.emitFile({ type: 'chunk', id: id.slice('\0worker-in-graph:'.length) });
      return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
    },
  };
}
