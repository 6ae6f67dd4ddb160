import { Button } from '../../../components/base/Button.tsx';
import { Disclosure } from '../../../components/base/Disclosure.tsx';
import { Icon, type IconName } from '../../../components/base/Icon.tsx';
import { Spinner } from '../../../components/base/Spinner.tsx';
import { wayForward } from '../../../components/errors/way-forward.ts';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import type { HealthLink } from '../../../lib/messages/views/health.ts';
import type { Tone } from '../../../lib/messages/views/tone.ts';
import { type Route, routeHash } from '../route.ts';
import { DeveloperModePicture, KeysPicture, StartModulePicture, TrustPicture } from './pictures.tsx';
import { wordLink } from './word-link.ts';

const LOOKS: Record<HealthLink['state'], { tone: Tone; icon: IconName }> = {
  ok: { tone: 'done', icon: 'check' },
  warning: { tone: 'warning', icon: 'alert' },
  broken: { tone: 'error', icon: 'alert' },
  unknown: { tone: 'idle', icon: 'info' },
  checking: { tone: 'busy', icon: 'clock' },
};

/** One link: its state, the sentence for what was found, what to do, and the module's or service's own words. */
export function HealthLinkRow({ link }: { link: HealthLink }) {
  const translator = useTranslator();
  const { t } = translator;
  const look = LOOKS[link.state];
  const { title, sentence, advice } = wordLink(link, translator);
  const needsHelp = link.state === 'broken' || link.state === 'warning';
  return (
    <li class="chain-link" data-tone={look.tone}>
      <span class="chain-mark">{link.state === 'checking' ? <Spinner /> : <Icon name={look.icon} />}</span>
      <div class="stack-tight">
        <h2>
          {title} <span class="unseen">{t(`desk.health.state.${link.state}`)}</span>
        </h2>
        <p>{sentence}</p>
        {needsHelp && advice && <p class="muted">{advice}</p>}
        {needsHelp && <Picture link={link} />}
        {link.words && (
          <Disclosure summary={t('common.ownWords')}>
            <p class="words">{link.words}</p>
          </Disclosure>
        )}
        <Way link={link} />
      </div>
    </li>
  );
}

/** Where on the desk the advice on a verdict leads. */
const ROUTES: Readonly<Record<string, Extract<Route, { section: 'inbox' | 'agreements' }>>> = {
  'token none': { section: 'inbox', folder: 'waiting' },
  'eugoda locked': { section: 'agreements', id: null, form: null },
};

/** The button to where the advice leads. */
function Way({ link }: { link: HealthLink }) {
  const backend = useBackend();
  const { t } = backend.translator;
  const route = ROUTES[`${link.id} ${link.verdict}`];
  if (route)
    return (
      <a class="button" data-small href={routeHash(route)}>
        {t(`desk.nav.${route.section}`)}
      </a>
    );
  return wayForward(link.verdict) === 'options' ? (
    <Button small icon="settings" onClick={() => backend.openOptions()}>
      {t('common.openOptions')}
    </Button>
  ) : null;
}

function Picture({ link }: { link: HealthLink }) {
  if (link.id === 'origin') return <DeveloperModePicture />;
  if (link.id === 'keys') return link.verdict === 'none' ? <KeysPicture /> : null;
  // A busy module runs.
  if (link.id !== 'module' || link.state !== 'broken' || link.verdict === 'module-busy') return null;
  if (link.verdict === 'certificate-not-trusted') return <TrustPicture />;
  return (
    <>
      <StartModulePicture />
      {/* A browser tells a module that is not there from one whose certificate it refuses as little as we can. */}
      {link.verdict === 'module-not-running' && <TrustPicture />}
    </>
  );
}
