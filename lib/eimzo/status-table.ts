/**
 * What the module's refusals mean.
 *
 * Confidence: 0 and the texts of -1022 are confirmed by several clients of real modules; -1022 by one client of a real
 * 6.4.7; every other number comes from one independent re-implementation ([R]). The texts are unstable (the module's
 * language can be switched), so they count only where the number says nothing: old modules without numbers, and -9999.
 */
export type ModuleErrorCode =
  | 'not-running' // nothing answers on the ports (also: blocked, or an untrusted certificate; see diagnose)
  | 'certificate-not-trusted'
  | 'origin-refused'
  | 'invalid-api-key'
  | 'site-blocked' // the page may not open a socket to this computer
  | 'function-missing'
  | 'too-old'
  | 'key-gone'
  | 'key-file-gone'
  | 'disk-gone'
  | 'cancelled'
  | 'wrong-password'
  | 'pin-wrong'
  | 'pin-blocked'
  | 'pin-format'
  | 'token-missing'
  | 'usb-missing'
  | 'busy'
  | 'dropped'
  | 'no-reply'
  | 'aborted'
  | 'malformed-answer'
  | 'too-large'
  | 'bad-argument'
  | 'refused-other';

/**
 * Failures of the module or of the way to it. Every other code concerns one request: its key, its person, its
 * arguments, and says nothing about whether the next call will be answered.
 */
export const OF_THE_MODULE: ReadonlySet<ModuleErrorCode> = new Set([
  'not-running',
  'certificate-not-trusted',
  'origin-refused',
  'invalid-api-key',
  'site-blocked',
  'too-old',
  'busy',
  'dropped',
  'no-reply',
  'malformed-answer',
]);

/** Number → code. -9999 is left out on purpose: it means "see the text". */
export const STATUS_CODES: Readonly<Record<number, ModuleErrorCode>> = {
  0: 'function-missing', // [S] unknown function, wrong arity, malformed request
  [-1002]: 'bad-argument', // [R] path is neither '' nor 'DSKEYS'
  [-1003]: 'bad-argument', // [R] file name
  [-1005]: 'bad-argument', // [R] language
  [-1010]: 'key-gone', // [R]
  [-1011]: 'key-gone', // [R]
  [-1013]: 'key-gone', // [R] ytks
  [-1014]: 'key-gone', // [R] pfx
  [-1015]: 'key-gone', // [R] an id of another kind
  [-1018]: 'key-gone', // [R] an id that does not suit certificates
  [-1019]: 'pin-format', // [R] 1 to 8 digits
  [-1020]: 'invalid-api-key', // [R] the apikey call itself
  [-1021]: 'origin-refused', // [R] no domain could be told
  [-1022]: 'origin-refused', // [1L] verbatim from a real 6.4.7
  [-2002]: 'key-file-gone', // [R] pfx
  [-2006]: 'key-file-gone', // [R] the alias is not in that file
  [-2010]: 'key-file-gone', // [R] ytks
  [-2024]: 'key-file-gone', // [R] the alias is not in that ytks file
  [-2011]: 'disk-gone', // [R]
  [-3000]: 'busy', // [R] in process
  [-3001]: 'busy', // [R] waiting for a person
  [-5000]: 'cancelled', // [R] password window closed, timed out, or three wrong tries
  [-5001]: 'cancelled', // [R]
  [-5002]: 'cancelled', // [R]
  [-5003]: 'usb-missing', // [R]
};

/** An apostrophe as the product writes it, in any of its forms. */
const A = "['`ʻʼ‘’]?";

/** Text → code, first match wins. [R] for the product's texts, [S] for BadPaddingException, [G] for the rest as marked. */
export const REASON_PATTERNS: readonly (readonly [RegExp, ModuleErrorCode])[] = [
  [/BadPaddingException|keystore password was incorrect/i, 'wrong-password'], // second form: [G], Java's own words
  [/парол\S*\s+(ключа\s+)?неверн|неверн\S*\s+парол/i, 'wrong-password'],
  [new RegExp(`kalit\\s+o${A}roni\\s+noto${A}g${A}ri`, 'i'), 'wrong-password'],
  [/pin\S*\s+(заблокир|blok)/i, 'pin-blocked'], // Uzbek form: [G]
  [/pin\S*\s+должен|pin\S*\s+uzunligi/i, 'pin-format'],
  [new RegExp(`pin\\S*\\s+(неправ|неверн|noto${A}g${A}ri)`, 'i'), 'pin-wrong'], // Uzbek form: [G]
  [/api-?(key|kalit)/i, 'origin-refused'],
  [/ввод пароля отмен|операция отмен|отменено польз|bekor qilin/i, 'cancelled'],
  [
    /ключ\S* по идентификатору не найд|идентификатор ключа типа|identifikatorlik kalit topilmadi/i,
    'key-gone',
  ],
  [/turidagi kalit identifikatori topilmadi/i, 'key-gone'],
  [/файл ключа не сущ|не найден в pfx|kalit fayli mavjud emas|pfx-faylida topilmadi/i, 'key-file-gone'],
  [/FileNotFoundException|NoSuchFileException/i, 'key-file-gone'], // [G] old modules put Java class names there
  [/диск не найден|disk topilmadi/i, 'disk-gone'],
  [/usb-дис|usb-disk/i, 'usb-missing'],
  [/функция (не найдена|отключена)|funktsiya topilmadi/i, 'function-missing'],
  [/обработки запроса|qayta ishlanmoqda/i, 'busy'],
  [
    /(токен|карт|считыват|token|karta|reader|card)\S*[^.]*(не найд|не подкл|topilmadi|ulanmagan|not found)/i,
    'token-missing',
  ], // [G]
];

/** The domain that a refusal names, or null when it names none (older texts, -1021). */
export function domainIn(reason: string): string | null {
  return /домена\s+(\S+)\s+недейств|domen\s+(\S+)\s+uchun/i.exec(reason)?.slice(1).find(Boolean) ?? null;
}

/** How many tries a PIN refusal leaves, or null when it does not say. */
export function triesLeftIn(reason: string): number | null {
  const found = /(\d{1,2})(?!.*\d)/s.exec(reason)?.[1];
  return found === undefined ? null : Number(found);
}

/** What a refusal means. `status` null: an old module, which sends none. */
export function codeFor(status: number | null, reason: string): ModuleErrorCode {
  const known = status === null ? undefined : STATUS_CODES[status];
  return known ?? REASON_PATTERNS.find(([pattern]) => pattern.test(reason))?.[1] ?? 'refused-other';
}
