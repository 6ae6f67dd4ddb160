import { Button } from '../base/Button.tsx';
import { Notice } from '../base/Notice.tsx';
import { useTranslator } from '../hooks/backend.tsx';
import type { Permission } from './use-permission.ts';

export interface AllowNoticeProps {
  permission: Permission;
  title: string;
  /** Until it was refused: then the notice says so here. */
  hint?: string | undefined;
  label?: string | undefined;
  /** Instead of only asking for the permission. */
  onAllow?: (() => void) | undefined;
}

/** Says what the browser must allow first, with the button that asks for it; nothing where it is allowed. */
export function AllowNotice({ permission, title, hint, label, onAllow }: AllowNoticeProps) {
  const { t } = useTranslator();
  const { missing, refused, ask } = permission;
  if (!missing) return null;
  return (
    <Notice tone="warning" live="status" title={title} hint={refused ? t('common.allow.refused') : hint}>
      <Button look="primary" onClick={onAllow ?? (() => void ask())}>
        {label ?? t('common.allow')}
      </Button>
    </Notice>
  );
}
