import { Button } from '../../../components/base/Button.tsx';
import { ErrorNotice, type ErrorNoticeProps } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import { evidenceOf, type Failure, FlowError, failure } from '../../../lib/signing/failure.ts';
import { routeHash } from '../route.ts';
import { type EvidencePlace, loadEvidence, parsePlace } from './evidence.ts';
import { saveFile } from './save-file.ts';
import { withStorage } from './storage-failure.ts';

/** A failure with the way to the bytes it is about, where they were kept. */
export function DeskError(props: ErrorNoticeProps) {
  const place = placeOf(props.failure);
  return <ErrorNotice {...props}>{place ? <Evidence place={place} /> : props.children}</ErrorNotice>;
}

/** Where the bytes are that a failure is about; null when there are none. */
export function placeOf(reason: Failure | null): EvidencePlace | null {
  return reason && parsePlace(evidenceOf(reason));
}

/** Save for a report what was returned; look at it. */
export function Evidence({ place }: { place: EvidencePlace }) {
  const backend = useBackend();
  const { t } = useTranslator();
  const save = useAction(async () => {
    const files = await withStorage(async () => loadEvidence(await backend.database(), place));
    const returned = files.filter(file => file.returned);
    if (returned.length === 0) throw new FlowError(failure('document-gone'));
    for (const { name, bytes } of returned) saveFile(name, bytes, 'application/pkcs7-mime');
  });
  return (
    <>
      <Button small icon="download" busy={save.busy} onClick={() => void save.run()}>
        {t('desk.evidence.save')}
      </Button>
      <a class="button" data-small href={routeHash({ section: 'inspect', source: place })}>
        {t('desk.signature.inspect')}
      </a>
      {save.error && <ErrorNotice failure={save.error} />}
    </>
  );
}
