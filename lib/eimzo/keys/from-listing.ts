import type { FtjcEntry, PfxEntry, YtksEntry } from '../verbs/files.ts';
import type { HardwareKind } from '../verbs/hardware.ts';
import { parseAlias } from './alias.ts';
import type { FileKey, HardwareKey, Key } from './key.ts';
import { fromMoment, parseLocalTime } from './local-time.ts';

const ORGANISATION_INN = '1.2.860.3.16.1.1';
const PINFL = '1.2.860.3.16.1.2';

function fileKey(kind: FileKey['kind'], disk: string, path: string, name: string, alias: string): FileKey {
  const fields = parseAlias(alias);
  const field = (key: string) => fields.get(key)?.trim() ?? '';
  const inn = field(ORGANISATION_INN);
  const uid = field('uid');
  return {
    kind,
    id: [kind, disk, path, name, alias].join('|'),
    identity: [kind, name, alias].join('|'),
    disk,
    path,
    name,
    alias,
    holder: { cn: field('cn'), name: field('name'), surname: field('surname') },
    organization: field('o'),
    position: field('t'),
    tin: inn || uid,
    pinfl: field(PINFL),
    uid,
    serial: field('serialnumber'),
    validFrom: parseLocalTime(field('validfrom')),
    validTo: parseLocalTime(field('validto')),
    // One client (truschery/eimzo): a number equal to the person's own is no organisation [1].
    entity: inn !== '' && inn !== uid ? 'legal' : 'person',
  };
}

export function pfxKey({ disk, path, name, alias }: PfxEntry): FileKey {
  return fileKey('pfx', disk, path, name, alias);
}

/** A ytks alias need not be a subject; then the discrete fields speak [R]. */
export function ytksKey(entry: YtksEntry): FileKey {
  const key = fileKey('ytks', entry.disk, entry.path, entry.name, entry.alias);
  const subject = entry.subjectName === undefined ? key : fileKey('ytks', '', '', '', entry.subjectName);
  const named = key.holder.cn === '' ? subject : key;
  return {
    ...named,
    ...{ id: key.id, identity: key.identity },
    ...{ disk: key.disk, path: key.path, name: key.name, alias: key.alias },
    serial: entry.serialNumber || key.serial,
    validFrom: key.validFrom ?? (entry.validFrom === undefined ? null : fromMoment(entry.validFrom)),
    validTo: key.validTo ?? (entry.validTo === undefined ? null : fromMoment(entry.validTo)),
  };
}

export function ftjcKey({ cardUID, info }: FtjcEntry): FileKey {
  return fileKey('ftjc', '', '', cardUID, info);
}

/** One key per kind of hardware, whatever the number of devices; none when nothing is plugged in. */
export function hardwareKey(kind: HardwareKind, devices: readonly string[]): HardwareKey[] {
  return devices.length > 0 ? [{ kind, id: kind, identity: kind, devices }] : [];
}

/**
 * On macOS one file is listed at two places: the first one stays. "ckc" lists every device, those of idcard and baikey
 * too; what has been listed under its own kind is left out there.
 */
export function withoutDuplicates(keys: readonly Key[]): Key[] {
  const seen = new Set<string>();
  const named = keys.flatMap(key => (key.kind === 'idcard' || key.kind === 'baikey' ? key.devices : []));
  return keys
    .filter(({ identity }) => !seen.has(identity) && seen.add(identity))
    .flatMap(key => (key.kind === 'ckc' ? withoutDevices(key, named) : [key]));
}

function withoutDevices(key: HardwareKey, named: readonly string[]): HardwareKey[] {
  return hardwareKey(
    key.kind,
    key.devices.filter(device => !named.some(name => device.endsWith(name))),
  );
}

/** What load_key takes for this key, verbatim. */
export function loadArguments(key: FileKey): string[] {
  if (key.kind === 'ftjc') return [key.name];
  const four = [key.disk, key.path, key.name, key.alias];
  return key.kind === 'ytks' ? [...four, key.serial] : four;
}
