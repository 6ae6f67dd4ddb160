import * as z from 'zod/mini';
import { type DocumentRow, FOLDERS, type Folder } from '../../lib/didox/inbox.ts';
import type { RowClaims } from '../../lib/didox/prepare.ts';
import type { DidoxServer } from '../../lib/didox/servers.ts';
import type { KeyValuePort } from '../../lib/vault/ports.ts';

const Claims = z.object({
  number: z.nullable(z.string()),
  doctype: z.string(),
  partnerIds: z.array(z.string()),
  date: z.nullable(z.string()),
  sum: z.nullable(z.number()),
});
const Stored = z.record(z.string(), Claims);

/** One list: of a folder, for an owner. */
export interface Place {
  readonly server: DidoxServer;
  readonly owner: string;
  readonly folder: Folder;
}

/** What the lists on screen said of documents that can be signed; the screen outlives the worker, and so does this. */
export interface ListedClaims {
  keep(place: Place, rows: readonly DocumentRow[]): void;
  /** To be held against the bytes before they are signed; null: the document stood in no list. */
  of(document: Omit<Place, 'folder'> & { readonly documentId: string }): Promise<RowClaims | null>;
}

type List = Readonly<Record<string, RowClaims>>;

export function createListedClaims(session: KeyValuePort): ListedClaims {
  const nameOf = ({ server, owner, folder }: Place) => `inbox.claims.${server}|${folder}|${owner}`;
  /** Of this life, the newest last. */
  const listed = new Map<string, List>();
  /** Of an earlier one; each is read once. */
  const earlier = new Map<string, Promise<List>>();

  async function read(name: string): Promise<List> {
    const stored = Stored.safeParse(await session.get(name));
    return stored.success ? stored.data : {};
  }

  return {
    keep(place, rows) {
      const name = nameOf(place);
      const signable = rows.filter(({ actions }) => actions.includes('sign') || actions.includes('accept'));
      const list = Object.fromEntries(signable.map(row => [row.documentId, row.claims]));
      listed.delete(name);
      listed.set(name, list);
      // A worker whose storage fails still compares what it has listed itself.
      void session.set(name, list).catch(() => undefined);
    },
    async of({ server, owner, documentId }) {
      const names = Object.keys(FOLDERS).map(folder => nameOf({ server, owner, folder: folder as Folder }));
      for (const [name, list] of [...listed].reverse())
        if (names.includes(name) && list[documentId]) return list[documentId];
      for (const name of names) {
        if (listed.has(name)) continue;
        if (!earlier.has(name)) earlier.set(name, read(name));
        const claims = (await earlier.get(name))?.[documentId];
        if (claims) return claims;
      }
      return null;
    },
  };
}
