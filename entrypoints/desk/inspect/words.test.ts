import { describe, expect, it } from 'vitest';
import type { ReasonCode, Trust } from '../../../lib/cms/report.ts';
import type { CheckId, CheckState, DocumentFinding } from '../../../lib/containers/report.ts';
import { createTranslator } from '../../../lib/i18n/translator.ts';
import enCommon from '../../../locales/en/common.json';
import en from '../../../locales/en/inspect.json';
import ruCommon from '../../../locales/ru/common.json';
import ru from '../../../locales/ru/inspect.json';
import { holderOf, reasonWords, savedAs } from './words.ts';

/** As records, so that a new code does not compile until it stands here, and fails until it has words. */
const REASONS: Record<ReasonCode, true> = {
  'digest-mismatch': true,
  'no-message-digest': true,
  'content-type-mismatch': true,
  'signed-attributes-missing': true,
  'content-differs': true,
  'no-content': true,
  'signature-mismatch': true,
  'unsupported-algorithm': true,
  'signer-certificate-missing': true,
  'signing-certificate-mismatch': true,
  'key-not-for-signing': true,
  'unknown-critical-extension': true,
  'irregular-structure': true,
  'issuer-missing': true,
  'bad-certificate-signature': true,
  'issuer-not-a-ca': true,
  'authority-altered': true,
  'untrusted-root': true,
  'certificate-not-valid-at-signing-time': true,
  'timestamp-invalid': true,
  // Only ever about the signature as a whole; the stamp's own row says it.
  'timestamp-not-checked': true,
  'tsa-purpose-not-said': true,
};
const TRUSTS: Record<Exclude<Trust, 'trusted-root'>, true> = {
  'unknown-root': true,
  'not-in-force': true,
  incomplete: true,
  'chain-broken': true,
  'unsupported-algorithm': true,
  'no-certificate': true,
};
const OWN = [
  'expired',
  'not-yet-valid',
  'document-missing',
  'self-signed',
  'imprint-mismatch',
  'stamp-certificate-missing',
];
const STATES: Record<CheckId, readonly CheckState[]> = {
  document: ['holds', 'fails', 'unknown'],
  manifest: ['holds', 'fails', 'unknown'],
  signature: ['holds', 'fails', 'unknown'],
  'certificate-time': ['holds', 'fails', 'unknown'],
  'certificate-use': ['fails', 'unknown'],
  authority: ['holds', 'fails', 'unknown'],
  'time-stamp': ['holds', 'fails', 'unknown', 'absent'],
  structure: ['unknown'],
  revocation: ['not-asked'],
};

const common = { en: enCommon, ru: ruCommon };

describe.each([
  ['en', en],
  ['ru', ru],
] as const)('words in %s', (language, dictionary) => {
  const translator = createTranslator(language, { ...common[language], ...dictionary });
  const { find } = translator;
  it('exist for every reason', () => {
    const reasons = [...Object.keys(REASONS), ...Object.keys(TRUSTS), ...OWN];
    const wordless = reasons.filter(reason => {
      const words = reasonWords({ id: 'document', state: 'unknown', reason }, translator);
      return words === reason || !/^\p{Lu}.*\.$/u.test(words ?? '');
    });
    expect(wordless).toEqual([]);
  });

  it('are not said twice', () => {
    const altered = { id: 'authority', state: 'fails', reason: 'authority-altered' } as const;
    expect(reasonWords(altered, translator)).toBeNull();
  });

  it('exist for every state of every check', () => {
    const keys = Object.entries(STATES).flatMap(([id, states]) =>
      states.map(state => `inspect.check.${id}.${state}`),
    );
    expect(keys.filter(key => find(key) === null)).toEqual([]);
  });

  it('never promise what was not established', () => {
    const text = Object.values(dictionary)
      .map(value => JSON.stringify(value))
      .join('\n');
    expect(text).not.toMatch(/\bvalid\b|qualified|(?<!не)действительн|квалифицирован/i);
  });
});

const nobody = { surname: null, givenName: null, name: null, cn: null, o: null } as Parameters<
  typeof holderOf
>[0];

it('the holder is the person, else the organisation', () => {
  expect(holderOf({ ...nobody!, cn: 'A B', o: 'C' })).toBe('A B');
  expect(holderOf({ ...nobody!, surname: 'B', name: 'A' })).toBe('B A');
  expect(holderOf({ ...nobody!, o: 'C' })).toBe('C');
  expect(holderOf(null)).toBeNull();
  // Whoever makes a certificate of his own writes into it what he likes.
  expect(holderOf({ ...nobody!, cn: 'A\u202eB' })).toBe('A[U+202E]B');
});

it.each([
  ['docs/a.pdf', 'pdf', 'a.pdf'],
  ['contract', 'json', 'contract.json'],
  ['Договор № 5. Приложение', 'text', 'Договор № 5. Приложение.txt'],
] as const)('%s (%s) is saved as %s', (name, type, expected) => {
  expect(savedAs({ name, type } as DocumentFinding).name).toBe(expected);
});
