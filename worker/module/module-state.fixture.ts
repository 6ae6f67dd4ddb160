import type { ModuleState } from '../../lib/eimzo/module.ts';

/** A module that is there, of a version we know, and was asked for nothing else yet. */
export const WELL: ModuleState = {
  version: { major: 6, minor: 4, patch: 7, edition: null },
  route: null,
  refused: null,
  byKey: false,
  site: 'untried',
  lastFailure: null,
  endpoint: null,
  working: true,
  current: null,
  waiting: 0,
};
