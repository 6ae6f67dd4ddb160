import { shortDigest } from '../../lib/i18n/short-digest.ts';

export { shortDigest };

/**
 * A SHA-256 as people compare it: the first and last eight hex digits in groups of four, the whole as a tooltip.
 * The same shape on card, review and receipt.
 */
export function Digest({ sha256 }: { sha256: string }) {
  return (
    <span class="digest" title={sha256}>
      {shortDigest(sha256)}
    </span>
  );
}
