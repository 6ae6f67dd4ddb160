import { Button } from '../../../components/base/Button.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import type { Failure } from '../../../lib/signing/failure.ts';
import { unlessProduction } from '../route.ts';
import { DeskError } from './DeskError.tsx';
import { useServer } from './on-server.ts';
import { goTo } from './use-route.ts';

const OFFER = 'offer-not-signed';

/** The way to Didox's public offer: it is shown in a review before it can be signed. */
function OfferButton({ owner }: { owner: string }) {
  const backend = useBackend();
  const server = useServer();
  const { t } = useTranslator();
  const open = useAction(async () => {
    const { reviewId } = await backend.request('didox/offer', { server, owner });
    goTo({ section: 'review', id: reviewId, ...unlessProduction(server) });
  });
  return (
    <>
      <Button small icon="pen" busy={open.busy} onClick={() => void open.run()}>
        {t('desk.action.offer')}
      </Button>
      {open.error && <ErrorNotice failure={open.error} />}
    </>
  );
}

/** A failure of a Didox document, with the way to the public offer where that is what is missing. */
export function DidoxError(props: {
  failure: Failure;
  owner: string | null;
  live?: 'alert' | 'none' | undefined;
}) {
  const { failure, owner, live } = props;
  return (
    <DeskError failure={failure} live={live}>
      {failure.code === OFFER && owner !== null && <OfferButton owner={owner} />}
    </DeskError>
  );
}

/** Said beforehand: Didox would refuse whatever this owner signs. */
export function OfferMissing({ owner }: { owner: string }) {
  const { t } = useTranslator();
  return (
    <Notice tone="warning" title={t('error.offer-not-signed.title')} hint={t('error.offer-not-signed.hint')}>
      <OfferButton owner={owner} />
    </Notice>
  );
}
