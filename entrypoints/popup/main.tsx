import '../../components/theme/theme.css';
import './popup.css';
import { render } from 'preact';
import { followLanguage } from '../../components/follow-language.ts';
import { BackendProvider } from '../../components/hooks/backend.tsx';
import { createPageBackend } from '../../platform/page-backend.ts';
import { JOBS, KEYS } from './first-questions.ts';
import { Popup } from './Popup.tsx';

const root = document.getElementById('root');
if (root) {
  const backend = await createPageBackend([KEYS, JOBS]);
  followLanguage(backend);
  render(
    <BackendProvider backend={backend}>
      <Popup />
    </BackendProvider>,
    root,
  );
}
