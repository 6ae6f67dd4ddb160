import type { Profile } from './profiles.ts';
import type { ModuleSettings } from './settings.ts';

type Language = ModuleSettings['language'];

/** Our own words for each status. They keep the phrases by which clients know the refusals of old builds, which send no status. */
const REASONS: Readonly<Record<number, Readonly<Record<Language, string>> & { readonly java?: string }>> = {
  0: {
    ru: 'Функция не найдена в этой версии модуля.',
    uz: 'Funktsiya topilmadi: modulning bu versiyasida yoʻq.',
    java: 'java.lang.NoSuchMethodException',
  },
  [-1002]: {
    ru: 'Такой path не бывает: только пустой или DSKEYS.',
    uz: 'path faqat boʻsh yoki DSKEYS boʻladi.',
  },
  [-1003]: { ru: 'В имени файла недопустимые знаки.', uz: 'Fayl nomida notoʻgʻri belgilar bor.' },
  [-1004]: { ru: 'Такой файл уже есть.', uz: 'Bunday fayl bor.' },
  [-1005]: { ru: 'Язык бывает uz или ru.', uz: 'Til uz yoki ru boʻladi.' },
  [-1010]: {
    ru: 'Ключ по идентификатору не найден, загрузите его снова.',
    uz: 'KeyID identifikatorlik kalit topilmadi, qayta yuklang.',
  },
  [-1011]: {
    ru: 'Нет пары ключей с этим идентификатором.',
    uz: 'Bu identifikator bilan kalit juftligi yoʻq.',
  },
  [-1013]: {
    ru: "Идентификатор ключа типа 'YTKS' не найден, загрузите ключ снова.",
    uz: '’YTKS’ turidagi kalit identifikatori topilmadi, qayta yuklang.',
  },
  [-1014]: {
    ru: "Идентификатор ключа типа 'PFX' не найден, загрузите ключ снова.",
    uz: '’PFX’ turidagi kalit identifikatori topilmadi, qayta yuklang.',
  },
  [-1020]: {
    ru: 'Не принято: API-key для домена %s недействителен.',
    uz: 'Qabul qilinmadi: Domen %s uchun API-kalit yaroqsiz.',
    java: 'java.security.SignatureException',
  },
  [-1022]: {
    ru: 'Отказано: API-key для домена %s недействителен.',
    uz: 'Rad etildi: Domen %s uchun API-kalit yaroqsiz.',
    java: 'java.lang.SecurityException',
  },
  [-1028]: { ru: 'Это не PKCS#10.', uz: 'Bu PKCS#10 emas.' },
  [-2002]: {
    ru: 'Файл ключа не существует: носитель вынут?',
    uz: 'Kalit fayli mavjud emas: tashuvchi chiqarilganmi?',
    java: 'java.io.FileNotFoundException',
  },
  [-2006]: {
    ru: 'Сертификат с именем [%s] не найден в PFX-файле %s.',
    uz: '[%s] nomli sertifikat %s PFX-faylida topilmadi.',
    java: 'java.security.KeyStoreException',
  },
  [-2010]: {
    ru: 'Файл ключа не существует (YTKS).',
    uz: 'Kalit fayli mavjud emas (YTKS).',
    java: 'java.io.FileNotFoundException',
  },
  [-2011]: {
    ru: 'Диск не найден среди подключённых.',
    uz: 'Disk topilmadi: ulanganlar orasida yoʻq.',
    java: 'java.nio.file.NoSuchFileException',
  },
  [-2025]: { ru: 'Нет такого процесса.', uz: 'Bunday jarayon yoʻq.' },
  [-3000]: {
    ru: 'Модуль занят: в процессе обработки запроса.',
    uz: 'Modul band: soʻrov qayta ishlanmoqda.',
    java: 'java.lang.IllegalStateException',
  },
  [-5000]: {
    ru: 'Окно закрыто: ввод пароля отменён.',
    uz: 'Oyna yopildi: parol kiritilishi bekor qilindi.',
    java: 'java.util.concurrent.CancellationException',
  },
  [-5001]: {
    ru: 'Операция отменена.',
    uz: 'Amal bekor qilindi.',
    java: 'java.util.concurrent.CancellationException',
  },
};

/** Refusals that share status -9999 and differ in their words only. */
export const FREE_TEXT = {
  'wrong-password': {
    ru: 'Неверный пароль ключа, либо файл ключа испорчен.',
    uz: 'Kalit oʻroni notoʻgʻri yoki fayl buzilgan.',
    java: 'javax.crypto.BadPaddingException',
  },
  'wrong-pin': {
    ru: 'PIN-код неправильный.\nОсталось %s попыток.',
    uz: 'PIN-kod notoʻgʻri.\n%s ta urinish qoldi.',
    java: 'javax.smartcardio.CardException',
  },
  'blocked-pin': {
    ru: 'PIN-код заблокирован, попыток не осталось.',
    uz: 'PIN-kod bloklangan, urinish qolmadi.',
    java: 'javax.smartcardio.CardException',
  },
  'no-device': {
    ru: 'Токен не найден: вставьте его и повторите.',
    uz: 'Token topilmadi: uni ulang va takrorlang.',
    java: 'javax.smartcardio.CardNotPresentException',
  },
  'bad-input': {
    ru: 'Данные не читаются.',
    uz: 'Maʼlumot oʻqilmaydi.',
    java: 'java.lang.IllegalArgumentException',
  },
} as const;

const OTHER_JAVA = 'java.lang.Exception';

/** A call that ends in a refusal. `status` is what 6.x sends; older builds only send words. */
export class Refusal extends Error {
  readonly status: number;
  readonly details: readonly string[];
  readonly freeText: keyof typeof FREE_TEXT | null;
  /** Said as it is, without a table. */
  readonly verbatim: string | null;

  constructor(
    what: number | keyof typeof FREE_TEXT | { readonly status: number; readonly reason: string },
    ...details: readonly string[]
  ) {
    super('refused');
    this.status = typeof what === 'number' ? what : typeof what === 'string' ? -9999 : what.status;
    this.freeText = typeof what === 'string' ? what : null;
    this.verbatim = typeof what === 'object' ? what.reason : null;
    this.details = details;
  }
}

/** The words of a refusal, as this version says them in this language. */
export function reasonOf(refusal: Refusal, profile: Profile, language: Language): string {
  if (refusal.verbatim !== null) return refusal.verbatim;
  const entry = refusal.freeText === null ? REASONS[refusal.status] : FREE_TEXT[refusal.freeText];
  const details = [...refusal.details];
  const words = (entry?.[language] ?? String(refusal.status)).replaceAll('%s', () => details.shift() ?? '');
  return profile.javaReasons ? `${entry?.java ?? OTHER_JAVA}: ${words}` : words;
}
