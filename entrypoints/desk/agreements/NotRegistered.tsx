import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { Failure } from '../../../lib/signing/failure.ts';
import { routeHash } from '../route.ts';

/**
 * A registration that did not work. Where it may have taken place all the same, the way forward is to look at it: a
 * second one would be a second agreement.
 */
export function NotRegistered({ failure, onRetry }: { failure: Failure; onRetry?: () => void }) {
  const { t } = useTranslator();
  const { externalId, uncertain } = failure.data;
  return (
    <ErrorNotice failure={failure} onRetry={uncertain === 1 ? undefined : onRetry}>
      {typeof externalId === 'string' && (
        <a class="button" href={routeHash({ section: 'agreements', id: externalId, form: null })}>
          {t('desk.agreements.show')}
        </a>
      )}
    </ErrorNotice>
  );
}
