/**
 * Attribute names seen in aliases and certificate subjects. Others are accepted as well; the list only decides doubtful
 * cases inside quotation marks.
 */
const KNOWN = new Set(
  'cn name surname l st c o ou t uid e street dc givenname title businesscategory serialnumber validfrom validto'.split(
    ' ',
  ),
);
const KEY = /^(?:[a-z]+|\d+(?:\.\d+)+)$/;
/** What the module itself adds behind the subject: there the last one counts, a subject may have its own serialnumber. */
const APPENDED = new Set(['serialnumber', 'validfrom', 'validto']);

/**
 * The fields of an alias: the certificate's subject in one lower-case line.
 * There is no escaping, so a field begins at a comma directly followed by letters (or a dotted number) and "=". Inside
 * an open quotation mark only a known attribute begins a field. Keys in lower case, values untouched; of a repeated key
 * the first counts. Takes any text; never throws.
 */
export function parseAlias(alias: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const pieces: string[] = [];
  for (const piece of alias.split(/,(?=(?:[a-z]+|\d+(?:\.\d+)+)=)/i)) {
    const key = piece.slice(0, piece.indexOf('=')).toLowerCase();
    const before = pieces.at(-1);
    const insideQuotes = before !== undefined && ((before.split('"').length - 1) & 1) === 1;
    if (insideQuotes && !KNOWN.has(key) && !key.includes('.'))
      pieces[pieces.length - 1] = `${before},${piece}`;
    else pieces.push(piece);
  }
  for (const piece of pieces) {
    const at = piece.indexOf('=');
    const key = piece.slice(0, at).trim().toLowerCase();
    if (!KEY.test(key) || (fields.has(key) && !APPENDED.has(key))) continue;
    fields.set(key, piece.slice(at + 1));
  }
  return fields;
}
