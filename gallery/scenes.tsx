import { createFakeBackend } from '../components/testing/fake-backend.ts';
import { failure } from '../lib/signing/failure.ts';
import { AGREEMENT_SCENES } from './agreement-scenes.tsx';
import { CARD_SCENES } from './card-scenes.tsx';
import { DESK_SCENES } from './desk-scenes.tsx';
import { INBOX_SCENES } from './inbox-scenes.tsx';
import { INSPECT_SCENES } from './inspect-scenes.tsx';
import { OPTIONS_SCENES } from './options-scenes.tsx';
import { Parts } from './Parts.tsx';
import { POPUP_SCENES } from './popup-scenes.tsx';
import type { Scenes } from './scene.ts';
import { SIGNING_SCENES } from './signing-scenes.tsx';

/** Every state worth a look, by name. */
export const SCENES: Scenes = {
  ...CARD_SCENES,
  ...POPUP_SCENES,
  ...INBOX_SCENES,
  ...SIGNING_SCENES,
  ...AGREEMENT_SCENES,
  ...INSPECT_SCENES,
  ...DESK_SCENES,
  ...OPTIONS_SCENES,
  parts: {
    size: [1000, 900],
    whole: true,
    backend: translator => createFakeBackend({ translator }),
    show: () => (
      <Parts
        failures={[
          failure('origin-refused', 'API-key для домена недействителен.'),
          failure('module-cancelled'),
          failure('never-heard-of', 'raw words'),
        ]}
      />
    ),
  },
};
