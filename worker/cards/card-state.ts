import type { PreparedDocument } from '../../lib/didox/prepare.ts';
import type { DidoxServer } from '../../lib/didox/servers.ts';
import type { LoadedDocument } from '../../lib/didox/service.ts';
import type { Account } from '../../lib/didox/session.ts';
import type { KeyView } from '../../lib/messages/views/keys.ts';
import type { Failure } from '../../lib/signing/failure.ts';
import type { JobRecord } from '../../lib/signing/job.ts';

/** A key to ask about: which company's, which file's; or a company that the owner of a key enters. */
export interface KeyChoice {
  readonly id: string;
  readonly owner: string;
  readonly label: string;
  readonly company?: string | undefined;
  readonly branch?: string | undefined;
}

/** What a card on a Didox page has to say, before it is worded. */
export type CardState =
  /** No token yet (or none that sees this document): sign in first; the facts come after. */
  | {
      readonly kind: 'sign-in';
      readonly server: DidoxServer;
      readonly choices: readonly KeyChoice[];
      /** Marked before anybody picks: the last one, or that whose TIN stands on the page. Never taken for granted. */
      readonly chosen: string | null;
      readonly unseenBy: readonly string[];
      readonly job: JobRecord | null;
    }
  | {
      readonly kind: 'document';
      readonly server: DidoxServer;
      readonly account: Account;
      readonly prepared: PreparedDocument;
      readonly candidates: readonly KeyView[];
      /** The owner these keys belong to, under whom a choice among them is remembered. */
      readonly whose: string;
      /** The key that signs; null while the user has to be asked once. */
      readonly key: KeyView | null;
      readonly unusable: Failure | null;
      readonly job: JobRecord | null;
      /** The company signs in again: E-IMZO's window may be open for that, not for the document. */
      readonly signIn: JobRecord | null;
    }
  /** Known, but there is nothing for us to do on it. */
  | {
      readonly kind: 'settled';
      readonly server: DidoxServer;
      readonly document: LoadedDocument;
      readonly facts: PreparedDocument['facts'];
      readonly onSite: boolean;
      readonly job: JobRecord | null;
    }
  /** A list page: the way to the desk. */
  | { readonly kind: 'list'; readonly server: DidoxServer; readonly waiting: number | null }
  | { readonly kind: 'error'; readonly server: DidoxServer; readonly failure: Failure };
export type DocumentCard = Extract<CardState, { kind: 'document' }>;
