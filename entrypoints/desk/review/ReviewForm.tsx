import { useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { RadioGroup } from '../../../components/base/RadioGroup.tsx';
import { Switch } from '../../../components/base/Switch.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useConfirm } from '../../../components/hooks/use-confirm.ts';
import { useAction } from '../../../components/hooks/useAction.ts';
import { KeyPicker } from '../../../components/keys/KeyPicker.tsx';
import { canSign } from '../../../components/keys/key-words.ts';
import type { MessageKey } from '../../../lib/i18n/messages.ts';
import type { ReviewView } from '../../../lib/messages/views/review.ts';
import type { JobAction } from '../../../lib/signing/job.ts';
import { goTo } from '../shared/use-route.ts';

const LABELS: Record<JobAction, MessageKey> = {
  'didox-sign': 'desk.review.sign.document',
  'didox-accept': 'action.accept',
  'didox-reject': 'card.reason.confirm',
  'didox-cancel': 'desk.review.sign.cancel',
  'didox-delete-draft': 'desk.action.delete-draft',
  'didox-offer': 'desk.action.offer',
  'didox-sign-in': 'action.sign-in',
  selection: 'desk.review.sign.text',
  file: 'desk.review.sign.files',
  practice: 'desk.review.sign.practice',
};

interface ReviewFormProps {
  view: ReviewView;
  /** How many still wait to be signed. */
  count: number;
  onStarted: () => void;
}

/** Which key, in which form, and the one button. Its click counts only after half a second in sight. */
export function ReviewForm({ view, count, onStarted }: ReviewFormProps) {
  const backend = useBackend();
  const { t } = useTranslator();
  const [picked, setPicked] = useState<string | null>(null);
  const [detached, setDetached] = useState(view.options.detached);
  const [stamp, setStamp] = useState(view.options.stamp);
  const { groups, error: keysError } = view.keys;
  const known = (id: string | null) =>
    groups.some(group => group.keys.some(key => key.id === id && canSign(key)));
  const keyId = known(picked) ? picked : known(view.keyId) ? view.keyId : null;
  // A deletion is no signature.
  const signs = view.action !== 'didox-delete-draft';

  const shown = view.items.map(item => item.sha256);
  const start = useAction(async () => {
    const options = { keyId: (signs && keyId) || undefined, detached, stamp };
    await backend.request('review/confirm', { reviewId: view.id, options, shown });
    onStarted();
  });
  const dismiss = useAction(async () => {
    await backend.request('review/dismiss', { reviewId: view.id });
    goTo({ section: 'receipts', id: null });
  });
  const subject = [view.id, keyId, ...shown].join();
  const confirm = useConfirm(subject, () => void start.run());
  return (
    <div class="panel review-form">
      {view.containsPkcs7 && (
        <Notice tone="info" title={t('desk.review.pkcs7')} hint={t('desk.review.pkcs7.hint')}>
          <Button
            icon="shield"
            onClick={() => goTo({ section: 'inspect', source: { from: 'review', id: view.id } })}
          >
            {t('desk.review.check')}
          </Button>
        </Notice>
      )}
      {signs && (
        <>
          {view.owner !== null && groups.every(({ owner }) => owner === view.owner) && (
            <p class="small muted">{t('desk.review.owner-fixed')}</p>
          )}
          {keysError && <ErrorNotice failure={keysError} live="none" />}
          <div class="review-keys">
            <KeyPicker groups={groups} keyId={keyId} onChoose={(_owner, id) => setPicked(id)} />
          </div>
        </>
      )}
      {view.options.canChooseForm && (
        <RadioGroup
          label={t('desk.review.form')}
          value={detached ? 'detached' : 'attached'}
          onChange={form => setDetached(form === 'detached')}
          options={[
            { value: 'attached', label: t('desk.review.attached'), hint: t('desk.review.attached.hint') },
            { value: 'detached', label: t('desk.review.detached'), hint: t('desk.review.detached.hint') },
          ]}
        />
      )}
      {view.options.canStamp && (
        <Switch
          label={t('desk.review.stamp')}
          hint={t('desk.review.stamp.hint')}
          checked={stamp}
          onChange={setStamp}
        />
      )}
      {signs && <p class="small muted">{t('desk.password-hint')}</p>}
      <div class="stack-tight review-foot">
        {start.error && <ErrorNotice failure={start.error} />}
        {dismiss.error && <ErrorNotice failure={dismiss.error} />}
        <div class="row review-buttons">
          <Button
            look="primary"
            icon="pen"
            busy={start.busy}
            disabled={signs && keyId === null}
            {...confirm()}
          >
            {t(LABELS[view.action], { n: count })}
          </Button>
          <Button look="quiet" busy={dismiss.busy} onClick={() => void dismiss.run()}>
            {t('desk.review.dismiss')}
          </Button>
        </div>
      </div>
    </div>
  );
}
