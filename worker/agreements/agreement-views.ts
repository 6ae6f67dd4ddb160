import { type Agreement, agreementName, bestArchive } from '../../lib/eugoda/agreements.ts';
import { failureOf } from '../../lib/eugoda/errors.ts';
import type { AgreementView, DownloadView } from '../../lib/messages/views/agreements.ts';
import type { Receipt } from '../../lib/receipts/receipt.ts';
import type { Failure } from '../../lib/signing/failure.ts';

/** An agreement as the desk lists it. */
export function viewOf(
  agreement: Agreement,
  applicationLabel: string,
  now: { readonly download: DownloadView | null; readonly failure: Failure | null },
): AgreementView {
  // A note without a byte is a download that has just begun.
  const archive = bestArchive({ ...agreement, archives: agreement.archives.filter(one => one.size > 0) });
  const link = 'link' in agreement ? agreement : { link: null, until: null, untilComputed: false };
  return {
    externalId: agreement.externalId,
    eugodaId: agreement.eugodaId,
    applicationId: agreement.applicationId,
    applicationLabel,
    name: agreementName(agreement),
    state: agreement.state === 'forgotten' ? 'failed' : agreement.state,
    link: link.link,
    until: link.until,
    untilComputed: link.untilComputed,
    createdAt: agreement.createdAt,
    archive: archive && {
      blobId: archive.archiveId,
      fileName: archive.fileName,
      size: archive.size,
      complete: archive.complete,
    },
    download: now.download,
    error: now.failure ?? (agreement.problem && failureOf(agreement.problem)),
    raw: rawAnswers(agreement),
    removeOnCompleted: agreement.removeOnCompleted,
  };
}

/** Every answer that is kept, newest first, each under its call and its moment. */
function rawAnswers({ answers }: Agreement): string | null {
  if (answers.length === 0) return null;
  return answers
    .toReversed()
    .map(({ at, call, raw }) => `${new Date(at).toISOString()} ${call}\n${raw}`)
    .join('\n\n');
}

export const receiptIdOf = (externalId: string): string => `receipt-${externalId}`;

/** That something was registered, and what. Its link and the answers, which change, are the agreement's: it leads there. */
export function receiptOf(agreement: Agreement): Receipt {
  const { subject, createdAt: at } = agreement;
  return {
    id: receiptIdOf(agreement.externalId),
    jobId: agreement.externalId,
    service: 'eugoda',
    action: 'eugoda-register',
    at,
    title: agreementName(agreement),
    facts: [],
    company: { tin: null, pinfl: null, name: agreement.applicationId },
    counterparty: null,
    key: null,
    sha256: subject.from === 'file' ? subject.sha256 : '',
    size: subject.from === 'file' ? subject.size : 0,
    signature: null,
    signatureBlobId: null,
    contentBlobId: null,
    detached: false,
    documentId: agreement.externalId,
    url: null,
    answer: null,
    warning: null,
  };
}
