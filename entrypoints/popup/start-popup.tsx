import { render } from 'preact';
import { followLanguage } from '../../components/follow-language.ts';
import { BackendProvider } from '../../components/hooks/backend.tsx';
import { createPageBackend } from '../../platform/page-backend.ts';
import { Popup } from './Popup.tsx';

/** Draws the popup as soon as its texts are there. */
export async function startPopup(root: HTMLElement): Promise<void> {
  const backend = await createPageBackend();
  followLanguage(backend);
  render(
    <BackendProvider backend={backend}>
      <Popup />
    </BackendProvider>,
    root,
  );
}
