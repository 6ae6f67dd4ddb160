import { RequestError } from '../components/backend.ts';
import { createFakeBackend, type FakeBackendParts } from '../components/testing/fake-backend.ts';
import { JOBS, RECEIPTS } from '../components/testing/fixtures/jobs.ts';
import { AWAY, keysView, MANY_GROUPS } from '../components/testing/fixtures/keys.ts';
import { Popup } from '../entrypoints/popup/Popup.tsx';
import css from '../entrypoints/popup/popup.css?inline';
import type { KeysView } from '../lib/messages/views/keys.ts';
import type { Scene, Scenes } from './scene.ts';

function popup(view: Partial<KeysView>, parts: FakeBackendParts = {}): Scene {
  // Fresh, so that the page does not ask again at once.
  const keys = keysView({ listedAt: Date.now(), ...view });
  return {
    css,
    size: [400, 600],
    show: () => <Popup />,
    backend: translator =>
      createFakeBackend({
        translator,
        receipts: RECEIPTS,
        ...parts,
        answers: {
          'keys/list': () => keys,
          'keys/choose': () => null,
          'jobs/list': () => [],
          'module/attend': () => null,
          ...parts.answers,
        },
      }),
  };
}

const ready = { state: 'here', version: '6.4.7', route: 'own-origin', doing: null } as const;

export const POPUP_SCENES: Scenes = {
  'popup-here': popup({}),
  'popup-jobs': popup({}, { answers: { 'jobs/list': () => [...JOBS] } }),
  'popup-200-keys': popup({ groups: MANY_GROUPS }),
  'popup-away': popup({ module: AWAY }),
  'popup-no-sites': popup({}, { grants: false }),
  'popup-first-time': popup(
    { groups: [], listedAt: null, listing: true, module: { state: 'looking' } },
    { receipts: [] },
  ),
  'popup-busy': popup({
    module: { ...ready, doing: { what: 'signing', since: Date.now() - 4_000, asksPerson: true } },
  }),
  'popup-site': popup({ module: { ...ready, route: 'site' } }),
  'popup-failed': popup(
    {},
    {
      answers: {
        'keys/list': () => {
          throw new RequestError('module-hung', '');
        },
      },
    },
  ),
  'popup-no-keys': popup({ groups: [] }, { receipts: [] }),
};
