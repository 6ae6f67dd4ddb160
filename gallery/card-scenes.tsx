import { AgreementCard, type AgreementCardProps } from '../components/card/AgreementCard.tsx';
import { Card } from '../components/card/Card.tsx';
import { createFakeBackend, testTranslator } from '../components/testing/fake-backend.ts';
import { agreementView, cardViews } from '../components/testing/fixtures/cards.ts';
import { NOW } from '../components/testing/fixtures/keys.ts';
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

export const CARD_SCENES: Scenes = {
  'card-folded': card('ready', true),
  ...Object.fromEntries(NAMES.map(name => [`card-${name}`, card(name)])),
  'card-agreement': agreement({}),
  'card-agreement-unseen': agreement({ said: 'notVisible' }),
};

function agreement(props: Partial<AgreementCardProps>): Scene {
  return {
    size: SIZE,
    backend: translator => createFakeBackend({ translator }),
    show: translator => {
      const view = agreementView(translator, NOW + 7_200_000);
      return (
        <CardStage>
          <AgreementCard view={view} collapsed={false} onCollapse={() => {}} onAction={() => {}} {...props} />
        </CardStage>
      );
    },
  };
}
