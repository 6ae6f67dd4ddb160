import { type ComponentChildren, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Translator } from '../../lib/i18n/translator.ts';
import type { Backend } from '../backend.ts';

const BackendContext = createContext<Backend | null>(null);

/** Put around a page: everything inside may `useBackend()`. */
export function BackendProvider({ backend, children }: { backend: Backend; children: ComponentChildren }) {
  return <BackendContext.Provider value={backend}>{children}</BackendContext.Provider>;
}

export function useBackend(): Backend {
  const backend = useContext(BackendContext);
  if (!backend) throw new Error('useBackend outside of a BackendProvider');
  return backend;
}

export function useTranslator(): Translator {
  return useBackend().translator;
}
