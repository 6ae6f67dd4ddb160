import { Button } from '../../../components/base/Button.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { CertificateReport } from '../../../lib/cms/report.ts';
import { withHiddenShown } from '../../../lib/signing/hidden-characters.ts';
import { groupDigest } from '../shared/bytes.ts';
import { saveFile } from '../shared/save-file.ts';
import { holderOf } from './words.ts';

/** Everything a certificate says that somebody may want to compare with another source. */
export function CertificateDetails({ certificate }: { certificate: CertificateReport }) {
  const { t, dateTime } = useTranslator();
  const { subject } = certificate;
  const holder = holderOf(subject);
  const rows: [label: string, value: string | null, mono?: boolean][] = [
    [t('inspect.certificate.subject'), holder],
    [t('inspect.signer.organization'), subject.o === holder ? null : subject.o],
    [t('inspect.signer.tin'), subject.tin ?? subject.uid],
    [t('inspect.signer.pinfl'), subject.pinfl],
    [t('inspect.signer.edrpou'), subject.edrpou],
    [t('inspect.signer.drfo'), subject.drfo],
    [t('inspect.certificate.address'), addressOf(certificate)],
    [t('inspect.certificate.issuer'), certificate.issuerCn],
    [t('inspect.certificate.serial'), certificate.serialHex, true],
    [t('inspect.certificate.from'), dateTime(new Date(subject.validFrom))],
    [t('inspect.certificate.to'), dateTime(new Date(subject.validTo))],
    [
      t('inspect.certificate.authority'),
      t(certificate.isCa ? 'inspect.certificate.authority.yes' : 'inspect.certificate.authority.no'),
    ],
    [t('inspect.certificate.key'), certificate.keyAlgorithm, true],
    [t('inspect.certificate.sha256'), groupDigest(certificate.sha256), true],
    [t('inspect.certificate.spki'), certificate.spkiSha256, true],
  ];
  return (
    <div class="stack">
      <dl class="facts">
        {rows.map(
          ([label, value, mono]) =>
            value !== null && (
              <>
                <dt>{label}</dt>
                <dd class={mono ? 'mono' : ''}>{withHiddenShown(value)}</dd>
              </>
            ),
        )}
      </dl>
      <div>
        <Button
          small
          icon="download"
          onClick={() =>
            saveFile(`${holder ?? certificate.serialHex}.cer`, certificate.der, 'application/pkix-cert')
          }
        >
          {t('inspect.certificate.save')}
        </Button>
      </div>
    </div>
  );
}

function addressOf({ subject }: CertificateReport): string | null {
  const parts = [subject.l, subject.st, subject.c].filter(part => part !== null);
  return parts.length > 0 ? parts.join(', ') : null;
}
