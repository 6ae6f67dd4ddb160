import { Mischief } from '../faults.ts';
import { type DidoxSettings, defaultSettings } from '../settings.ts';
import type { JsonObject, Submission } from '../types.ts';
import { Lockout, Sessions } from './sessions.ts';
import { DocumentStore } from './store.ts';

/** A public offer somebody has asked for and not signed yet. */
export interface PendingOffer {
  readonly id: string;
  readonly json: JsonObject;
}

/** The whole state of the stand-in, as the handlers see it. */
export interface World {
  settings: DidoxSettings;
  readonly store: DocumentStore;
  readonly sessions: Sessions;
  readonly lockout: Lockout;
  mischief: Mischief;
  readonly offers: Map<string, PendingOffer>;
  readonly offerSubmissions: Submission[];
  /** Lines the web app's own buttons reported. */
  readonly pageLog: string[];
  /** Endpoints of the requests that are being worked on. */
  readonly underWay: string[];
  /** Counts the first days: what was to happen later on one of them does not happen on the next. */
  day: number;
  now(): Date;
}

export function createWorld(settings: Partial<DidoxSettings>, now: () => number): World {
  const world: World = {
    settings: { ...defaultSettings(), ...settings },
    store: new DocumentStore(),
    sessions: new Sessions(),
    lockout: new Lockout(),
    mischief: new Mischief(),
    offers: new Map(),
    offerSubmissions: [],
    pageLog: [],
    underWay: [],
    day: 1,
    now: () => new Date(now()),
  };
  world.store.reset();
  return world;
}

/** Back to the first day; the settings given at the start stay. */
export function resetWorld(world: World, settings: Partial<DidoxSettings>): void {
  world.settings = { ...defaultSettings(), ...settings };
  world.store.reset();
  world.sessions.clear();
  world.lockout.clear();
  world.mischief = new Mischief();
  world.offers.clear();
  world.offerSubmissions.length = 0;
  world.pageLog.length = 0;
  world.day += 1;
}
