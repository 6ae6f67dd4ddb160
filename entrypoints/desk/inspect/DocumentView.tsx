import { Button } from '../../../components/base/Button.tsx';
import { Digest } from '../../../components/base/Digest.tsx';
import { Icon } from '../../../components/base/Icon.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { DocumentFinding, DocumentNote } from '../../../lib/containers/report.ts';
import { withHiddenShown } from '../../../lib/signing/hidden-characters.ts';
import { saveFile } from '../shared/save-file.ts';
import { ContentPreview } from './ContentPreview.tsx';
import { SignatureView } from './SignatureView.tsx';
import { savedAs } from './words.ts';

const NOTE_TONES: Readonly<Record<DocumentNote, 'info' | 'error'>> = {
  'nested-signature': 'info',
  'nested-not-opened': 'info',
  'nested-archive': 'info',
  'differs-from-signed': 'error',
};

export interface DocumentViewProps {
  document: DocumentFinding;
  inArchive: boolean;
  /** Opens the file picker: the document for a signature that came alone. */
  onAdd: () => void;
}

/** One document and every signature over it. */
export function DocumentView({ document, inArchive, onAdd }: DocumentViewProps) {
  const { t, bytes } = useTranslator();
  const { content, signatures, sha256, size } = document;
  const target = savedAs(document);
  return (
    <article class="panel inspect-document" aria-label={document.name}>
      <header class="inspect-head">
        <Icon name={document.origin === 'missing' ? 'search' : 'file'} />
        <div class="stack-tight grow">
          <h3>{withHiddenShown(document.name)}</h3>
          {size !== null && (
            <p class="muted small">
              {t(`inspect.type.${document.type}`)} · {bytes(size)}
              {document.origin === 'inside-signature' && ` · ${t('inspect.document.inside')}`}
              {sha256 && (
                <>
                  {' · '}
                  {t('inspect.document.digest')} <Digest sha256={sha256} />
                </>
              )}
            </p>
          )}
        </div>
        {content && (
          <Button icon="download" onClick={() => saveFile(target.name, content, target.type)}>
            {t('inspect.save')}
          </Button>
        )}
      </header>
      {document.origin === 'missing' && (
        <Notice
          tone="warning"
          title={t('inspect.document.missing')}
          hint={t(inArchive ? 'inspect.document.missing.archive' : 'inspect.document.missing.hint')}
        >
          {!inArchive && (
            <Button icon="plus" onClick={onAdd}>
              {t('inspect.document.missing.add')}
            </Button>
          )}
        </Notice>
      )}
      {document.notes.map(note => (
        <Notice key={note} tone={NOTE_TONES[note]} title={t(`inspect.note.${note}`)} />
      ))}
      <ContentPreview document={document} />
      {signatures.length === 0 && document.origin !== 'missing' && (
        <p class="muted">{t('inspect.document.unsigned')}</p>
      )}
      {signatures.map((signature, index) => (
        <SignatureView key={`${index} ${signature.file}`} signature={signature} />
      ))}
    </article>
  );
}
