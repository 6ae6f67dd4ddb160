import { render } from 'preact';
import type { Backend } from '../../components/backend.ts';
import { followLanguage } from '../../components/follow-language.ts';
import { BackendProvider } from '../../components/hooks/backend.tsx';
import { loadFirstTexts } from '../../platform/first-texts.ts';
import { whenReplied } from '../../platform/head-start.ts';
import { createPageBackend } from '../../platform/page-backend.ts';
import { KEYS } from './first-questions.ts';
import { Popup } from './Popup.tsx';

/** A worker that is awake has answered by then; for one that must start, the place of the keys is drawn first. */
const ANSWER_MS = 60;

/** Draws the popup as soon as its texts and the keys are there. */
export async function startPopup(root: HTMLElement): Promise<void> {
  const draw = (backend: Backend) =>
    render(
      <BackendProvider backend={backend}>
        <Popup />
      </BackendProvider>,
      root,
    );
  const [backend] = await Promise.all([
    createPageBackend(language => loadFirstTexts(language, () => draw(backend))),
    whenReplied(...KEYS, ANSWER_MS),
  ]);
  followLanguage(backend);
  draw(backend);
}
