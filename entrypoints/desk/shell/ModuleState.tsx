import { Status } from '../../../components/base/Status.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { useRequest } from '../../../components/hooks/useRequest.ts';
import type { Translator } from '../../../lib/i18n/translator.ts';
import type { ModuleView, Tone } from '../../../lib/messages/views.ts';
import { routeHash } from '../route.ts';

/** Whether E-IMZO answers, in a few words; leads to Health, which says more. */
export function ModuleState() {
  const translator = useTranslator();
  const { value } = useRequest('keys/list', { refresh: false }, ['module', 'keys']);
  const { tone, text } = moduleState(value?.module ?? { state: 'unknown' }, translator);
  return (
    <a class="desk-module" data-tone={tone} href={routeHash({ section: 'health' })}>
      <span class="desk-dot" aria-hidden="true" />
      <Status>{text}</Status>
    </a>
  );
}

function moduleState(module: ModuleView, { t }: Translator): { tone: Tone; text: string } {
  switch (module.state) {
    case 'unknown':
      return { tone: 'idle', text: t('desk.module.unknown') };
    case 'looking':
      return { tone: 'idle', text: t('desk.module.looking') };
    case 'away':
      return { tone: 'error', text: t('desk.module.away') };
    case 'here':
      if (module.busyWith !== null)
        return { tone: 'waiting', text: t('desk.module.busy', { version: module.version }) };
      return { tone: 'done', text: t('desk.module.here', { version: module.version }) };
  }
}
