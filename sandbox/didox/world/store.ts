import type { Owner, StoredDocument, Submission } from '../types.ts';
import { type Edit, edited } from './edit.ts';
import { type SeedKind, seedDocuments } from './seed.ts';

/** All documents; ids are compared without case. */
export class DocumentStore {
  private readonly documents = new Map<string, StoredDocument>();

  get(id: string): StoredDocument | null {
    return this.documents.get(id.toUpperCase()) ?? null;
  }

  all(): StoredDocument[] {
    return [...this.documents.values()];
  }

  /** Adds the documents of a seed and tells their ids; documents with the same id are replaced. */
  seed(kind: SeedKind): string[] {
    if (kind === 'empty') this.documents.clear();
    const added = seedDocuments(kind);
    for (const document of added) this.documents.set(document.id, document);
    return added.map(document => document.id);
  }

  /** Saves a draft's form; null when there is no such draft. */
  edit(id: string, edit: Edit, at: Date): StoredDocument | null {
    const before = this.get(id);
    if (before?.status.sender !== 0) return null;
    const after = edited(before, edit, at);
    this.documents.set(after.id, after);
    return after;
  }

  reset(): void {
    this.documents.clear();
    this.seed('default');
  }
}

/** From which side somebody sees a document; null: it is none of theirs. */
export function ownerOf(document: StoredDocument, taxId: string): Owner | null {
  if (document.sender === taxId) return 1;
  if (document.receiver === taxId && document.status.receiver !== null) return 0;
  return null;
}

/** Writes down what somebody tried, with or without effect. */
export function note(document: StoredDocument, submission: Submission): void {
  document.submissions.push(submission);
}
