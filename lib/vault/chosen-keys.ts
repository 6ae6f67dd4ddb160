import type { Settings } from './settings-schema.ts';

type ChosenKeys = Settings['chosenKeys'];

/** What is in force: the administrator's entries win, owner by owner; all others are the user's. */
export function inForce(own: ChosenKeys, ruled: ChosenKeys): ChosenKeys {
  return { ...own, ...ruled };
}

/** Whether a change leaves the administrator's entries as they are. */
export function respects(wanted: ChosenKeys, ruled: ChosenKeys): boolean {
  return Object.entries(ruled).every(([owner, key]) => (wanted[owner] ?? key) === key);
}

/** What is written down of a change: for the administrator's owners what the user had chosen before, if anything. */
export function ownPart(wanted: ChosenKeys, ruled: ChosenKeys, before: ChosenKeys): ChosenKeys {
  const isRuled = ([owner]: [string, string]) => Object.hasOwn(ruled, owner);
  return Object.fromEntries([
    ...Object.entries(before).filter(isRuled),
    ...Object.entries(wanted).filter(entry => !isRuled(entry)),
  ]);
}
