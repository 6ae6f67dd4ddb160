import type { Backend } from '../../../components/backend.ts';
import { sniffArchive } from '../../../lib/eugoda/archive-kind.ts';
import { readDelivery } from '../../../lib/eugoda/delivery-parts.ts';
import type { Database, StoredBlob } from '../../../lib/store/database.ts';
import { contentName, signatureName } from '../review/signature-files.ts';
import type { InspectSource } from '../route.ts';
import { loadEvidence } from '../shared/evidence.ts';
import { withStorage } from '../shared/storage-failure.ts';
import { type Input, inputOfBytes, inputOfText } from './input.ts';

/** What an address like `inspect/receipt/<id>` stands for; empty when it is not there any more. */
export function loadSource(backend: Backend, source: InspectSource): Promise<Input[]> {
  return withStorage(async () => {
    const database = await backend.database();
    switch (source.from) {
      case 'receipt':
        return loadReceipt(database, source.id);
      case 'agreement':
        return loadArchive(backend, database, source.id);
      case 'review':
        return loadReview(backend, database, source.id);
      case 'job':
      case 'difference':
        return (await loadEvidence(database, source)).map(({ name, bytes }) => inputOfBytes(name, bytes));
    }
  });
}

/** The signature and, when we keep it, its content: named so that they find each other. */
async function loadReceipt(database: Database, id: string): Promise<Input[]> {
  const receipt = await database.get('receipts', id);
  const signature = receipt?.signatureBlobId ? await database.get('blobs', receipt.signatureBlobId) : null;
  if (!receipt || !signature) return [];
  const content = receipt.contentBlobId ? await database.get('blobs', receipt.contentBlobId) : null;
  // By what people know it by: the stored bytes have names that only say what they are for.
  const name = contentName(receipt.service, receipt.title);
  const inputs = [inputOfBytes(signatureName(name, receipt.detached), signature.bytes)];
  return content ? [inputOfBytes(name, content.bytes), ...inputs] : inputs;
}

/** The files of a review, or its text: a selection that is a signature itself. */
async function loadReview(backend: Backend, database: Database, id: string): Promise<Input[]> {
  const files = await database.getAllFromIndex('blobs', 'owner', `review:${id}`);
  if (files.length > 0) return inputsOf(files);
  const view = await backend.request('review/get', { reviewId: id });
  return (view?.items ?? []).flatMap(({ title, text }) => (text === null ? [] : [inputOfText(title, text)]));
}

/** The delivery that the agreement shows: the newest whole one; failing that, the longest piece of one. */
async function loadArchive(backend: Backend, database: Database, externalId: string): Promise<Input[]> {
  const { agreements } = await backend.request('agreements/list', {});
  const archive = agreements.find(agreement => agreement.externalId === externalId)?.archive;
  const blob = archive && (await readDelivery(database, archive.blobId));
  if (!blob) return [];
  // A service may have wrapped its archive into JSON or base64: what is inside is looked at, what is kept stays as it came.
  return inputsOf([{ ...blob, name: archive.fileName, bytes: sniffArchive(blob.bytes).bytes }]);
}

function inputsOf(blobs: readonly StoredBlob[]): Input[] {
  return blobs.map(({ name, id, bytes }) => inputOfBytes(name || id, bytes));
}
