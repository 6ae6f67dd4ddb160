import type { MessageName, RequestOf, ResponseOf } from '../../lib/messages/protocol.ts';
import type { CardActionId } from '../../lib/messages/views/card.ts';
import type { Tone } from '../../lib/messages/views/tone.ts';
import type { Receipt } from '../../lib/receipts/receipt.ts';
import type { JobRecord } from '../../lib/signing/job.ts';
import type { StoredBlob } from '../../lib/store/database.ts';
import type { Ledger } from './ledger.ts';
import type { PlayDocument } from './stage.ts';

/** No answer came: the worker died, or it refused. */
export const LOST = Symbol('lost');

/** A card as a person sees it. */
export interface CardSeen {
  /** Changes whenever anything on it does. */
  readonly mark: string;
  readonly text: string;
  readonly tone: Tone;
  readonly actions: readonly CardActionId[];
}

/** A Didox page with our card in it. */
export interface ChaosTab {
  readonly id: number;
  readonly documentId: string;
  readonly open: boolean;
  /** It waits for an answer. */
  readonly waits: boolean;
  /** What is on its card now; null while there is none. */
  seen(): Promise<CardSeen | null>;
  look(): Promise<unknown>;
  /** A real, visible click; does nothing when there is no such button. */
  click(action: CardActionId): Promise<unknown>;
}

/** What the database holds. */
export interface Snapshot {
  readonly jobs: readonly JobRecord[];
  readonly receipts: readonly Receipt[];
  readonly blobs: readonly StoredBlob[];
  readonly agreements: readonly unknown[];
  /** Everything else that must not hold a secret. */
  readonly others: unknown;
}

/**
 * When the worker dies: a submission was written down and does not leave any more (`leaving`); it is out (`sending`); its
 * answer is there (`sent`); the module's signature is there (`signed`).
 */
export type Deadly = 'leaving' | 'sending' | 'sent' | 'signed';

/**
 * Where a schedule is played: the worker in this process over stand-ins of the browser, or the whole extension in a real
 * Chromium.
 */
export interface Arena {
  readonly ledger: Ledger;
  /** Routes at which the desk was opened. */
  readonly desks: readonly string[];
  /** Why the last message got no answer. */
  readonly lastRefusal: string;
  /** A message of an extension page. */
  ask<K extends MessageName>(name: K, request: RequestOf<K>): Promise<ResponseOf<K> | typeof LOST>;
  openTab(document: PlayDocument): ChaosTab;
  closeTab(tab: ChaosTab): void;
  /** Bytes the desk put into the database; their id. */
  putFile(bytes: Uint8Array): Promise<string>;
  /** "Sign the selection" was chosen from the menu; false where nobody can. */
  select(text: string): Promise<boolean>;
  /** Something wakes the worker. */
  wake(): void;
  kill(): void;
  /** Dies by itself, soon. */
  dieSoon(chance: number): void;
  dieWhen(moment: Deadly): void;
  setNetwork(gone: boolean): void;
  /** By how much the worker's clock is wrong from now on; false where that cannot be had. */
  setSkew(ms: number): boolean;
  /** The browser ends and is started again; false where that takes too long. */
  restart(): boolean;
  /** How often the browser itself sent a submission about this once more. */
  resent(about: string): number;
  /** Nothing begins for a while. */
  isCalm(): Promise<boolean>;
  /** No more deaths, no more faults of its own. */
  appease(): void;
  snapshot(): Promise<Snapshot>;
  close(): Promise<void>;
}
