/**
 * What contexts show, as the worker tells them. Views that go to a page (cards) are already worded in the user's
 * language, because content scripts carry no dictionary. Views for extension pages carry codes and data; the page
 * words them. No view ever holds a secret, a token, an alias or a keyId of the module.
 */

import type { BatchObstacle } from '../signing/batch-record.ts';
import type { Fact } from '../signing/fact.ts';
import type { Failure } from '../signing/failure.ts';
import type { JobAction, JobStep } from '../signing/job.ts';
import type { SignatureSummary } from '../signing/signature-summary.ts';

export type { Fact as FactView, Failure as ErrorView, JobAction, JobStep, SignatureSummary };

export type Tone = 'idle' | 'busy' | 'waiting' | 'done' | 'warning' | 'error';

// ---------------------------------------------------------------- cards (already worded)

export type CardActionId =
  | 'sign'
  | 'sign-in'
  | 'accept'
  | 'reject'
  | 'cancel'
  | 'delete-draft'
  | 'offer'
  | 'retry'
  | 'stop'
  | 'reload'
  | 'choose-key'
  | 'open-desk'
  | 'open-options'
  | 'open-health'
  | 'open-site';

export interface CardAction {
  readonly id: CardActionId;
  readonly label: string;
  readonly primary: boolean;
  /** Small, and away from where one clicks to sign: it takes something back. */
  readonly aside?: boolean;
  /** Asks once more before acting: what it means, and the reason where the other side gets one. */
  readonly ask?: {
    readonly label: string;
    readonly confirm: string;
    readonly reason: { readonly placeholder: string; readonly maxLength: number } | null;
  };
}

export interface CardView {
  /** Changes whenever anything that is signed or said changes; a click must name it. */
  readonly viewId: string;
  readonly language: string;
  /** "Imzochi": the accessible name of the region. */
  readonly name: string;
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string; readonly strong: boolean }[];
  /** The other side's signature, verified: who, when. */
  readonly counterparty: { readonly text: string; readonly tone: Tone } | null;
  readonly key: { readonly label: string; readonly value: string; readonly note: string | null } | null;
  /** Asked once when several keys fit. */
  readonly keyChoices: readonly { readonly id: string; readonly label: string }[];
  /** Offered as the answer: remembered, or suggested by the page. */
  readonly keyChosen: string | null;
  readonly keyChoicesLabel: string;
  readonly status: {
    readonly tone: Tone;
    readonly text: string;
    readonly hint: string | null;
    readonly words: string | null;
  };
  readonly actions: readonly CardAction[];
  /** Short digest of the content, the same on card, review and receipt. */
  readonly digest: { readonly label: string; readonly value: string } | null;
  /** Texts the card itself needs. */
  readonly chrome: {
    readonly collapse: string;
    readonly expand: string;
    readonly moreFacts: string;
    /** Stands over the other side's own words. */
    readonly ownWords: string;
    readonly notVisible: string;
    readonly back: string;
  };
}

/** What the page reader of eUgoda saw. */
export interface PageAgreement {
  readonly eugodaId: string | null;
  readonly externalId: string | null;
  readonly link: string | null;
  readonly until: string | null;
}
export interface PageAgreementView {
  readonly language: string;
  readonly name: string;
  readonly chrome: {
    readonly collapse: string;
    readonly expand: string;
    readonly copied: string;
    readonly notCopied: string;
    readonly notVisible: string;
  };
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly value: string }[];
  /** `busy`: something is under way, and the card asks again. */
  readonly status: { readonly tone: Tone; readonly text: string };
  readonly actions: readonly {
    readonly id: 'track' | 'copy-link' | 'renew' | 'fetch' | 'open-desk';
    readonly label: string;
    readonly primary: boolean;
  }[];
  readonly link: string | null;
}

// ---------------------------------------------------------------- extension pages (codes and data)

export type KeyKind = 'pfx' | 'ytks' | 'ftjc' | 'idcard' | 'baikey' | 'ckc';
export interface KeyView {
  readonly id: string;
  readonly kind: KeyKind;
  /** Holder's name, ready to print; for a token the device's own text. */
  readonly holder: string;
  readonly organization: string | null;
  readonly position: string | null;
  readonly tin: string | null;
  readonly pinfl: string | null;
  readonly serial: string | null;
  /** File name without path, e.g. DS3000000190001. */
  readonly file: string | null;
  /** YYYY-MM-DD as the module says. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly validity: 'valid' | 'expires-soon' | 'expired' | 'not-yet-valid' | 'unknown';
}
/** Keys of one company (by TIN), one person (by PINFL or uid), or the tokens. */
export interface KeyGroup {
  /** `tin:300000019`, `person:30000000000017`, `token`. */
  readonly owner: string;
  readonly title: string;
  readonly tin: string | null;
  readonly keys: readonly KeyView[];
  /** Checked radio: chosen by the user, or the best one by ourselves. */
  readonly chosen: string | null;
}
export interface KeysView {
  readonly groups: readonly KeyGroup[];
  /** Epoch ms of the listing; null when never listed. The list is shown at once from the cache. */
  readonly listedAt: number | null;
  readonly listing: boolean;
  readonly module: ModuleView;
  readonly error: Failure | null;
}
export type ModuleView =
  | { readonly state: 'unknown' }
  | { readonly state: 'looking' }
  | {
      readonly state: 'here';
      readonly version: string;
      readonly route: 'own-origin' | 'site';
      /** `asksPerson`: a window of E-IMZO may be open, and may stand behind the browser. `since` in epoch ms. */
      readonly doing: {
        readonly what: 'listing' | 'password' | 'signing' | 'other';
        readonly since: number;
        readonly asksPerson: boolean;
      } | null;
    }
  | { readonly state: 'away'; readonly error: Failure };

/** One link of the chain on the Health page: `health.<id>.…`. */
export interface HealthLink {
  readonly id: 'module' | 'version' | 'origin' | 'keys' | 'didox' | 'token' | 'eugoda' | 'storage';
  readonly state: 'ok' | 'warning' | 'broken' | 'unknown' | 'checking';
  /** Which sentence: `health.<id>.<verdict>`; `data` fills it. */
  readonly verdict: string;
  readonly data: Readonly<Record<string, string | number>>;
  readonly words: string | null;
}
export interface HealthView {
  readonly links: readonly HealthLink[];
  readonly checkedAt: number;
  readonly extensionId: string;
  /** Copyable, without personal data. */
  readonly report: string;
}

export interface JobView {
  readonly id: string;
  readonly action: JobAction;
  readonly title: string;
  /** The type and number of a document: with them it is called by its type (lib/i18n/word-title.ts). */
  readonly facts: readonly Fact[];
  readonly subtitle: string;
  readonly step: JobStep;
  readonly tone: Tone;
  readonly error: Failure | null;
  readonly warning: string | null;
  /** Whether anything left for the service: `unknown` only while it is being asked. */
  readonly sent: 'no' | 'yes' | 'unknown';
  readonly updatedAt: number;
  readonly receiptId: string | null;
  readonly batchId: string | null;
  /** For Didox: whose document, as in DidoxAccount. */
  readonly owner: string | null;
  readonly canCancel: boolean;
  readonly canRetry: boolean;
}

export interface ReviewItem {
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly size: number;
  /** SHA-256 of the content, lower-case hex. */
  readonly sha256: string;
  /** Text to show, exactly; null for a binary file. */
  readonly text: string | null;
}
export interface ReviewView {
  readonly id: string;
  readonly kind: 'selection' | 'file' | 'didox' | 'practice';
  readonly action: JobAction;
  readonly items: readonly ReviewItem[];
  readonly from: { readonly title: string; readonly url: string } | null;
  /** How the text was obtained: exactly from the page, or the menu's own (white space may differ). */
  readonly fidelity: 'exact' | 'menu' | null;
  readonly containsPkcs7: boolean;
  readonly keys: KeysView;
  /** The key that will be used unless another is picked. */
  readonly keyId: string | null;
  /** The company that the document fixes; `keys` holds only those that may sign for it. */
  readonly owner: string | null;
  readonly counterparty: SignatureSummary | null;
  readonly options: {
    readonly detached: boolean;
    readonly stamp: boolean;
    readonly canStamp: boolean;
    readonly canChooseForm: boolean;
  };
  readonly jobIds: readonly string[];
}
export interface ReviewOptions {
  /** Only a deletion does without. */
  readonly keyId?: string | undefined;
  readonly detached: boolean;
  readonly stamp: boolean;
}

export interface DidoxAccount {
  /** `tin:…` or `person:…`, as in KeyGroup; `token`: a device that has not been asked whose it is. */
  readonly owner: string;
  /** Of a `token`: which one. */
  readonly keyId: string | null;
  readonly title: string;
  readonly tin: string;
  /** Epoch ms when the token ends; null: not signed in. */
  readonly tokenUntil: number | null;
  /** A person's companies that can be entered with the person's own token. */
  readonly relatedCompanies: readonly {
    readonly tin: string;
    readonly name: string;
    readonly roles: readonly number[];
  }[];
  /** Branches that can be entered, as far as the service named them; `tin` where it says of which company. */
  readonly branches: readonly {
    readonly number: string;
    readonly name: string | null;
    readonly tin: string | null;
  }[];
  readonly hasKey: boolean;
}
export type InboxFolder = 'waiting' | 'drafts' | 'sent' | 'done' | 'all';
export interface InboxQuery {
  readonly folder: InboxFolder;
  readonly owner: string | null;
  readonly refresh: boolean;
}
export interface InboxRow {
  readonly owner: string;
  readonly documentId: string;
  readonly outgoing: boolean;
  readonly doctype: string;
  readonly number: string;
  readonly date: string | null;
  readonly partner: string;
  readonly partnerTin: string | null;
  readonly sum: number | null;
  readonly status: number;
  /** What fits: sign, accept, …; empty when nothing does. */
  readonly actions: readonly CardActionId[];
  readonly updatedAt: number | null;
  readonly jobId: string | null;
}
export interface InboxView {
  readonly accounts: readonly DidoxAccount[];
  readonly rows: readonly InboxRow[];
  readonly total: number;
  readonly loadedAt: number | null;
  readonly loading: boolean;
  readonly errors: readonly { readonly owner: string; readonly error: Failure }[];
  readonly server: 'production' | 'test' | 'old-test';
}
export interface InboxPreview {
  readonly previewId: string;
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly counterparty: SignatureSummary | null;
  /** Holder and organisation of the key that signs; null: nothing is signed, not known yet, or to be chosen. */
  readonly key: string | null;
  /** With the action `choose-key`: one of these is to be chosen. */
  readonly keyChoices: readonly KeyView[];
  readonly actions: readonly CardActionId[];
  readonly html: string | null;
  /** Blob id of a PDF in the database. */
  readonly pdfBlobId: string | null;
  readonly sha256: string | null;
  readonly error: Failure | null;
  readonly siteUrl: string;
}

export interface BatchItemView {
  readonly owner: string;
  readonly documentId: string;
  readonly title: string;
  readonly subtitle: string;
  readonly facts: readonly Fact[];
  readonly state: 'waiting' | 'working' | 'done' | 'failed' | 'skipped' | 'cancelled';
  readonly step: JobStep | null;
  readonly error: Failure | null;
  /** The other side's signature, as it was checked before the click. */
  readonly theirs: SignatureSummary | null;
  /** What the service remarked when it took the document. */
  readonly warning: string | null;
  readonly jobId: string | null;
}
/** Who signs an owner's documents of a batch. */
export interface BatchKeyView {
  readonly owner: string;
  /** Holder and organisation of the key that will sign; null: not known yet, or to be chosen. */
  readonly label: string | null;
  /** Several keys fit and none was ever chosen: one of these is to be, for `whose`. */
  readonly choices: readonly KeyView[];
  readonly whose: string;
  readonly unusable: Failure | null;
  /** Didox says that its public offer is not signed yet: it would refuse every document. */
  readonly offerMissing: boolean;
  readonly count: number;
}
/**
 * `sign-rest`: what was stopped before it was signed; `read-again`: what was left out because the service or the module
 * was not there; `dismiss`: its failures are known, and need not be told any longer.
 */
export type BatchCommand =
  | 'pause'
  | 'resume'
  | 'stop'
  | 'retry-failed'
  | 'sign-rest'
  | 'read-again'
  | 'dismiss';
/** A company whose documents wait: its name, and how many. */
export interface BatchBlockView extends BatchObstacle {
  readonly name: string;
  readonly count: number;
}
export interface BatchView {
  readonly id: string;
  readonly state: 'preparing' | 'ready' | 'running' | 'paused' | 'stopped' | 'finished';
  readonly items: readonly BatchItemView[];
  /** While it is reviewed. */
  readonly keys: readonly BatchKeyView[];
  readonly startedAt: number | null;
  /** What every further document would meet; null: not paused, paused by a person, or see `blocked`. */
  readonly pausedBy: BatchObstacle | null;
  /** Companies whose documents wait for something of their own, while those of the others go on. */
  readonly blocked: readonly BatchBlockView[];
  /** The service asked for a pause: the batch goes on by itself then. */
  readonly heldUntil: number | null;
  readonly msPerItem: number | null;
  readonly done: number;
  readonly failed: number;
  /** Left out, and may be read again. */
  readonly readable: number;
  /** Stopped before they were signed. */
  readonly rest: number;
}

export type AgreementState = 'registering' | 'active' | 'expired' | 'ambiguous' | 'fetched' | 'failed';
/** An archive that is coming; `stuck`: the disk takes nothing, and what came waits in memory. */
export interface DownloadView {
  readonly received: number;
  /** Bytes to come in all; null when the service did not say. */
  readonly expected: number | null;
  readonly stuck: boolean;
}
/** A link that the service gave and the storage did not take: it is shown now, or lost. */
export interface LooseLink {
  readonly link: string;
  readonly error: Failure;
}
export interface AgreementView {
  readonly externalId: string;
  readonly eugodaId: string | null;
  readonly applicationId: string;
  readonly applicationLabel: string;
  readonly name: string;
  readonly state: AgreementState;
  readonly link: string | null;
  readonly until: number | null;
  /** True when the service did not say and we added the lifetime ourselves. */
  readonly untilComputed: boolean;
  readonly createdAt: number;
  readonly archive: {
    readonly blobId: string;
    readonly fileName: string;
    readonly size: number;
    readonly complete: boolean;
  } | null;
  readonly download: DownloadView | null;
  readonly error: Failure | null;
  readonly raw: string | null;
  /** Null where it is not known. */
  readonly removeOnCompleted: boolean | null;
}
export interface AgreementsView {
  readonly applications: readonly {
    readonly id: string;
    readonly label: string;
    readonly secret: 'open' | 'locked' | 'missing';
  }[];
  readonly agreements: readonly AgreementView[];
  readonly vault: 'empty' | 'open' | 'locked';
}
