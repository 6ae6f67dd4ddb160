import type { Tone } from './tone.ts';

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
