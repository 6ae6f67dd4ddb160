import type { Tone } from './tone.ts';

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
