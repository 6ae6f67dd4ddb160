import '../../components/theme/theme.css';
import '../../components/theme/pages.css';
import { render } from 'preact';
import { followLanguage } from '../../components/follow-language.ts';
import { BackendProvider } from '../../components/hooks/backend.tsx';
import { createPageBackend } from '../../platform/page-backend.ts';
import { Desk } from './Desk.tsx';

const root = document.getElementById('root');
if (root) {
  const backend = await createPageBackend();
  followLanguage(backend);
  render(
    <BackendProvider backend={backend}>
      <Desk />
    </BackendProvider>,
    root,
  );
}
