import { describe, expect, it } from 'vitest';
import { outline } from './outline.ts';

const kept = (answer: unknown, status = 200) =>
  outline(typeof answer === 'string' ? answer : JSON.stringify(answer), status, value => value === 'x-1');
const link = 'https://eugoda.com/sign/a1b2c3d4';

describe('the outline of an answer', () => {
  it('has its structure, links, states, messages and what is known, and dots for the rest', () => {
    const answer = {
      success: true,
      status: 'renewed',
      data: { link, externalId: 'x-1', number: 17, salary: 54_321, error: null },
      document: { name: 'Іваненко', fields: [{ passport: 'МЕ123456', status: 'вдова' }] },
      title: 'Іваненко - Контракт',
      messages: ['Іваненко'],
      message: 'Посилання оновлено',
    };
    expect(JSON.parse(kept(answer))).toEqual({
      ...answer,
      data: { ...answer.data, salary: '•••' },
      document: { name: '•••', fields: [{ passport: '•••', status: '•••' }] },
      title: '•••',
      messages: ['•••'],
    });
  });

  it('has the title of a refusal, not of a document', () => {
    expect(kept({ title: 'Not Found', status: 404 }, 404)).toBe('{"title":"Not Found","status":404}');
    expect(kept('<!doctype html><title>Bad Gateway</title><p>x', 502)).toBe(
      '<html><title>Bad Gateway</title>',
    );
    expect(kept('<html></html>', 502)).toBe('<html><title>•••</title>');
    expect(kept('<!doctype html><title>Іваненко</title>')).toBe('<html><title>•••</title>');
  });

  it('is the text itself where that is short and bare', () => {
    for (const text of [link, `"${link}"`, 'Документ видалено', '']) expect(kept(text)).toBe(text);
    for (const text of ['<a>Іваненко</a>', '{"name":"Іваненко"', 'Іваненко '.repeat(50)])
      for (const status of [200, 500]) expect(kept(text, status)).toBe('•••');
  });

  it('takes an end, however deep the answer is', () => {
    expect(kept(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)).toBe('["•••"]');
    expect(kept(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`)).toContain('•••');
  });
});
