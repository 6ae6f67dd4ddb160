import '../theme/theme.css';
import { render } from 'preact';
import { BackendProvider } from '../hooks/backend.tsx';
import { SCENES } from './scenes.tsx';

/** `?scene=popup-here&language=ru` shows one scene; without a scene, the list of all. */
const query = new URLSearchParams(location.search);
const language = query.get('language') === 'ru' ? 'ru' : 'en';
const scene = SCENES[query.get('scene') ?? ''];
const root = document.getElementById('root');
document.documentElement.lang = language;

if (root && scene) {
  const style = document.createElement('style');
  style.textContent = scene.css ?? '';
  document.head.append(style);
  const backend = await scene.backend(language);
  render(<BackendProvider backend={backend}>{scene.show(language)}</BackendProvider>, root);
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
