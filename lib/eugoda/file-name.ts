/**
 * A file name for a fetched archive: the service's own (Content-Disposition, RFC 6266 with RFC 5987 encoding),
 * else the external id with the extension of what the bytes are. Always safe to save under.
 */
export function archiveFileName(from: {
  readonly contentDisposition: string | null;
  readonly externalId: string;
  /** Of the sniffed kind, without a dot. */
  readonly extension: string;
}): string {
  const named = from.contentDisposition === null ? null : dispositionName(from.contentDisposition);
  const safe = named === null ? '' : sanitizeFileName(named);
  return safe === '' ? `${from.externalId}.${from.extension}` : safe;
}

/** `filename*` before `filename`; null when there is neither. */
export function dispositionName(header: string): string | null {
  const extended = /(?:^|;)\s*filename\*\s*=\s*"?([\w-]*)'[\w-]*'([^;"\s]*)/i.exec(header);
  if (extended !== null) {
    const decoded = decodeExtended(extended[1]!, extended[2]!);
    if (decoded !== null) return decoded;
  }
  const quoted = /(?:^|;)\s*filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(header);
  if (quoted !== null) return headerText(quoted[1]!.replace(/\\(.)/g, '$1'));
  const token = /(?:^|;)\s*filename\s*=\s*([^;"\s][^;]*)/i.exec(header);
  return token === null ? null : headerText(token[1]!.trim());
}

/**
 * Only the last part of a path, without characters some file system refuses, without the marks that turn the
 * direction of writing (they can hide an extension), not a reserved Windows name, at most 120 characters.
 */
export function sanitizeFileName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const safe = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(plain) ? `_${plain}` : plain;
  if (safe.length <= 120) return safe.toWellFormed();
  const extension = /\.[^.]{1,10}$/.exec(safe)?.[0] ?? '';
  return (safe.slice(0, 120 - extension.length) + extension).toWellFormed();
}

function decodeExtended(charset: string, text: string): string | null {
  try {
    const bytes = Uint8Array.from(
      text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      letter => letter.charCodeAt(0),
    );
    return new TextDecoder(charset || 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Servers also put raw UTF-8 or percent-encoding into the plain parameter; headers arrive as Latin-1. */
function headerText(text: string): string {
  if (/%[0-9a-f]{2}/i.test(text)) return decodeExtended('utf-8', text) ?? text;
  if (!/[\u0080-\u00ff]/.test(text) || /[\u0100-\uffff]/.test(text)) return text;
  try {
    const bytes = Uint8Array.from(text, letter => letter.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}
