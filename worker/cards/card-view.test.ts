import { expect, it } from 'vitest';
import { createTranslator } from '../../lib/i18n/translator.ts';
import { failure } from '../../lib/signing/failure.ts';
import card from '../../locales/en/card.json';
import common from '../../locales/en/common.json';
import errors from '../../locales/en/errors.json';
import type { CardState } from './card-state.ts';
import { viewOfCard } from './card-view.ts';

const texts = createTranslator('en', { ...card, ...common, ...errors });

it('hides nothing of what the other side wrote as a reason', () => {
  const state = {
    kind: 'settled',
    server: 'production',
    document: { status: 4, statusComment: 'not \u202eours' },
    facts: [],
    job: null,
    onSite: false,
  } as unknown as CardState;
  expect(viewOfCard(state, 'v1', texts).status.hint).toBe('not [U+202E]ours');
});

it('hides nothing of what a service said, and leaves line breaks alone', () => {
  const refused = failure('facts-disagree', 'INV\u200b-1\nof\u0007 May');
  const view = viewOfCard({ kind: 'error', server: 'production', failure: refused }, 'v1', texts);
  expect(view.status.words).toBe('INV[U+200B]-1\nof[U+0007] May');
});
