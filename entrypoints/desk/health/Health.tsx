import './health.css';
import { Button } from '../../../components/base/Button.tsx';
import { Disclosure } from '../../../components/base/Disclosure.tsx';
import { Skeleton } from '../../../components/base/Skeleton.tsx';
import { Status } from '../../../components/base/Status.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { Translator } from '../../../lib/i18n/translator.ts';
import type { HealthLink, HealthView } from '../../../lib/messages/views/health.ts';
import { routeHash } from '../route.ts';
import { CopyButton } from '../shared/CopyButton.tsx';
import { Section } from '../shared/Section.tsx';
import { HealthLinkRow } from './HealthLinkRow.tsx';
import { DeveloperModePicture, KeysPicture, TrustPicture } from './pictures.tsx';
import { useHealth } from './use-health.ts';

/** Every link between this computer's key and the services, with its state and what to do about it. */
export function Health() {
  const { t, time } = useTranslator();
  const { health: asked, remembered, error, checking, check } = useHealth();
  const health = asked ?? remembered;
  return (
    <Section
      title={t('desk.nav.health')}
      lead={t('desk.health.lead')}
      actions={
        <>
          <Button look="primary" icon="refresh" busy={checking} onClick={check}>
            {t('desk.health.again')}
          </Button>
          <a class="button" href={routeHash({ section: 'welcome' })}>
            {t('desk.welcome.open')}
          </a>
        </>
      }
    >
      {error && <ErrorNotice failure={error} onRetry={check} />}
      {!health && !error && <Skeleton lines={8} label={t('desk.health.checking')} />}
      {health && (
        <>
          <Status>
            <strong>{summary(health, asked === null, t)}</strong>{' '}
            {asked && <span class="muted">{t('desk.health.checked', { time: time(asked.checkedAt) })}</span>}
          </Status>
          <ol class="chain" aria-busy={checking}>
            {health.links.map(link => (
              <HealthLinkRow key={link.id} link={checking ? underCheck(link) : link} />
            ))}
          </ol>
          <div class="panel">
            <h2>{t('desk.health.help')}</h2>
            <Disclosure summary={t('desk.health.developer-mode')}>
              <DeveloperModePicture />
            </Disclosure>
            <Disclosure summary={t('desk.health.trust')}>
              <TrustPicture />
            </Disclosure>
            <Disclosure summary={t('desk.health.keys')}>
              <KeysPicture />
            </Disclosure>
          </div>
          <div class="panel">
            <h2>{t('desk.health.report')}</h2>
            <p class="muted small">{t('desk.health.report.hint')}</p>
            <pre class="words report">{health.report}</pre>
            <div class="row">
              <CopyButton label={t('desk.health.report.copy')} text={() => health.report} />
              <span class="small muted">
                {t('desk.health.extension-id')} <code>{health.extensionId}</code>
              </span>
            </div>
          </div>
        </>
      )}
    </Section>
  );
}

function summary({ links }: HealthView, isOld: boolean, t: Translator['t']): string {
  if (isOld) return t('desk.health.checking');
  const count = (state: HealthLink['state']) => links.filter(link => link.state === state).length;
  const [broken, warnings] = [count('broken'), count('warning')];
  if (broken > 0) return t('desk.health.broken', { n: broken });
  return warnings > 0 ? t('desk.health.warnings', { n: warnings }) : t('desk.health.fine');
}

/** What nobody knows yet is being found out. */
function underCheck(link: HealthLink): HealthLink {
  return link.verdict === 'unknown' ? { ...link, state: 'checking' } : link;
}
