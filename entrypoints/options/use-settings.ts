import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { useBackend } from '../../components/hooks/backend.tsx';
import { useAction } from '../../components/hooks/useAction.ts';
import { useLoaded } from '../../components/hooks/useLoaded.ts';
import type { Failure } from '../../lib/signing/failure.ts';
import type { SettingsReading } from '../../lib/vault/settings.ts';
import type { SettingName, Settings } from '../../lib/vault/settings-schema.ts';

export interface SettingsState {
  readonly reading: SettingsReading;
  readonly settings: Readonly<Settings>;
  /** The administrator's: shown, not editable. */
  readonly isManaged: (name: SettingName) => boolean;
  /** Written at once; false when it was refused (the failure is shown at the top). */
  readonly save: (changes: Partial<Settings>) => Promise<boolean>;
  readonly reload: () => Promise<void>;
}

export interface SettingsSource {
  readonly state: SettingsState | null;
  readonly error: Failure | null;
}

/** The settings as they are, again after each change anywhere. */
export function useSettingsSource(): SettingsSource {
  const backend = useBackend();
  const loaded = useLoaded(async () => (await backend.settings()).read(), 'settings', ['settings']);
  const saving = useAction(async (changes: Partial<Settings>) => {
    await (await backend.settings()).set(changes);
    backend.announce({ changed: 'settings', id: null });
    await loaded.reload();
  });
  const reading = loaded.value;
  const state = reading && {
    reading,
    settings: reading.settings,
    isManaged: (name: SettingName) => reading.managed.includes(name),
    save: saving.run,
    reload: loaded.reload,
  };
  return { state, error: saving.error ?? loaded.error };
}

export const SettingsContext = createContext<SettingsState | null>(null);

export function useSettings(): SettingsState {
  const state = useContext(SettingsContext);
  if (!state) throw new Error('useSettings outside of the options page');
  return state;
}
