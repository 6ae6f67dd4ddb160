import { randomBytes } from 'node:crypto';
import type { Identity } from '../pki/index.ts';
import { PROFILES, type Profile } from './profiles.ts';
import { defaultSettings, type ModuleSettings } from './settings.ts';

/** Which list a loaded key came from. */
export type Store = 'pfx' | 'ytks' | 'ftjc';

export interface LoadedKey {
  readonly store: Store;
  readonly identity: Identity;
  readonly loadedAt: number;
  /** Until when the password need not be typed again. */
  openUntil: number;
}

/** Everything the module remembers. Settings outlive a restart, the rest does not. */
export class ModuleState {
  settings: ModuleSettings = defaultSettings();
  language: ModuleSettings['language'] = 'ru';
  /** Domains whose API key was accepted: for every caller, until the next restart. */
  registered = new Set<string>();
  /** Origins that developer mode asked about, with the answer. */
  asked = new Map<string, boolean>();
  loaded = new Map<string, LoadedKey>();
  wrongInARow = 0;
  /** Until when a device's PIN is remembered. */
  pinUntil = 0;
  /** One window at a time. */
  window: Promise<unknown> = Promise.resolve();

  get profile(): Profile {
    return PROFILES[this.settings.profile];
  }

  forgetEverything(): void {
    this.language = this.settings.language;
    this.registered = new Set();
    this.asked = new Map();
    this.loaded = new Map();
    this.wrongInARow = 0;
    this.pinUntil = 0;
    this.window = Promise.resolve();
  }

  load(store: Store, identity: Identity): string {
    const keyId = randomBytes(16).toString('hex');
    this.loaded.set(keyId, { store, identity, loadedAt: Date.now(), openUntil: 0 });
    return keyId;
  }

  /** A loaded key, or undefined when it never was, was unloaded, or got too old. */
  find(keyId: string): LoadedKey | undefined {
    const key = this.loaded.get(keyId);
    if (key !== undefined && Date.now() - key.loadedAt > this.settings.keyLifetimeMs) {
      this.loaded.delete(keyId);
      return undefined;
    }
    return key;
  }
}
