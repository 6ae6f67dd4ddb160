import { describe, expect, it } from 'vitest';
import { unjustified } from './consent.ts';
import { Ledger } from './ledger.ts';

const ID = '11EFD0C5A81E4B600000000000000001';
const api = (path: string) => new URL(path, 'https://api-partners.didox.uz');
const same = (about: string) => about;

function ledger() {
  const book = new Ledger();
  return {
    word: (from = 'card') => book.word(ID, from),
    ask: () => book.request('GET', api(`/v1/documents/${ID}?owner=1`), ''),
    send(answer: number, path = `/v1/documents/${ID}/sign`, body = '{}') {
      const submission = book.request('POST', api(path), body);
      if (submission) submission.answer = answer;
    },
    book,
    wrong: () => unjustified(book.entries, same),
  };
}

describe('what may be submitted', () => {
  it('is what a person asked for, once', () => {
    const { word, send, wrong } = ledger();
    word();
    send(200);
    expect(wrong()).toEqual([]);
    send(422);
    expect(wrong().join()).toMatch(/without having asked.*nobody had asked for it/);
  });
  it('is not what was asked about and not seen: that is no proof', () => {
    const { word, ask, send, wrong } = ledger();
    word();
    send(0);
    ask();
    send(200);
    expect(wrong().join()).toMatch(/nobody had asked for it/);
  });
  it.each([401, 429])('is what the service did not look at (%i), once more', status => {
    const { word, ask, send, wrong } = ledger();
    word();
    send(status);
    ask();
    send(status);
    send(0);
    expect(wrong()).toEqual([]);
    ask();
    send(200);
    expect(wrong()).toHaveLength(1);
  });
  it('is what a person asks for again, after the service was asked', () => {
    const { word, ask, send, wrong } = ledger();
    word();
    send(0);
    word();
    ask();
    send(200);
    expect(wrong()).toEqual([]);
    word();
    send(200);
    expect(wrong().join()).toMatch(/without having asked/);
  });
  it('is a sign-in for whatever was asked for, but not again after a refusal, however it is signed', () => {
    const { book, send, word, wrong } = ledger();
    const path = '/v1/auth/300000019/token/ru';
    word();
    send(200, path, 'one');
    send(200, path, 'two');
    send(401, path, 'three');
    expect(wrong()).toEqual([]);
    send(401, path, 'four');
    expect(wrong()).toEqual(['signed in, and nobody had asked for it']);
    book.word('sign-in', 'job:1');
    send(200, path, 'five');
    expect(wrong()).toHaveLength(1);
  });
  it('is no sign-in that a browser begins by itself when it is started', () => {
    const { book, send, word, wrong } = ledger();
    word();
    book.restart();
    send(200, '/v1/auth/300000019/token/ru');
    expect(wrong()).toHaveLength(1);
  });
});
