import './welcome.css';
import { Button } from '../../../components/base/Button.tsx';
import { Icon } from '../../../components/base/Icon.tsx';
import { Mark } from '../../../components/base/Mark.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { Skeleton } from '../../../components/base/Skeleton.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import type { HealthLink } from '../../../lib/messages/views/health.ts';
import { HealthLinkRow } from '../health/HealthLinkRow.tsx';
import { useHealth } from '../health/use-health.ts';
import { routeHash } from '../route.ts';
import { Section } from '../shared/Section.tsx';
import { goTo } from '../shared/use-route.ts';
import { firstStop } from './first-stop.ts';

/** The first five minutes: what is there already, the one thing that is missing next, and a document to practise on. */
export function Welcome() {
  const backend = useBackend();
  const { t } = useTranslator();
  const { health, error, checking, check } = useHealth();
  const practice = useAction(async () => {
    const { reviewId } = await backend.request('review/practice', {});
    goTo({ section: 'review', id: reviewId });
  });
  const stop = health ? firstStop(health.links) : null;
  return (
    <Section title={t('desk.welcome.title')} lead={t('desk.welcome.lead')}>
      <div class="welcome-way" aria-hidden="true">
        <span>
          <Icon name="file" />
        </span>
        <i />
        <span>
          <Icon name="key" />
        </span>
        <i />
        <span class="welcome-mark">
          <Mark />
        </span>
      </div>
      {error && <ErrorNotice failure={error} onRetry={check} />}
      {!health && !error && <Skeleton lines={4} label={t('desk.health.checking')} />}
      {health && (
        <>
          <div class="row">
            <h2 class="grow">{stop ? t('desk.welcome.missing') : t('desk.welcome.ready')}</h2>
            <Button icon="refresh" busy={checking} onClick={check}>
              {t('desk.health.again')}
            </Button>
          </div>
          {stop && (
            <ol class="chain">
              <HealthLinkRow link={stop} />
            </ol>
          )}
          <ul class="welcome-links">
            {health.links.map(link => (
              <Small key={link.id} link={link} />
            ))}
          </ul>
        </>
      )}
      <div class="panel welcome-practice">
        <div class="stack-tight grow">
          <h2>{t('desk.welcome.practice')}</h2>
          <p class="muted">{t('desk.welcome.practice.hint')}</p>
        </div>
        <Button
          look={stop ? 'plain' : 'primary'}
          icon="pen"
          busy={practice.busy}
          onClick={() => void practice.run()}
        >
          {t('desk.welcome.practice.start')}
        </Button>
        {practice.error && <ErrorNotice failure={practice.error} />}
      </div>
      <Notice tone="info" title={t('desk.welcome.how')} hint={t('desk.welcome.how.hint')}>
        <Button icon="external" onClick={() => backend.openTab('https://didox.uz/')}>
          {t('desk.welcome.didox')}
        </Button>
        <a class="button" href={routeHash({ section: 'inbox', folder: 'waiting' })}>
          {t('desk.nav.inbox')}
        </a>
      </Notice>
    </Section>
  );
}

function Small({ link }: { link: HealthLink }) {
  const { t } = useTranslator();
  const good = link.state === 'ok';
  const bad = link.state === 'broken';
  return (
    <li data-tone={good ? 'done' : bad ? 'error' : link.state === 'warning' ? 'warning' : 'idle'}>
      <span class="badge">
        <Icon name={good ? 'check' : bad ? 'alert' : 'info'} />
        {t(`health.${link.id}`)}
        <span class="unseen">{t(`desk.health.state.${link.state}`)}</span>
      </span>
    </li>
  );
}
