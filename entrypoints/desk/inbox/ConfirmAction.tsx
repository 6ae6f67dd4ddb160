import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { TextField } from '../../../components/base/TextField.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { useConfirm } from '../../../components/hooks/use-confirm.ts';
import { LONGEST_REASON } from '../../../lib/messages/limits.ts';

export interface ConfirmActionProps {
  action: 'reject' | 'cancel' | 'delete-draft';
  busy: boolean;
  onConfirm: (reason: string | undefined) => void;
  onCancel: () => void;
}

/** The second step of rejecting, cancelling and deleting: what it means, and a reason where the other side gets one. */
export function ConfirmAction({ action, busy, onConfirm, onCancel }: ConfirmActionProps) {
  const { t } = useTranslator();
  const [reason, setReason] = useState('');
  const panel = useRef<HTMLDivElement>(null);
  const needsReason = action === 'reject';
  useEffect(() => panel.current?.querySelector<HTMLElement>('textarea, button')?.focus(), []);
  const confirm = useConfirm(action, () => onConfirm(needsReason ? reason.trim() : undefined));
  return (
    <div class="panel confirm-action" ref={panel}>
      <p>{t(`desk.confirm.${action}`)}</p>
      {needsReason && (
        <TextField
          label={t('desk.confirm.reason')}
          hint={t('desk.confirm.reason.hint')}
          value={reason}
          onInput={setReason}
          rows={3}
          maxLength={LONGEST_REASON}
          required
        />
      )}
      <div class="row">
        <Button onClick={onCancel}>{t('common.back')}</Button>
        <Button look="danger" busy={busy} disabled={needsReason && reason.trim() === ''} {...confirm()}>
          {t(`desk.action.${action}`)}
        </Button>
      </div>
    </div>
  );
}
