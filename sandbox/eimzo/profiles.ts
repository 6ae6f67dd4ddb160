import functions from './data/functions.json' with { type: 'json' };
import type { ModuleSettings } from './settings.ts';

/** plugin → function → argument names, `?` behind the optional ones. */
export type Catalogue = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** How a version differs from the others. */
export interface Profile {
  readonly version: Readonly<Record<string, string>>;
  /** What pages and the title call it. */
  readonly title: string;
  /** 6.x closes the socket after one reply with 1000 "Done"; older ones keep it. */
  readonly closesAfterReply: boolean;
  /** Older builds have no `status` in their answers. [guess] for 4.86: no recording says when it came. */
  readonly statusCodes: boolean;
  /** Reasons begin with a Java class name. */
  readonly javaReasons: boolean;
  readonly catalogue: Catalogue;
}

export const PROFILES: Readonly<Record<ModuleSettings['profile'], Profile>> = {
  '3.37': {
    version: { major: '3', minor: '37' },
    title: 'E-IMZO-v3.37',
    closesAfterReply: false,
    statusCodes: false,
    javaReasons: true,
    catalogue: functions['3.37'],
  },
  '4.86': {
    version: { major: '4', minor: '86' },
    title: 'E-IMZO-v4.86',
    closesAfterReply: false,
    statusCodes: false,
    javaReasons: false,
    catalogue: functions['4.86'],
  },
  '6.4.7': {
    version: { major: '6', minor: '4', patch: '7', edition: 'Standard' },
    title: 'E-IMZO-v6.4.7',
    closesAfterReply: true,
    statusCodes: true,
    javaReasons: false,
    catalogue: functions['6.4.7'],
  },
};

/** The answer to `apidoc`: a bare array of plugins, no envelope. Descriptions are ours. */
export function apidocOf(profile: Profile): readonly object[] {
  return Object.entries(profile.catalogue).map(([plugin, list]) => ({
    name: plugin,
    description: `Плагин ${plugin} (песочница)`,
    functions: Object.entries(list).map(([name, names]) => ({
      plugin,
      name,
      description: `${plugin}.${name} (песочница)`,
      arguments: names.map(argument => ({
        name: argument.replace('?', ''),
        optional: argument.endsWith('?'),
        description: argument.replace('?', ''),
      })),
    })),
  }));
}

/** Whether a function exists and takes so many arguments. */
export function accepts(profile: Profile, plugin: string, name: string, count: number): boolean {
  const list = Object.hasOwn(profile.catalogue, plugin) ? profile.catalogue[plugin]! : {};
  const names = Object.hasOwn(list, name) ? list[name]! : undefined;
  if (names === undefined) return false;
  const needed = names.findLastIndex(argument => !argument.endsWith('?')) + 1;
  return count >= needed && count <= names.length;
}
