import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { TextField } from '../../../components/base/TextField.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { useConfirm } from '../../../components/hooks/use-confirm.ts';
import { LONGEST_REASON } from '../../../lib/messages/limits.ts';

export interface ConfirmActionProps {
  action: 'reject' | 'cancel' | 'delete-draft';
  busy: boolean;
  /** Kept outside: who steps back has not written it in vain. */
  reason: string;
  onReason: (reason: string) => void;
  onConfirm: (reason: string | undefined) => void;
  onCancel: () => void;
}

/** The second step of rejecting, cancelling and deleting: what it means, and a reason where the other side gets one. */
export function ConfirmAction({ action, busy, reason, onReason, onConfirm, onCancel }: ConfirmActionProps) {
  const { t } = useTranslator();
  const panel = useRef<HTMLDivElement>(null);
  const needsReason = action === 'reject';
  useEffect(() => panel.current?.querySelector<HTMLElement>('textarea, button')?.focus(), []);
  const confirm = useConfirm(action, () => onConfirm(needsReason ? reason.trim() : undefined));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the key comes up from the field and the buttons inside
    <div
      class="panel confirm-action"
      ref={panel}
      onKeyDown={event => {
        if (event.key !== 'Escape') return;
        // Around it, the key closes the document.
        event.stopPropagation();
        onCancel();
      }}
    >
      <p>{t(`desk.confirm.${action}`)}</p>
      {needsReason && (
        <TextField
          label={t('desk.confirm.reason')}
          hint={t('desk.confirm.reason.hint')}
          value={reason}
          onInput={onReason}
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
