import type { MessageKey } from '../../lib/i18n/messages.ts';
import type { Translator } from '../../lib/i18n/translator.ts';
import { LONGEST_REASON } from '../../lib/messages/limits.ts';
import type { CardAction, CardActionId } from '../../lib/messages/views/card.ts';
import { evidenceOf, type Failure } from '../../lib/signing/failure.ts';

/** A button of the card. What refuses or takes back asks once more; what takes back stands aside. */
export function action(texts: Translator, id: CardActionId, primary: boolean): CardAction {
  const label = texts.t(`action.${id}` as MessageKey);
  switch (id) {
    case 'reject':
      return {
        id,
        label,
        primary,
        ask: {
          label: texts.t('card.reason.label'),
          confirm: texts.t('card.reason.confirm'),
          reason: { placeholder: texts.t('card.reason.placeholder'), maxLength: LONGEST_REASON },
        },
      };
    case 'cancel':
    case 'delete-draft':
      return {
        id,
        label,
        primary: false,
        aside: true,
        ask: { label: texts.t(`desk.confirm.${id}`), confirm: label, reason: null },
      };
    default:
      return { id, label, primary };
  }
}

/** Where a failure leads: the button that helps. */
export function waysForward(reason: Failure, texts: Translator, primary: boolean): CardAction[] {
  const code = reason.code;
  const ways: CardActionId[] =
    code.startsWith('partner-token') || code === 'server-not-permitted' || code === 'vault-locked'
      ? ['open-options', 'retry']
      : code === 'offer-not-signed'
        ? ['offer']
        : /^(module-(?!cancelled)|origin|certificate-not-trusted|site-route|too-old|invalid-api-key)/.test(
              code,
            )
          ? ['retry', 'open-health']
          : code === 'already-signed' ||
              code === 'document-changed' ||
              code === 'wrong-status' ||
              code === 'stale-view'
            ? ['reload']
            : ['retry'];
  // In the desk is whom else one could sign in as, and which company or branch enter.
  if (evidenceOf(reason) || code === 'document-gone') ways.push('open-desk');
  return ways.map((id, at) => action(texts, id, primary && at === 0));
}
