import { IconButton } from '../../components/base/IconButton.tsx';
import { Mark } from '../../components/base/Mark.tsx';
import { Status } from '../../components/base/Status.tsx';
import { ErrorNotice } from '../../components/errors/ErrorNotice.tsx';
import { useBackend } from '../../components/hooks/backend.tsx';
import { usePersonWait } from '../../components/module/use-person-wait.ts';
import { wordModule } from '../../components/module/word-module.ts';
import type { ModuleView } from '../../lib/messages/views/module.ts';
import type { Failure } from '../../lib/signing/failure.ts';

/** The product, the module's state in one line, and what to do when it is away. */
export function ModuleHeader({ module, error }: { module: ModuleView | null; error: Failure | null }) {
  const { translator, openDesk } = useBackend();
  const { tone, text } = wordModule(module ?? { state: 'looking' }, translator);
  const waits = usePersonWait(module);
  const isAway = module?.state === 'away';
  const failure = isAway ? module.error : error;
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
            {waits && <span class="module-window">{translator.t('module.window')}</span>}
          </Status>
        </div>
        <IconButton
          icon="external"
          label={translator.t('common.openDesk')}
          onClick={() => openDesk('inbox')}
        />
      </div>
      {failure && <ErrorNotice failure={failure} titleShown={isAway} />}
    </header>
  );
}
