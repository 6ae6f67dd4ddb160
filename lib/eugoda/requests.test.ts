import { describe, expect, it } from 'vitest';
import { toBase64 } from '../bytes/base64.ts';
import { base64ToBytes } from './base64.ts';
import { createExternalId } from './external-id.ts';
import { isExternalId } from './mac.ts';
import { buildRequest, defaultRegistrationOptions as options } from './requests.ts';

const access = { applicationId: 'app-1', secret: 's3cr3t', port: 3000 };
const externalId = 'umb-1700000000';
const now = 1_700_000_000_987;
const validationString = '606dd0bf63b1dc1ca0fab5a6b724574f';
const tuple = { applicationId: 'app-1', externalId, timestamp: 1_700_000_000 };

describe('a request', () => {
  it('for a file is the demo page’s', () => {
    const bytes = new TextEncoder().encode('hello');
    const call = { call: 'register-file', externalId, fileName: 'договір.pdf', bytes, options } as const;
    const request = buildRequest(access, call, now);
    expect(request).toMatchObject({ method: 'POST', url: 'https://eugoda.com:3000/api/signing' });
    expect(request.headers).toEqual({ 'Content-Type': 'application/json; charset=utf-8' });
    expect(JSON.parse(request.body!)).toEqual({
      ...tuple,
      fileName: 'договір.pdf',
      content: 'aGVsbG8=',
      removeOnCompleted: false,
      expectedSignatures: 1,
      lifetime: 7200,
      validationString,
    });
  });

  it('for a template keeps the id as it was given and the values with their types', () => {
    const data = { name: 'Імʼя', salary: 5000 };
    const chosen = { ...options, removeOnCompleted: true, returnUrl: 'https://umbrella.example/back' };
    const call = {
      call: 'register-template',
      externalId,
      name: 'N',
      templateId: 12,
      data,
      options: chosen,
    } as const;
    const request = buildRequest({ ...access, port: 4443 }, call, now);
    expect(request.url).toBe('https://eugoda.com:4443/api/signing/template');
    expect(JSON.parse(request.body!)).toMatchObject({
      name: 'N',
      templateId: 12,
      data,
      removeOnCompleted: true,
      returnUrl: 'https://umbrella.example/back',
    });
  });

  it('for a link leaves out what is not known', () => {
    const call = { call: 'share', externalId, isNew: true, removeOnCompleted: null } as const;
    expect(Object.keys(JSON.parse(buildRequest(access, call, now).body!))).not.toContain('removeOnCompleted');
  });

  it('for a link says whether it is a new one', () => {
    const call = { call: 'share', externalId, isNew: true, removeOnCompleted: false } as const;
    const request = buildRequest(access, call, now);
    expect(request.url).toBe('https://eugoda.com:3000/api/signing/share');
    expect(JSON.parse(request.body!)).toEqual({
      ...tuple,
      isNew: true,
      removeOnCompleted: false,
      validationString,
    });
  });

  it('for the document is a GET without a body', () => {
    const request = buildRequest(access, { call: 'document', externalId }, now);
    expect(request.body).toBeUndefined();
    expect(request.url).toBe(
      `https://eugoda.com:3000/api/signing/document?applicationId=app-1&externalId=${externalId}` +
        `&timestamp=1700000000&validationString=${validationString}`,
    );
  });

  it('never carries the secret', () => {
    for (const call of [
      { call: 'share', externalId, isNew: true, removeOnCompleted: false },
      { call: 'document', externalId },
    ] as const)
      expect(JSON.stringify(buildRequest(access, call, now))).not.toContain('s3cr3t');
  });
});

describe('base64', () => {
  it('equals another implementation’s at every length around a slice', () => {
    for (const length of [0, 1, 2, 3, 0x5fff, 0x6000, 0x6001, 0xc002]) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 7) & 255);
      const text = toBase64(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64'));
      if (length > 0) expect(base64ToBytes(text)).toEqual(bytes);
    }
  });

  it('reads broken lines and the URL-safe letters, and nothing that is none', () => {
    expect(base64ToBytes('_-\n8=')).toEqual(Uint8Array.of(255, 239));
    expect([base64ToBytes(''), base64ToBytes('a'), base64ToBytes('привіт')]).toEqual([null, null, null]);
  });
});

describe('an external id', () => {
  it('is unique within one millisecond, and one the service’s text form can carry', () => {
    const ids = Array.from({ length: 2000 }, () => createExternalId(now));
    expect(new Set(ids).size).toBe(2000);
    expect(ids.every(isExternalId)).toBe(true);
  });
});
