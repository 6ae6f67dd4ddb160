/**
 * The dictionary's shape: English is the source of the keys (`locales/en/*.json`); `scripts/check-locales.ts` proves
 * that every other language has the same keys, placeholders and its own plural forms.
 */
import type card from '../../locales/en/card.json';
import type common from '../../locales/en/common.json';
import type desk from '../../locales/en/desk.json';
import type errors from '../../locales/en/errors.json';
import type inspect from '../../locales/en/inspect.json';
import type options from '../../locales/en/options.json';
import type popup from '../../locales/en/popup.json';

export type PluralForms = { readonly [form in Intl.LDMLPluralRule]?: string } & { readonly other: string };
export type Dictionary = Readonly<Record<string, string | PluralForms>>;

export type MessageKey =
  | keyof typeof card
  | keyof typeof common
  | keyof typeof desk
  | keyof typeof errors
  | keyof typeof inspect
  | keyof typeof options
  | keyof typeof popup;

/** The areas, one file each in `locales/<language>/`. */
export const AREAS = ['card', 'common', 'desk', 'errors', 'inspect', 'options', 'popup'] as const;
