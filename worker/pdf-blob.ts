import type { Database } from '../lib/store/database.ts';

/** Keeps a PDF that is shown beside a review, or a preview, as long as that one; resolves to the id of its blob. */
export async function storePdf(
  db: Database,
  reviewId: string,
  bytes: Uint8Array,
  createdAt: number,
): Promise<string> {
  const id = pdfBlobOf(reviewId);
  await db.put('blobs', {
    id,
    owner: `review:${reviewId}`,
    bytes,
    name: 'document.pdf',
    type: 'application/pdf',
    createdAt,
    complete: true,
  });
  return id;
}

/** Where the PDF of a review is, if it has one. */
export const pdfBlobOf = (reviewId: string) => `preview-${reviewId}`;
