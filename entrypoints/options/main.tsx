import '../../components/theme/theme.css';
import '../../components/theme/pages.css';
import './options.css';
import { render } from 'preact';
import { followLanguage } from '../../components/follow-language.ts';
import { BackendProvider } from '../../components/hooks/backend.tsx';
import { createPageBackend } from '../../platform/page-backend.ts';
import { Options } from './Options.tsx';

const root = document.getElementById('root');
if (root) {
  const backend = await createPageBackend();
  followLanguage(backend);
  document.title = `Imzochi: ${backend.translator.t('options.title')}`;
  render(
    <BackendProvider backend={backend}>
      <Options />
    </BackendProvider>,
    root,
  );
}
