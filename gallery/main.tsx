import '../components/theme/theme.css';
import '../components/theme/pages.css';
import { render } from 'preact';
import { BackendProvider } from '../components/hooks/backend.tsx';
import { isLanguage, loadTranslator } from './language.ts';
import type { SceneFrame } from './scene.ts';
import { SCENES } from './scenes.tsx';

/** What a program that makes pictures may ask this page. */
declare global {
  interface Window {
    gallery?: {
      readonly scenes: Readonly<Record<string, SceneFrame>>;
      /** Puts a scene in place of the one before it, with an empty database. */
      show(scene: string, language: string): Promise<void>;
    };
  }
}

const root = document.getElementById('root') ?? document.body;
const style = document.head.appendChild(document.createElement('style'));

async function show(name: string, wanted: string | null): Promise<void> {
  const scene = SCENES[name];
  if (!scene) throw new Error(`there is no scene "${name}"`);
  const language = isLanguage(wanted) ? wanted : 'en';
  render(null, root);
  await forgetEverything();
  document.documentElement.lang = language;
  style.textContent = scene.css ?? '';
  const hash = scene.hash === undefined ? '' : `#${scene.hash}`;
  history.replaceState(null, '', `?scene=${name}&language=${language}${hash}`);
  const translator = await loadTranslator(language);
  const backend = await scene.backend(translator);
  render(<BackendProvider backend={backend}>{scene.show(translator)}</BackendProvider>, root);
}

/** Each scene begins with nothing stored; the page before lets go of its database. */
async function forgetEverything(): Promise<void> {
  localStorage.clear();
  for (const { name } of await indexedDB.databases())
    await new Promise(resolve => {
      const request = indexedDB.deleteDatabase(name ?? '');
      request.onsuccess = request.onerror = resolve;
    });
}

const query = new URLSearchParams(location.search);
const scene = query.get('scene');
if (scene) await show(scene, query.get('language'));
else
  render(
    <ul style={{ padding: '1rem' }}>
      {Object.keys(SCENES).map(name => (
        <li key={name}>
          <a href={`?scene=${name}&language=${query.get('language') ?? 'en'}`}>{name}</a>
        </li>
      ))}
    </ul>,
    root,
  );
window.gallery = {
  scenes: Object.fromEntries(
    Object.entries(SCENES).map(([name, { size, whole, press, until }]) => [
      name,
      { size, whole, press, until },
    ]),
  ),
  show,
};
