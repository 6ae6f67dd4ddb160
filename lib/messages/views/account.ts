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
