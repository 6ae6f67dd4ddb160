import { Icon, type IconName } from '../../../components/base/Icon.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { MessageKey } from '../../../lib/i18n/messages.ts';
import { type Route, routeHash, type SectionId } from '../route.ts';
import { lastInbox } from '../shared/use-route.ts';

const SECTIONS: readonly { route: Route; label: MessageKey; icon: IconName; also: readonly SectionId[] }[] = [
  { route: { section: 'inbox', folder: 'waiting' }, label: 'desk.nav.inbox', icon: 'inbox', also: ['batch'] },
  {
    route: { section: 'agreements', id: null, form: null },
    label: 'desk.nav.agreements',
    icon: 'link',
    also: [],
  },
  { route: { section: 'receipts', id: null }, label: 'desk.nav.receipts', icon: 'receipt', also: [] },
  { route: { section: 'inspect', source: null }, label: 'desk.nav.inspect', icon: 'shield', also: [] },
  { route: { section: 'health' }, label: 'desk.nav.health', icon: 'pulse', also: ['welcome'] },
];

/** The sections: a column beside the page, a line above it where there is little room. */
export function Navigation({ current }: { current: SectionId }) {
  const { t } = useTranslator();
  return (
    <nav class="desk-nav" aria-label={t('desk.nav.label')}>
      <ul>
        {SECTIONS.map(({ route, label, icon, also }) => (
          <li key={route.section}>
            <a
              href={routeHash(route.section === 'inbox' ? lastInbox() : route)}
              aria-current={route.section === current || also.includes(current) ? 'page' : undefined}
            >
              <Icon name={icon} />
              {t(label)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
