import { AgreementCard, type AgreementCardProps } from '../components/card/AgreementCard.tsx';
import { Card } from '../components/card/Card.tsx';
import { createFakeBackend, testTranslator } from '../components/testing/fake-backend.ts';
import { agreementViews } from '../components/testing/fixtures/agreement-cards.ts';
import { cardViews } from '../components/testing/fixtures/cards.ts';
import { CardStage } from './CardStage.tsx';
import type { Scene, Scenes } from './scene.ts';

const SIZE = [760, 640] as const;
const NAMES = Object.keys(cardViews(testTranslator()));

function card(name: string, collapsed = false): Scene {
  return {
    size: SIZE,
    backend: translator => createFakeBackend({ translator }),
    show: translator => {
      const view = cardViews(translator)[name];
      return (
        <CardStage>
          {view && <Card view={view} collapsed={collapsed} onCollapse={() => {}} onAction={() => {}} />}
        </CardStage>
      );
    },
  };
}

const AGREEMENTS = Object.keys(agreementViews(testTranslator()));

function agreement(name: string, props: Partial<AgreementCardProps> = {}): Scene {
  return {
    size: SIZE,
    backend: translator => createFakeBackend({ translator }),
    show: translator => {
      const view = agreementViews(translator)[name];
      return (
        <CardStage>
          {view && (
            <AgreementCard
              view={view}
              collapsed={false}
              onCollapse={() => {}}
              onAction={() => {}}
              {...props}
            />
          )}
        </CardStage>
      );
    },
  };
}

export const CARD_SCENES: Scenes = {
  'card-folded': card('ready', true),
  ...Object.fromEntries(NAMES.map(name => [`card-${name}`, card(name)])),
  ...Object.fromEntries(AGREEMENTS.map(name => [`card-agreement-${name}`, agreement(name)])),
  'card-agreement-folded': agreement('active', { collapsed: true }),
  'card-agreement-unseen': agreement('new', { said: 'notVisible' }),
};
