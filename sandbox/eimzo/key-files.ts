import { aliasOf, getIdentity, type Identity, manyIdentities } from '../pki/index.ts';
import type { ModuleSettings } from './settings.ts';

/** One line of a listing. */
export interface KeyFile {
  readonly disk: string;
  readonly path: string;
  /** File name without ending. */
  readonly name: string;
  readonly alias: string;
  readonly identity: Identity;
}

function fileAt(disk: string, path: string, identity: Identity): KeyFile {
  // The serial keeps two keys of one company apart.
  const name = `DS${identity.tin ?? identity.pinfl}${identity.serial.slice(-4)}`;
  return { disk, path, name, alias: aliasOf(identity), identity };
}

/** Every PFX file the module sees. On macOS the same file turns up below two disks. */
export function keyFiles(settings: ModuleSettings): readonly KeyFile[] {
  const many = manyIdentities(settings.manyKeys);
  const first = settings.keys[0] ?? { disk: 'C:\\', path: 'DSKEYS' };
  const files = [
    ...settings.keys.flatMap(({ disk, path, identities }) =>
      identities.map(id => fileAt(disk, path, getIdentity(id))),
    ),
    ...many.map(identity => fileAt(first.disk, first.path, identity)),
  ];
  if (!settings.macosDuplicates) return files;
  return [
    ...files.map(file => ({ ...file, disk: '/Volumes/', path: 'DSKEYS' })),
    ...files.map(file => ({ ...file, disk: '/Volumes/DSKEYS/', path: '' })),
  ];
}

/** YTKS files lie on the first disk. */
export function ytksFiles(settings: ModuleSettings): readonly KeyFile[] {
  const disk = disksOf(settings)[0] ?? 'C:\\';
  return settings.ytksKeys.map(id => fileAt(disk, 'DSKEYS', getIdentity(id)));
}

export function disksOf(settings: ModuleSettings): readonly string[] {
  if (settings.macosDuplicates) return ['/Volumes/', '/Volumes/DSKEYS/'];
  return [...new Set(settings.keys.map(one => one.disk))];
}
