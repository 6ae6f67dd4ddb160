import { expect, it } from 'vitest';
import { LONGEST_REASON } from '../../lib/messages/limits.ts';
import { requestSchemas } from '../../lib/messages/schemas.ts';
import { action } from './card-buttons.ts';

it('a reason may be as long on the card as the worker takes it, and no longer', () => {
  const texts = { t: (key: string) => key } as unknown as Parameters<typeof action>[0];
  expect(action(texts, 'reject', false).ask?.reason?.maxLength).toBe(LONGEST_REASON);
  const taken = (length: number) =>
    requestSchemas['inbox/act'].safeParse({
      previewId: 'p',
      action: 'reject',
      reason: 'я'.repeat(length),
    }).success;
  expect([taken(LONGEST_REASON), taken(LONGEST_REASON + 1)]).toEqual([true, false]);
});
