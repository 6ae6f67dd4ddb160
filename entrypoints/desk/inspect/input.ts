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
  return inputOfBytes(name, new TextEncoder().encode(text));
}

export function inputOfBytes(name: string, bytes: Uint8Array): Input {
  return { name, size: bytes.length, read: async () => bytes.slice() };
}
