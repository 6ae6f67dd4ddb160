import { IconButton } from '../../components/base/IconButton.tsx';
import { Mark } from '../../components/base/Mark.tsx';
import { Status } from '../../components/base/Status.tsx';
import { ErrorNotice } from '../../components/errors/ErrorNotice.tsx';
import { useBackend } from '../../components/hooks/backend.tsx';
import type { Translator } from '../../lib/i18n/translator.ts';
import type { ModuleView, Tone } from '../../lib/messages/views.ts';
import type { Failure } from '../../lib/signing/failure.ts';

/** The product, the module's state in one line, and what to do when it is away. */
export function ModuleHeader({ module, error }: { module: ModuleView | null; error: Failure | null }) {
  const { translator, openDesk } = useBackend();
  const { tone, text } = wordModule(module, translator);
  const failure = module?.state === 'away' ? module.error : error;
  return (
    <header class="popup-head">
      <div class="row">
        <Mark />
        <div class="grow">
          <h1>{translator.t('common.name')}</h1>
          <Status>
            <span class="module-state" data-tone={tone}>
              {text}
            </span>
          </Status>
        </div>
        <IconButton
          icon="external"
          label={translator.t('common.openDesk')}
          onClick={() => openDesk('inbox')}
        />
      </div>
      {failure && <ErrorNotice failure={failure} />}
    </header>
  );
}

function wordModule(module: ModuleView | null, { t }: Translator): { tone: Tone; text: string } {
  switch (module?.state) {
    case 'here': {
      const { version, busyWith, route } = module;
      if (busyWith) return { tone: 'busy', text: t('popup.module.busy', { version, what: busyWith }) };
      return {
        tone: 'done',
        text: t(route === 'site' ? 'popup.module.site' : 'popup.module.here', { version }),
      };
    }
    case 'away':
      return { tone: 'error', text: t('popup.module.away') };
    case 'unknown':
      return { tone: 'idle', text: t('popup.module.unknown') };
    default:
      return { tone: 'idle', text: t('popup.module.looking') };
  }
}
