import type { ComponentChildren } from 'preact';
import { Options } from '../../entrypoints/options/Options.tsx';
import optionsCss from '../../entrypoints/options/options.css?inline';
import { Popup } from '../../entrypoints/popup/Popup.tsx';
import popupCss from '../../entrypoints/popup/popup.css?inline';
import type { KeysView } from '../../lib/messages/views.ts';
import { failure } from '../../lib/signing/failure.ts';
import { partnerTokenName } from '../../lib/vault/vault.ts';
import { AgreementCard } from '../card/AgreementCard.tsx';
import { Card } from '../card/Card.tsx';
import {
  createFakeBackend,
  type FakeBackend,
  type FakeBackendParts,
  testTranslator,
} from '../testing/fake-backend.ts';
import { CardStage } from './CardStage.tsx';
import { agreementView, cardViews } from './fixtures/cards.ts';
import { JOBS, RECEIPTS } from './fixtures/jobs.ts';
import { AWAY, keysView, MANY_GROUPS, NOW } from './fixtures/keys.ts';
import { Parts } from './Parts.tsx';

export interface Scene {
  readonly backend: (language: 'en' | 'ru') => FakeBackend | Promise<FakeBackend>;
  readonly css?: string;
  readonly show: (language: 'en' | 'ru') => ComponentChildren;
}

function popup(view: Partial<KeysView>, parts: FakeBackendParts = {}): Scene {
  const keys = keysView(view);
  return {
    css: popupCss,
    show: () => <Popup />,
    backend: language =>
      createFakeBackend({
        language,
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

function options(prepare: (backend: FakeBackend) => Promise<void>, parts: FakeBackendParts = {}): Scene {
  return {
    css: optionsCss,
    show: () => <Options />,
    backend: async language => {
      const backend = createFakeBackend({ language, ...parts });
      await prepare(backend);
      return backend;
    },
  };
}

function card(name: string, collapsed = false): Scene {
  return {
    backend: language => createFakeBackend({ language }),
    show: language => {
      const view = cardViews(testTranslator(language))[name];
      return (
        <CardStage>
          {view && <Card view={view} collapsed={collapsed} onCollapse={() => {}} onAction={() => {}} />}
        </CardStage>
      );
    },
  };
}

const CARDS = Object.keys(cardViews(testTranslator()));

/** Every state worth a look, by name. */
export const SCENES: Readonly<Record<string, Scene>> = {
  'popup-here': popup({}),
  'popup-jobs': popup({}, { answers: { 'jobs/list': () => [...JOBS] } }),
  'popup-200-keys': popup({ groups: MANY_GROUPS }),
  'popup-away': popup({ module: AWAY }),
  'popup-first-time': popup(
    { groups: [], listedAt: null, listing: true, module: { state: 'looking' } },
    { receipts: [] },
  ),
  'popup-no-keys': popup({ groups: [] }, { receipts: [] }),
  'options-new': options(async () => {}),
  'options-full': options(async backend => {
    await backend.settings.set({
      strictTrust: true,
      extraTrustAnchors: ['0123456789abcdef'.repeat(4)],
      apiKeys: [{ domain: 'example.uz', key: '0F'.repeat(64) }],
      eugodaApplications: [{ id: 'app-17', label: 'HR contracts', port: 3000 }],
      keepReceiptsMonths: 60,
    });
    await backend.vault.put(partnerTokenName('production'), 'invented');
    await backend.vault.setPassphrase('four invented words');
  }),
  'options-locked': options(async backend => {
    await backend.vault.put(partnerTokenName('production'), 'invented');
    await backend.vault.setPassphrase('four invented words');
    await backend.vault.lock();
  }),
  'options-policy': options(async () => {}, {
    policy: {
      didoxServer: 'production',
      strictTrust: true,
      secrets: { [partnerTokenName('production')]: 'invented' },
    },
  }),
  'card-folded': card('ready', true),
  ...Object.fromEntries(CARDS.map(name => [`card-${name}`, card(name)])),
  'card-agreement': {
    backend: language => createFakeBackend({ language }),
    show: language => {
      const view = agreementView(testTranslator(language), NOW + 7_200_000);
      return (
        <CardStage>
          <AgreementCard
            view={view}
            language={view.language}
            labels={view.chrome}
            collapsed={false}
            onCollapse={() => {}}
            onAction={() => {}}
          />
        </CardStage>
      );
    },
  },
  parts: {
    backend: language => createFakeBackend({ language }),
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
