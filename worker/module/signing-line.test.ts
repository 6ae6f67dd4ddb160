import { describe, expect, it } from 'vitest';
import { ModuleError, type ModuleErrorCode } from '../../lib/eimzo/errors.ts';
import { createSigningLine } from './signing-line.ts';

const signal = new AbortController().signal;
const timer = { setTimeout: (run: () => void) => setTimeout(run, 0) };

/** Signatures that are answered by hand, in the order in which the module was asked for them. */
function moduleByHand() {
  const asked: { answer: (code?: ModuleErrorCode) => void }[] = [];
  const sign = () =>
    new Promise<string>((resolve, reject) => {
      asked.push({ answer: code => (code ? reject(new ModuleError(code)) : resolve('signed')) });
    });
  return { asked, sign };
}
const settled = async (promises: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(promises)).map(one =>
    one.status === 'fulfilled' ? 'signed' : (one.reason as ModuleError).code,
  );
const soon = () => new Promise(resolve => setTimeout(resolve, 0));

describe('the line of one key', () => {
  it.each(['cancelled', 'wrong-password', 'pin-wrong', 'token-missing'] as const)(
    'asks nobody again after %s, though seven more stood in line',
    async code => {
      const line = createSigningLine(timer);
      const { asked, sign } = moduleByHand();
      const calls = Array.from({ length: 8 }, () => line.turn('token', signal, sign));
      await soon();
      expect(asked).toHaveLength(1);
      asked[0]?.answer(code);
      expect(await settled(calls)).toEqual(Array(8).fill(code));
      expect(asked).toHaveLength(1);
    },
  );

  it('counts a refusal for who is on the way, and begins anew with whoever comes later', async () => {
    const timers: (() => void)[] = [];
    const line = createSigningLine({ setTimeout: run => timers.push(run) });
    const { asked, sign } = moduleByHand();
    const first = line.turn('token', signal, sign);
    asked[0]?.answer('pin-wrong');
    expect(await settled([first])).toEqual(['pin-wrong']);
    await soon();
    expect(await settled([line.turn('token', signal, sign)])).toEqual(['pin-wrong']);
    expect(asked).toHaveLength(1);
    await soon();
    for (const run of timers) run();
    const second = line.turn('token', signal, sign);
    await soon();
    asked[1]?.answer();
    expect(await settled([second])).toEqual(['signed']);
  });

  it('goes on after what says nothing about the key, and after a call that was given up', async () => {
    const line = createSigningLine(timer);
    const { asked, sign } = moduleByHand();
    const given = new AbortController();
    const calls = [
      line.turn('k', signal, sign),
      line.turn('k', given.signal, sign),
      line.turn('k', signal, sign),
    ];
    const ends = settled(calls);
    given.abort();
    await soon();
    // The third still waits for the first: given up in between changes nothing.
    expect(asked).toHaveLength(1);
    asked[0]?.answer('dropped');
    await soon();
    asked[1]?.answer();
    expect(await ends).toEqual(['dropped', 'aborted', 'signed']);
  });

  it('keeps keys apart', async () => {
    const line = createSigningLine(timer);
    const { asked, sign } = moduleByHand();
    const calls = [line.turn('a', signal, sign), line.turn('b', signal, sign)];
    asked[0]?.answer('cancelled');
    asked[1]?.answer();
    expect(await settled(calls)).toEqual(['cancelled', 'signed']);
  });
});
