import { AllowNotice } from '../../../components/access/AllowNotice.tsx';
import { usePermission } from '../../../components/access/use-permission.ts';
import { Select } from '../../../components/base/Select.tsx';
import { Switch } from '../../../components/base/Switch.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { useSettings } from '../use-settings.ts';
import { Panel } from './Panel.tsx';

const MONTHS = [6, 12, 36, 60];
const NOTIFICATIONS = { permissions: ['notifications'] };

/** What is said about new documents, and how long receipts are kept. */
export function InboxAndReceipts() {
  const { t } = useTranslator();
  const { settings, isManaged, save } = useSettings();
  const notifications = usePermission(NOTIFICATIONS);
  const kept = settings.keepReceiptsMonths;
  const months = [...new Set([...MONTHS, ...(kept === null ? [] : [kept])])].sort((a, b) => a - b);
  const span = (n: number) =>
    n % 12 === 0 ? t('options.retention.years', { n: n / 12 }) : t('options.retention.months', { n });

  const watch = async (watchInbox: boolean) => {
    if (watchInbox) await notifications.ask();
    await save({ watchInbox });
  };
  return (
    <Panel id="inbox" title={t('options.inbox')}>
      <Switch
        label={t('options.badge')}
        hint={isManaged('badge') ? t('options.managed') : t('options.badge.hint')}
        disabled={isManaged('badge')}
        checked={settings.badge}
        onChange={badge => void save({ badge })}
      />
      <Switch
        label={t('options.watch')}
        hint={isManaged('watchInbox') ? t('options.managed') : t('options.watch.hint')}
        disabled={isManaged('watchInbox')}
        checked={settings.watchInbox}
        onChange={on => void watch(on)}
      />
      {settings.watchInbox && <AllowNotice permission={notifications} title={t('options.watch.denied')} />}
      <Select
        label={t('options.retention')}
        hint={isManaged('keepReceiptsMonths') ? t('options.managed') : t('options.retention.hint')}
        disabled={isManaged('keepReceiptsMonths')}
        value={String(kept ?? 'forever')}
        options={[
          { value: 'forever', label: t('options.retention.forever') },
          ...months.map(n => ({ value: String(n), label: span(n) })),
        ]}
        onChange={value => void save({ keepReceiptsMonths: value === 'forever' ? null : Number(value) })}
      />
    </Panel>
  );
}
