import type { Failure } from '../../signing/failure.ts';

/** Where the module is, and what it is doing for us. */
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
