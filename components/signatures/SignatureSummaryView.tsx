import type { Translator } from '../../lib/i18n/translator.ts';
import type { SignatureSummary } from '../../lib/signing/signature-summary.ts';
import { Notice, type NoticeTone } from '../base/Notice.tsx';
import { useTranslator } from '../hooks/backend.tsx';

export const SIGNATURE_TONES: Record<SignatureSummary['outcome'], NoticeTone> = {
  verified: 'done',
  'fits-in-part': 'warning',
  'unknown-root': 'warning',
  'not-valid': 'error',
  'could-not-check': 'warning',
};

/** A signature that was checked: the outcome in words, who, when, and what was not looked at. */
export function SignatureSummaryView({ signature }: { signature: SignatureSummary }) {
  const translator = useTranslator();
  const { t, dateTime } = translator;
  const said = signature.reasons.map(reason => wordReason(reason, translator));
  const checks = said.join('; ');
  const also = notedWords(signature, said, translator);
  const sentence = translator.find(`signature.${signature.outcome}.hint`);
  const hint = [
    ...(signature.outcome === 'not-valid' && checks
      ? [t('signature.failed', { checks })]
      : [sentence, checks && t('signature.because', { checks })]),
    also && t('signature.noted', { checks: also }),
  ]
    .filter(Boolean)
    .join(' ');
  const { holder, organization, tin, serial, signedAt, stampedAt } = signature;
  const rows: [string, string | null][] = [
    [t('signature.holder'), holder || null],
    [t('signature.organization'), organization],
    [t('signature.tin'), tin],
    [t('signature.signedAt'), signedAt === null ? null : dateTime(signedAt)],
    [t('signature.stampedAt'), stampedAt === null ? t('signature.noStamp') : dateTime(stampedAt)],
    [t('signature.serial'), serial],
  ];
  return (
    <div class="stack">
      <Notice
        tone={SIGNATURE_TONES[signature.outcome]}
        title={t(`signature.${signature.outcome}`)}
        hint={hint}
      />
      <dl class="facts">
        {rows.map(
          ([label, value]) =>
            value !== null && (
              <>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </>
            ),
        )}
      </dl>
      <p class="muted small">{t('signature.revocation')}</p>
    </div>
  );
}

/** What did not stop the signature and is not said already, by its outcome or its reasons. */
function notedWords(signature: SignatureSummary, said: readonly string[], translator: Translator): string {
  const { warnings = [], outcome } = signature;
  const words = warnings
    .filter(warning => warning !== outcome)
    .map(warning => wordReason(warning, translator))
    .filter(word => !said.includes(word));
  return [...new Set(words)].join('; ');
}

/** A check's code in words; one that the dictionary lacks is shown as it is. */
export function wordReason(reason: string, translator: Translator): string {
  return (
    translator.find(`signature.reason.${reason}`) ??
    translator.find(`error.${reason}.title`) ??
    translator.find(`error.signature-${reason}.title`) ??
    reason
  );
}
