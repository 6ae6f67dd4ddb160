import { Disclosure } from '../../../components/base/Disclosure.tsx';
import { Icon } from '../../../components/base/Icon.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { CertificateReport } from '../../../lib/cms/report.ts';
import type { Refusal } from '../../../lib/containers/refusal.ts';
import type { InspectFinding } from '../../../lib/containers/report.ts';
import { withHiddenShown } from '../../../lib/signing/hidden-characters.ts';
import { CertificateDetails } from './CertificateDetails.tsx';
import { DocumentView } from './DocumentView.tsx';
import { holderOf } from './words.ts';

/** One part of the answer, whatever it is. */
export function FindingView({ finding, onAdd }: { finding: InspectFinding; onAdd: () => void }) {
  switch (finding.kind) {
    case 'document':
      return <DocumentView document={finding.document} inArchive={false} onAdd={onAdd} />;
    case 'archive':
      return <ArchiveView archive={finding} onAdd={onAdd} />;
    case 'certificates':
      return <CertificatesView name={finding.name} certificates={finding.certificates} />;
    case 'refused':
      return <RefusedView name={finding.name} refusal={finding.refusal} />;
  }
}

type Archive = Extract<InspectFinding, { kind: 'archive' }>;

function ArchiveView({ archive, onAdd }: { archive: Archive; onAdd: () => void }) {
  const { t, bytes } = useTranslator();
  return (
    <section class="inspect-archive" aria-label={archive.name}>
      <header class="inspect-head">
        <Icon name="archive" />
        <div class="stack-tight grow">
          <h3>{withHiddenShown(archive.name)}</h3>
          <p class="muted small">
            {t(`inspect.archive.${archive.flavour}`)} · {bytes(archive.size)}
          </p>
        </div>
      </header>
      <Disclosure summary={t('inspect.archive.entries', { n: archive.entries.length })}>
        <ul class="inspect-entries small">
          {archive.entries.map(entry => (
            <li key={entry.name}>
              <span>{withHiddenShown(entry.name)}</span>
              <span class="muted">{t(`inspect.entry.${entry.role}`)}</span>
              <span class="muted numeric">{bytes(entry.size)}</span>
            </li>
          ))}
        </ul>
      </Disclosure>
      {archive.documents.length === 0 && <p class="muted">{t('inspect.archive.empty')}</p>}
      {archive.documents.map((document, index) => (
        <DocumentView key={`${index} ${document.name}`} document={document} inArchive onAdd={onAdd} />
      ))}
      {archive.certificates.length > 0 && (
        <CertificatesView name={archive.name} certificates={archive.certificates} />
      )}
      {archive.unreadable.map(({ name, refusal }) => (
        <RefusedView key={name} name={name} refusal={refusal} />
      ))}
    </section>
  );
}

function CertificatesView({
  name,
  certificates,
}: {
  name: string;
  certificates: readonly CertificateReport[];
}) {
  const { t } = useTranslator();
  return (
    <section class="panel" aria-label={name}>
      <header class="inspect-head">
        <Icon name="shield" />
        <div class="stack-tight grow">
          <h3>{withHiddenShown(name)}</h3>
          <p class="muted small">{t('inspect.certificates', { n: certificates.length })}</p>
        </div>
      </header>
      {certificates.map((certificate, index) => (
        <Disclosure
          key={`${index} ${certificate.sha256}`}
          summary={holderOf(certificate.subject) ?? certificate.serialHex}
          open={certificates.length === 1}
        >
          <CertificateDetails certificate={certificate} />
        </Disclosure>
      ))}
    </section>
  );
}

function RefusedView({ name, refusal }: { name: string; refusal: Refusal }) {
  const { t } = useTranslator();
  return (
    <Notice
      tone="warning"
      title={t('inspect.refused', { name: withHiddenShown(name) })}
      hint={t(`inspect.refused.${refusal.code}`)}
      words={refusal.detail ? { label: t('inspect.refused.detail'), text: refusal.detail } : null}
    />
  );
}
