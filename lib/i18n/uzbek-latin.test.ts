import { describe, expect, it } from 'vitest';
import { uzbekLatin } from './uzbek-latin.ts';

describe('uzbekLatin', () => {
  it.each([
    ['Ҳужжат имзоланди', 'Hujjat imzolandi'],
    ['Ўзбекча, ғалаба, қалит, чек, шартнома', 'Oʻzbekcha, gʻalaba, qalit, chek, shartnoma'],
    ['Ер, дунёе, аэропорт, бет', 'Yer, dunyoye, aeroport, bet'],
    ['объект, субъект, маълумот, эълон', 'obyekt, subyekt, maʼlumot, eʼlon'],
    ['сертификат, лицензия, акция, цирк', 'sertifikat, litsenziya, aksiya, sirk'],
    ['фильтр, компьютер', 'filtr, kompyuter'],
    ['Исҳоқ, шаҳар', 'Isʼhoq, shahar'],
    ['ШАРТНОМА, Шартнома, СТИР, ЧЎЛ', 'SHARTNOMA, Shartnoma, STIR, CHOʻL'],
    ['E-IMZO {name}ни очинг: 3 та файл…', 'E-IMZO {name}ni oching: 3 ta fayl…'],
  ])('%s: %s', (cyrillic, latin) => {
    expect(uzbekLatin(cyrillic)).toBe(latin);
  });
});
