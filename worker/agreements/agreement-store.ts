import { isRegistered } from '../../lib/eugoda/agreement-steps.ts';
import { type Agreement, readAgreement } from '../../lib/eugoda/agreements.ts';
import { FlowError, failure } from '../../lib/signing/failure.ts';
import type { Database } from '../../lib/store/database.ts';
import { receiptIdOf, receiptOf } from './agreement-views.ts';

/**
 * The agreements in the database. Every write is flushed before anything is done on its strength, and reads and writes
 * in one transaction: a renewal and a download of one agreement may be under way together.
 */
export interface AgreementStore {
  /** Without forgotten ones, and without records that cannot be read (they are kept, and never written over). */
  all(): Promise<Agreement[]>;
  find(externalId: string): Promise<Agreement | null>;
  /** @throws FlowError `document-gone` */
  read(externalId: string): Promise<Agreement>;
  /** A new one. @throws FlowError where an unreadable or living record has its id: see `idTaken` */
  add(agreement: Agreement): Promise<void>;
  /**
   * Takes a step, whatever the state, and writes what came of it. With the step that makes it certain that it is
   * registered, whichever that is, its receipt is written. Null when there is no such agreement.
   */
  change(externalId: string, step: (agreement: Agreement) => Agreement): Promise<Agreement | null>;
  /** The tombstone goes in, everything that says something goes out: archives, parts of them, the receipt. */
  forget(externalId: string, step: (agreement: Agreement) => Agreement): Promise<void>;
}

export const archiveOwner = (externalId: string): string => `agreement:${externalId}`;
/** There is a record of that id: whatever is behind it is looked at, and nothing is registered over it. */
export const idTaken = (externalId: string): FlowError =>
  new FlowError(failure('eugoda-duplicate-external-id', null, { externalId, uncertain: 1 }));

export function createAgreementStore(
  database: () => Promise<Database>,
  announce: (changed: 'agreements' | 'receipts', externalId: string) => void,
): AgreementStore {
  const find = async (externalId: string): Promise<Agreement | null> => {
    const found = readAgreement(await (await database()).get('agreements', externalId));
    return found && found.state !== 'forgotten' ? found : null;
  };
  return {
    find,
    async all() {
      const stored = await (await database()).getAll('agreements');
      return stored.flatMap(one => {
        const agreement = readAgreement(one);
        return agreement && agreement.state !== 'forgotten' ? [agreement] : [];
      });
    },
    async read(externalId) {
      const found = await find(externalId);
      if (!found) throw new FlowError(failure('document-gone'));
      return found;
    },
    async add(agreement) {
      const { externalId } = agreement;
      const transaction = (await database()).transaction('agreements', 'readwrite', { durability: 'strict' });
      const before = await transaction.store.get(externalId);
      if (before !== undefined && readAgreement(before)?.state !== 'forgotten') {
        transaction.abort();
        await transaction.done.catch(() => undefined);
        throw idTaken(externalId);
      }
      await Promise.all([transaction.store.put(agreement), transaction.done]);
      announce('agreements', externalId);
    },
    async change(externalId, step) {
      const transaction = (await database()).transaction(['agreements', 'receipts'], 'readwrite', {
        durability: 'strict',
      });
      const store = transaction.objectStore('agreements');
      const before = readAgreement(await store.get(externalId));
      const after = before && step(before);
      const changed = after !== null && after !== before;
      const writes: Promise<unknown>[] = changed ? [store.put(after)] : [];
      const certain = changed && isRegistered(after) && before !== null && !isRegistered(before);
      if (certain) writes.push(transaction.objectStore('receipts').put(receiptOf(after)));
      await Promise.all([...writes, transaction.done]);
      if (changed) announce('agreements', externalId);
      if (certain) announce('receipts', externalId);
      return after;
    },
    async forget(externalId, step) {
      const transaction = (await database()).transaction(['agreements', 'blobs', 'receipts'], 'readwrite', {
        durability: 'strict',
      });
      const agreements = transaction.objectStore('agreements');
      const blobs = transaction.objectStore('blobs');
      const agreement = readAgreement(await agreements.get(externalId));
      const archives = await blobs.index('owner').getAllKeys(archiveOwner(externalId));
      await Promise.all([
        ...(agreement ? [agreements.put(step(agreement))] : []),
        ...archives.map(id => blobs.delete(id)),
        transaction.objectStore('receipts').delete(receiptIdOf(externalId)),
        transaction.done,
      ]);
      announce('agreements', externalId);
      announce('receipts', externalId);
    },
  };
}
