import type { Identity } from './types.ts';

/** [guess] The alias shows the certificate's times in Tashkent time; whether it does is not published. */
const TASHKENT_HOURS = 5;

function localTime(time: Date): string {
  const shifted = new Date(time.getTime() + TASHKENT_HOURS * 3_600_000).toISOString();
  return `${shifted.slice(0, 10).replaceAll('-', '.')} ${shifted.slice(11, 19)}`;
}

/**
 * The alias of a key as `pfx.list_all_certificates` of 6.4.7 gives it: the subject in one lower-case string, raw
 * (nothing is escaped), then serialnumber, validfrom and validto. The order of attributes varies in reality: keys of
 * 2024 come in the short order of the vendor's test keys, the others in the order of Didox's documentation.
 */
export function aliasOf(identity: Identity): string {
  const { cn, name, surname, locality, state, organization, uid, pinfl, position, tin, businessCategory } =
    identity;
  const pairs: readonly (readonly [string, string | null])[] =
    identity.family === 'ozmst-2024'
      ? [
          ['cn', cn],
          ['1.2.860.3.16.1.2', pinfl],
          ['uid', uid],
          ['1.2.860.3.16.1.1', tin],
          ['o', organization],
          ['t', position],
        ]
      : [
          ['cn', cn],
          ['name', name],
          ['surname', surname],
          ['l', locality],
          ['st', state],
          ['c', 'uz'],
          ['o', organization],
          ['uid', uid],
          ['1.2.860.3.16.1.2', pinfl],
          ['t', position],
          ['1.2.860.3.16.1.1', tin],
          ['businesscategory', businessCategory],
        ];
  const subject = pairs.filter(pair => pair[1] !== null).map(([key, value]) => `${key}=${value}`);
  return [
    ...subject.map(part => part.toLowerCase()),
    `serialnumber=${identity.serial}`,
    `validfrom=${localTime(identity.validFrom)}`,
    `validto=${localTime(identity.validTo)}`,
  ].join(',');
}
