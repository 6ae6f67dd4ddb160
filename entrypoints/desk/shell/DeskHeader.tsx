import { Icon } from '../../../components/base/Icon.tsx';
import { IconButton } from '../../../components/base/IconButton.tsx';
import { Mark } from '../../../components/base/Mark.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { routeHash } from '../route.ts';
import { lastInbox } from '../shared/use-route.ts';
import { ModuleState } from './ModuleState.tsx';

export function DeskHeader() {
  const backend = useBackend();
  const { t } = useTranslator();
  return (
    <header class="desk-header">
      <a class="desk-brand" href={routeHash(lastInbox())}>
        <Mark />
        Imzochi
      </a>
      <ModuleState />
      <a class="button desk-header-sign" href={routeHash({ section: 'sign' })}>
        <Icon name="file" />
        {t('desk.files.open')}
      </a>
      <IconButton icon="settings" label={t('common.openOptions')} onClick={() => backend.openOptions()} />
    </header>
  );
}
