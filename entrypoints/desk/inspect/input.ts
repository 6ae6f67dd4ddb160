import type { StoredBlob } from '../../../lib/store/database.ts';

/** Something to inspect; its bytes are read only when their turn comes, and can be read again. */
export interface Input {
  readonly name: string;
  readonly size: number;
  read(): Promise<Uint8Array>;
}

export function inputOfFile(file: File): Input {
  return { name: file.name, size: file.size, read: async () => new Uint8Array(await file.arrayBuffer()) };
}

export function inputOfText(name: string, text: string): Input {
  const bytes = new TextEncoder().encode(text);
  return { name, size: bytes.length, read: async () => bytes.slice() };
}

export function inputOfBlob(blob: StoredBlob, name: string): Input {
  return { name, size: blob.bytes.length, read: async () => blob.bytes.slice() };
}
