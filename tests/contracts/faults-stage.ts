import { afterEach, expect } from 'vitest';
import { type Fault, faultAnswers } from '../../sandbox/didox/index.ts';
import { type DidoxWorld, endOf, startWorld } from './didox-world.ts';

/** Every unkind answer of the stand-in. */
export const ANSWERS = faultAnswers.filter(answer => answer !== 'custom');
export const fault = (answer: Fault['answer'], more: Partial<Fault>): Fault => ({
  answer,
  delayMs: 30,
  ...more,
});

/** A world for each test, with somebody signed in. */
export function faultsStage() {
  let world: DidoxWorld;
  afterEach(() => world?.stop());
  return {
    get world() {
      return world;
    },
    /** Nobody is signed in. */
    async open(): Promise<DidoxWorld> {
      world = await startWorld();
      return world;
    },
    async begin(who: 'sender' | 'receiver') {
      const actor = (await this.open()).as(who);
      expect(endOf(await actor.signIn())).toBe('done');
      return actor;
    },
    found(id: string) {
      const document = world.didox.documents.get(id);
      if (!document) throw new Error(`no document ${id}`);
      return document;
    },
  };
}

/** What is said about the document must be so. */
export function expectTruth(end: string, happened: boolean, effective: number) {
  expect(effective).toBe(happened ? 1 : 0);
  if (end === 'done') expect(happened).toBe(true);
  else if (end.endsWith('sent no')) expect(happened).toBe(false);
  else expect(end).toMatch(/, sent unknown$/);
}
