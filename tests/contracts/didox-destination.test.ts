import { describe, expect, it } from 'vitest';
import { createDidoxDestination, createOfferDestination } from '../../lib/didox/destination.ts';
import type { DidoxService, LoadedDocument } from '../../lib/didox/service.ts';
import { readStamp } from '../../lib/didox/stamp.ts';
import { FlowError, failure } from '../../lib/signing/failure.ts';
import type { JobRecord } from '../../lib/signing/job.ts';
import {
  appendPkcs7Attached,
  createPkcs7,
  createTimestampToken,
  getIdentity,
  joinPkcs7,
} from '../../sandbox/pki/index.ts';

/** What a service could do to a signature on its way, and what the status alone cannot tell. */
const content = new TextEncoder().encode('{"n":1}');
const theirs = createPkcs7({ content, identity: getIdentity('sender') }).pkcs7;
const ours = createPkcs7({ content, identity: getIdentity('receiver') });
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const signal = new AbortController().signal;

function setUp(service: Partial<DidoxService>, action = 'didox-accept', appends = false) {
  const job = {
    id: 'j',
    action,
    blobs: { theirs: 'theirs' },
    company: { tin: '300000027', pinfl: null, name: '' },
    signer: { serial: getIdentity('receiver').serial, pinfl: null },
    signature: null,
    target: {
      service: 'didox',
      server: 'production',
      owner: 'tin:300000027',
      taxId: '300000027',
      documentId: 'AB',
      outgoing: action === 'didox-sign',
    },
  } as unknown as JobRecord;
  const ports = {
    didox: service as DidoxService,
    journal: { blob: async () => theirs },
    appendsLocally: () => appends,
  };
  return { job, destination: createDidoxDestination(ports, job), ports };
}

describe('joining', () => {
  const joined = async (answer: Uint8Array) => {
    const { destination, job } = setUp({ join: async () => base64(answer) });
    const joined64 = await destination.join?.(job, base64(ours.pkcs7), signal);
    await destination.checkJoined?.(job, answer);
    return joined64;
  };
  it('gives theirs first and takes a file with both', async () => {
    const both = joinPkcs7(theirs, ours.pkcs7);
    expect(await joined(both)).toBe(base64(both));
  });
  it('refuses a file from which theirs is gone, or whose signature is another one', async () => {
    await expect(joined(ours.pkcs7)).rejects.toMatchObject({ failure: { code: 'counterparty-differs' } });
    const other = createPkcs7({ content, identity: getIdentity('stranger') }).pkcs7;
    await expect(joined(joinPkcs7(other, ours.pkcs7))).rejects.toMatchObject({
      failure: { code: 'counterparty-differs' },
    });
    await expect(joined(new TextEncoder().encode('nonsense'))).rejects.toBeInstanceOf(FlowError);
  });
  it('asks nobody when the module has appended ours to theirs, whichever module is here today', async () => {
    const both = appendPkcs7Attached(theirs, getIdentity('receiver')).pkcs7;
    for (const appends of [true, false]) {
      const { destination, job } = setUp(
        { join: () => Promise.reject(new Error('asked')) },
        'didox-accept',
        appends,
      );
      expect(await destination.join?.(job, base64(both), signal)).toBe(base64(both));
    }
  });
  it('gives an old module theirs to append to, and nobody else', async () => {
    const old = setUp({}, 'didox-accept', true);
    expect(await old.destination.appendTo?.(old.job)).toBe(base64(theirs));
    expect(setUp({}).destination.appendTo).toBeUndefined();
    expect(setUp({}, 'didox-sign', true).destination).toMatchObject({ joins: false });
    expect(setUp({}, 'didox-sign', true).destination.appendTo).toBeUndefined();
  });
});

describe('asking what happened', () => {
  const asked = (document: Partial<LoadedDocument> | FlowError, action?: string) => {
    const { destination, job } = setUp(
      {
        document: async () =>
          document instanceof FlowError ? Promise.reject(document) : (document as LoadedDocument),
      },
      action,
    );
    return destination.ask(job);
  };
  const signers = (serial: string, taxId = '300000027') => JSON.stringify([{ serial, taxId }]);

  it('believes the status, and the signer’s serial where it stands there', async () => {
    const own = getIdentity('receiver').serial;
    expect(await asked({ status: 3, signature: signers(own.toUpperCase()) })).toBe('done');
    expect(await asked({ status: 3, signature: signers('1') })).toBe('not-done');
    expect(await asked({ status: 3, signature: signers('1', '300000019') })).toBe('done');
    expect(await asked({ status: 1, signature: signers('1') }, 'didox-sign')).toBe('not-done');
    expect(await asked({ status: 4, signature: signers('1') }, 'didox-reject')).toBe('done');
    expect(await asked({ status: 2, signature: null })).toBe('not-done');
    expect(await asked({ status: -1, signature: null })).toBe('unknown');
  });
  it('takes a vanished draft for deleted, and nothing else', async () => {
    const gone = new FlowError(failure('document-gone'));
    expect(await asked(gone, 'didox-delete-draft')).toBe('done');
    expect(await asked(gone, 'didox-sign')).toBe('unknown');
    await expect(asked(new FlowError(failure('network-gone')))).rejects.toBeInstanceOf(FlowError);
  });
  it('asks the profile about the offer; an unreachable tax registry is no answer', async () => {
    for (const [signed, outcome] of [
      [true, 'done'],
      [false, 'not-done'],
      [null, 'unknown'],
    ] as const) {
      const { ports, job } = setUp({ offerSigned: async () => signed }, 'didox-offer');
      expect(await createOfferDestination(ports, job).ask(job)).toBe(outcome);
    }
  });
  it('does not send an offer that somebody signed meanwhile; what cannot be told stands in nobody’s way', async () => {
    const look = (signed: boolean | null) => {
      const { ports, job } = setUp({ offerSigned: async () => signed }, 'didox-offer');
      return createOfferDestination(ports, job).lookAgain?.(job, new Uint8Array());
    };
    await expect(look(true)).rejects.toThrow('already-signed');
    expect(await look(false)).toBe('unchanged');
    expect(await look(null)).toBe('unchanged');
  });
});

describe('what the time stamp service gives', () => {
  const token = createTimestampToken(ours.signatureHex, new Date());
  it('is known by its bytes, whatever the flag says', () => {
    for (const isAttachedPkcs7 of [true, false, null]) {
      expect(
        readStamp({ timeStampTokenB64: base64(token), success: true, ...{ isAttachedPkcs7 } }).kind,
      ).toBe('token');
      expect(
        readStamp({ timeStampTokenB64: base64(ours.pkcs7), success: true, ...{ isAttachedPkcs7 } }).kind,
      ).toBe('whole');
    }
  });
});
