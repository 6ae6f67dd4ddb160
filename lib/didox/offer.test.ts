import { describe, expect, it } from 'vitest';
import { toBase64 } from '../bytes/base64.ts';
import type { Call, DidoxHttp } from './http.ts';
import { createOfferCalls } from './offer.ts';
import type { DidoxSession } from './session.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const PDF = utf8('%PDF-1.7 the terms');

describe('the public offer', () => {
  const made = async (answer: string) => {
    const sent: unknown[] = [];
    const http = {
      text: async ({ path, body }: Call) => {
        if (path === '/v1/newoffer/base64') return answer;
        sent.push(body);
        return '{"document_json":{"number":"7"}}';
      },
    } as unknown as DidoxHttp;
    const withToken: DidoxSession['withToken'] = (_server, _owner, call) => call('user-key');
    const calls = createOfferCalls(http, {} as DidoxSession, withToken);
    return { offer: await calls.createOffer('production', 'tin:1'), sent };
  };

  it('comes with its text, which goes back untouched', async () => {
    const { offer, sent } = await made(` ${toBase64(PDF)}\n`);
    expect(offer.pdf).toEqual(PDF);
    expect(sent).toEqual([{ document: toBase64(PDF) }]);
  });

  it.each(['<html>', 'JVBERi0x*', toBase64(utf8('<p>not a PDF')), '%PDF-1.7'])(
    'whose text is no PDF (%s) can be signed all the same',
    async answer => {
      const { offer, sent } = await made(answer);
      expect(offer).toMatchObject({ json: { number: '7' }, pdf: null });
      expect(sent).toEqual([{ document: answer }]);
    },
  );
});
