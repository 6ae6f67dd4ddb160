import type { DidoxServer } from '../../lib/didox/servers.ts';
import type { Account } from '../../lib/didox/session.ts';
import type { Translator } from '../../lib/i18n/translator.ts';
import type { CardActionId } from '../../lib/messages/views/card.ts';
import type { Engine } from '../../lib/signing/engine.ts';
import type { JobRecord } from '../../lib/signing/job.ts';
import type { Journal } from '../../lib/signing/ports.ts';
import type { SettingsStore } from '../../lib/vault/settings.ts';
import type { Didox } from '../didox.ts';
import type { Gate } from '../gate.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { WorkerPlatform } from '../platform.ts';
import type { SignIns } from '../sign-ins.ts';
import type { DocumentCard } from './card-state.ts';
import type { CardStore } from './card-store.ts';

export interface CardPorts {
  readonly platform: WorkerPlatform;
  readonly settings: SettingsStore;
  readonly didox: Didox;
  readonly keys: KeyRing;
  readonly gate: Gate;
  readonly engine: Engine;
  readonly journal: Journal;
  readonly signIns: SignIns;
  readonly store: CardStore;
  readonly texts: () => Promise<Translator>;
  /** A click that cannot be proved visible: the same thing, in an extension page; or the job that goes on there. */
  readonly openReview: (
    state: DocumentCard,
    action: CardActionId,
    about?: { readonly comment?: string | undefined; readonly job?: JobRecord },
  ) => Promise<void>;
  /** The public offer is not on the card: it is shown in a review before it can be signed. */
  readonly openOffer: (server: DidoxServer, account: Account) => Promise<void>;
  readonly waiting: (server: DidoxServer) => Promise<number | null>;
}

/** Under which name the settings remember which company signs in on Didox pages. */
export const REMEMBERED_ACCOUNT = 'didox';
