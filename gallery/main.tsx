import '../components/theme/theme.css';
import { render } from 'preact';
import { BackendProvider } from '../components/hooks/backend.tsx';
import { isLanguage, loadTranslator } from './language.ts';
import { SCENES } from './scenes.tsx';

/** What a program that makes pictures may ask this page. */
declare global {
  interface Window {
    gallery?: {
      readonly scenes: Readonly<
        Record<
          string,
          {
            readonly size: readonly [number, number] | null;
            readonly whole: boolean;
            readonly press: readonly string[];
          }
        >
      >;
      readonly ready: boolean;
    };
  }
}

const query = new URLSearchParams(location.search);
const wanted = query.get('language');
const language = isLanguage(wanted) ? wanted : 'en';
const scene = SCENES[query.get('scene') ?? ''];
const root = document.getElementById('root');
document.documentElement.lang = language;
const scenes = Object.fromEntries(
  Object.entries(SCENES).map(([name, { size = null, whole = false, press = [] }]) => [
    name,
    { size, whole, press },
  ]),
);
window.gallery = { scenes, ready: false };

if (root && scene) {
  await forgetDatabases();
  const style = document.createElement('style');
  style.textContent = scene.css ?? '';
  document.head.append(style);
  if (scene.hash) history.replaceState(null, '', `#${scene.hash}`);
  const translator = await loadTranslator(language);
  const backend = await scene.backend(translator);
  render(<BackendProvider backend={backend}>{scene.show(translator)}</BackendProvider>, root);
} else if (root) {
  render(
    <ul style={{ padding: '1rem' }}>
      {Object.keys(SCENES).map(name => (
        <li key={name}>
          <a href={`?scene=${name}&language=${language}`}>{name}</a>
        </li>
      ))}
    </ul>,
    root,
  );
}
window.gallery = { scenes, ready: true };

/** Each scene begins with an empty database. */
async function forgetDatabases(): Promise<void> {
  for (const { name } of await indexedDB.databases())
    await new Promise(resolve => {
      const request = indexedDB.deleteDatabase(name ?? '');
      request.onsuccess = request.onerror = request.onblocked = resolve;
    });
}
