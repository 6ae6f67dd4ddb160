import { Notice } from '../../../components/base/Notice.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { DidoxServer } from '../../../lib/didox/servers.ts';
import { wordOnServer, wordServer } from '../../../lib/i18n/word-server.ts';
import { INBOX, routeHash } from '../route.ts';

/**
 * Above whatever is listed and signed on a page: its server, where that is not the one everybody works with, or not the
 * one that the options name (`chosen`); then with the way to that one.
 */
export function ServerNotice({ server, chosen = server }: { server: DidoxServer; chosen?: DidoxServer }) {
  const translator = useTranslator();
  const { t } = translator;
  if (server === chosen && server === 'production') return null;
  const elsewhere = server !== chosen;
  const name = wordServer(chosen, translator);
  return (
    <Notice
      tone={elsewhere ? 'warning' : 'info'}
      title={wordOnServer(server, translator) ?? ''}
      hint={elsewhere ? `${t('common.openOptions')}: ${name}` : null}
    >
      {elsewhere && (
        <a class="button" data-small href={routeHash(INBOX)}>
          {t('desk.nav.inbox')}: {name}
        </a>
      )}
    </Notice>
  );
}
