import type { ComponentChildren } from 'preact';
import type { FakeBackend } from '../components/testing/fake-backend.ts';
import type { Translator } from '../lib/i18n/translator.ts';

/** One state of one page. */
export interface Scene {
  readonly backend: (translator: Translator) => FakeBackend | Promise<FakeBackend>;
  readonly show: (translator: Translator) => ComponentChildren;
  /** The page's own style sheet. */
  readonly css?: string;
  /** The address after `#`, for pages that read it. */
  readonly hash?: string;
  /** Width and height of the picture; default: a desk. */
  readonly size?: readonly [number, number];
  /** The whole page instead of what fits the window. */
  readonly whole?: boolean;
  /** Pressed once the page stands, one after the other: selectors. */
  readonly press?: readonly string[];
}

export type Scenes = Readonly<Record<string, Scene>>;
