import { inForce, ownPart, respects } from './chosen-keys.ts';
import type { PolicyPort, WatchedKeyValuePort } from './ports.ts';
import { createRemembered, neverChanges, watchOf } from './remembered.ts';
import { createSerial, type Exclusive } from './serial.ts';
import { readSettingsRecord, type SettingsRecord, settingsVersion } from './settings-record.ts';
import {
  defaultSettings,
  isSettingName,
  readSetting,
  type SettingName,
  type Settings,
  settingNames,
} from './settings-schema.ts';

export type SettingsProblemCode =
  /** The stored value does not fit; the default is in force and the stored one is kept. */
  | 'value-unreadable'
  /** The administrator's value does not fit and is passed over. */
  | 'policy-unreadable'
  /** The whole record is damaged; it is put aside (key `settings.unreadable`) before anything is written. */
  | 'record-unreadable'
  /** The record is a newer release's; it is put aside in the same way. */
  | 'record-newer';

export interface SettingsProblem {
  readonly code: SettingsProblemCode;
  /** The setting's name, null when it is about the whole record. */
  readonly name: string | null;
}

export interface SettingsReading {
  readonly settings: Readonly<Settings>;
  /** Names the administrator has set: shown, not editable. Not `chosenKeys`: there it goes owner by owner. */
  readonly managed: readonly SettingName[];
  readonly problems: readonly SettingsProblem[];
}

export type SettingsErrorCode = 'set-by-policy' | 'value-refused' | 'not-a-settings-file' | 'file-newer';

export class SettingsError extends Error {
  readonly code: SettingsErrorCode;
  readonly setting: string | null;

  constructor(code: SettingsErrorCode, setting: string | null = null) {
    super(setting === null ? code : `${code}: ${setting}`);
    this.name = 'SettingsError';
    this.code = code;
    this.setting = setting;
  }
}

/** What an import did. `refused`: values that do not fit; `unknown`: names this release does not have. */
export interface ImportReport {
  readonly applied: readonly SettingName[];
  readonly managed: readonly SettingName[];
  readonly refused: readonly SettingName[];
  readonly unknown: readonly string[];
}

export interface SettingsStore {
  /** From memory, while nothing has changed. */
  get(): Promise<Readonly<Settings>>;
  /** Read anew, with what is managed and what could not be read. */
  read(): Promise<SettingsReading>;
  /** All or nothing. @throws SettingsError `set-by-policy`, `value-refused` naming the first such setting */
  set(changes: Partial<Settings>): Promise<void>;
  /** As `set`, of changes that depend on what stands there: read and written in one turn. */
  update(change: (now: Readonly<Settings>) => Partial<Settings>): Promise<void>;
  /** Called after each change, here or (where storage can tell) in another context. Returns the way out. */
  onChange(listener: (settings: Readonly<Settings>) => void): () => void;
  /** JSON text of the user's own settings. Secrets are in the vault and thus not in it; policy values neither. */
  exportText(): Promise<string>;
  /** @throws SettingsError `not-a-settings-file`, `file-newer` */
  importText(text: string): Promise<ImportReport>;
}

export const settingsKey = 'settings';
export const unreadableSettingsKey = 'settings.unreadable';
const fileFormat = 'imzochi-settings';

/** `managed` holds each setting under its own name (and the vault's policy secrets under `secrets`). */
export function createSettings(parts: {
  readonly local: WatchedKeyValuePort;
  readonly managed?: PolicyPort;
  /** Shared by all contexts that share the area. */
  readonly exclusive?: Exclusive | undefined;
}): SettingsStore {
  const { local, managed } = parts;
  const serial = parts.exclusive ?? createSerial();
  const listeners = new Set<(settings: Readonly<Settings>) => void>();

  async function ownValues(): Promise<{
    values: Readonly<Record<string, unknown>>;
    problem: SettingsProblem | null;
    stored: unknown;
  }> {
    const stored = await local.get(settingsKey);
    const reading = readSettingsRecord(stored);
    if (reading.is === 'readable') return { values: reading.record.values, problem: null, stored };
    if (reading.is === 'absent') return { values: {}, problem: null, stored };
    const code = reading.is === 'newer' ? 'record-newer' : 'record-unreadable';
    return { values: {}, problem: { code, name: null }, stored };
  }

  async function read(): Promise<SettingsReading> {
    const { values, problem } = await ownValues();
    const problems: SettingsProblem[] = problem === null ? [] : [problem];
    const settings: Record<string, unknown> = structuredClone(defaultSettings);
    const managedNames: SettingName[] = [];
    for (const name of settingNames) {
      if (Object.hasOwn(values, name)) {
        const read = readSetting(name, values[name]);
        if (read === null) problems.push({ code: 'value-unreadable', name });
        else settings[name] = read.value;
      }
      const administrators = await managed?.get(name);
      if (administrators === undefined || administrators === null) continue;
      const ruled = readSetting(name, administrators);
      if (ruled === null) {
        problems.push({ code: 'policy-unreadable', name });
      } else if (name === 'chosenKeys') {
        settings[name] = inForce(
          settings[name] as Settings['chosenKeys'],
          ruled.value as Settings['chosenKeys'],
        );
      } else {
        settings[name] = ruled.value;
        managedNames.push(name);
      }
    }
    return { settings: settings as Settings, managed: managedNames, problems };
  }

  const remembered = createRemembered(read, [
    watchOf(local, settingsKey),
    managed ? managed.onChange?.bind(managed) : neverChanges,
  ]);

  async function write(changes: Readonly<Record<string, unknown>>): Promise<void> {
    const { values, problem, stored } = await ownValues();
    if (problem !== null) await local.set(unreadableSettingsKey, stored);
    const record: SettingsRecord = { v: settingsVersion, values: { ...values, ...changes } };
    await local.set(settingsKey, record);
    remembered.forget();
    if (local.watch === undefined && listeners.size > 0) tell((await read()).settings);
  }

  /** The administrator's entries of `chosenKeys`, and what the user had chosen. */
  async function chosenKeys(): Promise<Record<'ruled' | 'own', Settings['chosenKeys']>> {
    const read = (value: unknown) =>
      (readSetting('chosenKeys', value)?.value ?? {}) as Settings['chosenKeys'];
    const { values } = await ownValues();
    return { ruled: read((await managed?.get('chosenKeys')) ?? {}), own: read(values.chosenKeys) };
  }

  async function set(changes: Partial<Settings>): Promise<void> {
    const { managed: ruled } = await read();
    const checked: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(changes)) {
      if (!isSettingName(name)) throw new SettingsError('value-refused', name);
      if (ruled.includes(name)) throw new SettingsError('set-by-policy', name);
      const fits = readSetting(name, value);
      if (fits === null) throw new SettingsError('value-refused', name);
      checked[name] = fits.value;
    }
    if (changes.chosenKeys) {
      const { ruled, own } = await chosenKeys();
      if (!respects(changes.chosenKeys, ruled)) throw new SettingsError('set-by-policy', 'chosenKeys');
      checked.chosenKeys = ownPart(changes.chosenKeys, ruled, own);
    }
    await write(checked);
  }

  function tell(settings: Readonly<Settings>): void {
    for (const listener of [...listeners]) listener(settings);
  }

  let endWatch: (() => void) | null = null;

  function onChange(listener: (settings: Readonly<Settings>) => void): () => void {
    listeners.add(listener);
    endWatch ??= local.watch?.(settingsKey, () => void read().then(now => tell(now.settings))) ?? null;
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      endWatch?.();
      endWatch = null;
    };
  }

  async function importText(text: string): Promise<ImportReport> {
    const values = readFile(text);
    const { managed: ruled } = await read();
    const report = {
      applied: [] as SettingName[],
      managed: [] as SettingName[],
      refused: [] as SettingName[],
    };
    const unknown: string[] = [];
    const checked: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(values)) {
      if (!isSettingName(name)) {
        unknown.push(name);
        continue;
      }
      const fits = readSetting(name, value);
      if (fits === null) report.refused.push(name);
      else if (ruled.includes(name)) report.managed.push(name);
      else {
        checked[name] = fits.value;
        report.applied.push(name);
      }
    }
    if (report.applied.length > 0) await write(checked);
    return { ...report, unknown };
  }

  async function exportText(): Promise<string> {
    const { values } = await ownValues();
    const readable = Object.entries(values).filter(
      ([name, value]) => isSettingName(name) && readSetting(name, value) !== null,
    );
    const file = { format: fileFormat, v: settingsVersion, values: Object.fromEntries(readable) };
    return `${JSON.stringify(file, null, 2)}\n`;
  }

  return {
    get: async () => (await remembered.get()).settings,
    read,
    set: changes => serial(() => set(changes)),
    update: change => serial(async () => set(change((await read()).settings))),
    onChange,
    exportText,
    importText: text => serial(() => importText(text)),
  };
}

function readFile(text: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new SettingsError('not-a-settings-file');
  }
  // Another program's JSON would otherwise pass for a bare record of version 0.
  if (typeof parsed !== 'object' || parsed === null || !('format' in parsed) || parsed.format !== fileFormat)
    throw new SettingsError('not-a-settings-file');
  const { format: _, ...envelope } = parsed;
  const reading = readSettingsRecord(envelope);
  if (reading.is === 'newer') throw new SettingsError('file-newer');
  if (reading.is !== 'readable') throw new SettingsError('not-a-settings-file');
  return reading.record.values;
}
