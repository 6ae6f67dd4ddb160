import type { ComponentChildren } from 'preact';
import type { FakeBackend } from '../components/testing/fake-backend.ts';
import type { Translator } from '../lib/i18n/translator.ts';

/** How a scene is looked at. */
export interface SceneFrame {
  /** Width and height of the picture; default: a desk. */
  readonly size?: readonly [number, number] | undefined;
  /** The whole page instead of what fits the window. */
  readonly whole?: boolean | undefined;
  /** Pressed once the page stands, one after the other: selectors. */
  readonly press?: readonly string[] | undefined;
  /** There in the end, when the page needs its time for it (an answer of a worker). */
  readonly until?: string | undefined;
}

/** One state of one page. */
export interface Scene extends SceneFrame {
  readonly backend: (translator: Translator) => FakeBackend | Promise<FakeBackend>;
  readonly show: (translator: Translator) => ComponentChildren;
  /** The page's own style sheet. */
  readonly css?: string;
  /** The address after `#`, for pages that read it. */
  readonly hash?: string;
}

export type Scenes = Readonly<Record<string, Scene>>;
