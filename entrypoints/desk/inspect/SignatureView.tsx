import { Button } from '../../../components/base/Button.tsx';
import { Disclosure } from '../../../components/base/Disclosure.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import type { SignerReport } from '../../../lib/cms/report.ts';
import type { SignatureFinding } from '../../../lib/containers/report.ts';
import type { Translator } from '../../../lib/i18n/translator.ts';
import { withHiddenShown } from '../../../lib/signing/hidden-characters.ts';
import { CertificateDetails } from './CertificateDetails.tsx';
import { CheckList } from './CheckList.tsx';
import { holderOf, OUTCOME_TONES } from './words.ts';

/** Ukraine's state signature checker (Central Certification Authority). */
const STATE_CHECKER = 'https://czo.gov.ua/verify';

/** One signature over one document: the verdict, who, when, how, and each check in a sentence. */
export function SignatureView({ signature }: { signature: SignatureFinding }) {
  const backend = useBackend();
  const { t } = useTranslator();
  const { outcome, foreign, signer, dstu } = signature;
  const holder = holderOf(signer?.signer ?? null) ?? t('inspect.signer.unknown');
  return (
    <section
      class="inspect-signature"
      data-outcome={outcome}
      aria-label={`${holder}: ${t(`inspect.outcome.${outcome}`)}`}
    >
      <Notice
        tone={OUTCOME_TONES[outcome]}
        title={t(`inspect.outcome.${outcome}`)}
        hint={foreign ? t(`inspect.foreign.${foreign}`) : t(`inspect.outcome.${outcome}.hint`)}
      />
      {signer && <SignerFacts signer={signer} file={signature.file} />}
      {signature.checks.length > 0 && <CheckList signature={signature} />}
      {dstu && (
        <Notice
          tone="info"
          title={t('inspect.dstu')}
          hint={t(outcome === 'not-checked' ? 'inspect.dstu.not-checked' : 'inspect.dstu.hint')}
        >
          <Button small icon="external" onClick={() => backend.openTab(STATE_CHECKER)}>
            {t('inspect.dstu.link')}
          </Button>
        </Notice>
      )}
      {signer?.certificate && (
        <Disclosure summary={t('inspect.certificate')}>
          <CertificateDetails certificate={signer.certificate} />
        </Disclosure>
      )}
    </section>
  );
}

function SignerFacts({ signer, file }: { signer: SignerReport; file: string }) {
  const translator = useTranslator();
  const { t, dateTime } = translator;
  const identity = signer.signer;
  const holder = holderOf(identity);
  const rows: [label: string, value: string | null | undefined][] = [
    [t('inspect.signer.organization'), identity?.o === holder ? null : identity?.o],
    [t('inspect.signer.tin'), identity?.tin ?? identity?.uid],
    [t('inspect.signer.pinfl'), identity?.pinfl],
    [t('inspect.signer.edrpou'), identity?.edrpou],
    [t('inspect.signer.drfo'), identity?.drfo],
    [
      t('inspect.signer.signedAt'),
      signer.signingTime ? dateTime(new Date(signer.signingTime)) : t('inspect.signer.noTime'),
    ],
    [t('inspect.signer.stampedAt'), stampWords(signer, translator)],
    [t('inspect.signer.algorithm'), algorithmWords(signer)],
    [t('inspect.signer.file'), file],
  ];
  return (
    <div class="stack-tight">
      <h4 class="inspect-holder">{holder ?? t('inspect.signer.unknown')}</h4>
      <dl class="facts">
        {rows.map(
          ([label, value]) =>
            value && (
              <>
                <dt>{label}</dt>
                <dd>{withHiddenShown(value)}</dd>
              </>
            ),
        )}
      </dl>
    </div>
  );
}

/** The time of a stamp that does not hold is not shown: it must not be used. */
function stampWords({ timestamp }: SignerReport, { t, dateTime }: Translator): string {
  if (!timestamp) return t('inspect.signer.noStamp');
  if (timestamp.outcome === 'not-valid' || !timestamp.genTime) return t('inspect.signer.stampNotUsed');
  const time = dateTime(new Date(timestamp.genTime));
  if (!timestamp.ok) return t('inspect.signer.stampUnconfirmed', { time });
  return timestamp.tsaCn ? t('inspect.signer.stampedBy', { time, tsa: timestamp.tsaCn }) : time;
}

function algorithmWords({ signatureAlgorithm, digestAlgorithm }: SignerReport): string {
  const signature = signatureAlgorithm.name ?? signatureAlgorithm.oid;
  const digest = digestAlgorithm.name ?? digestAlgorithm.oid;
  return signature.includes(digest) ? signature : `${signature}, ${digest}`;
}
