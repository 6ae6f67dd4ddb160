import { useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Icon } from '../../../components/base/Icon.tsx';
import { IconButton } from '../../../components/base/IconButton.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import { MOST_FILES } from '../../../lib/messages/limits.ts';
import { LARGEST_FILE } from '../../../lib/selection/selection.ts';
import { dropBlobs, storeFile } from '../shared/blobs.ts';
import { DropZone } from '../shared/DropZone.tsx';
import { Section } from '../shared/Section.tsx';
import { goTo } from '../shared/use-route.ts';
import { type Sorted, sortFiles } from './accept-files.ts';

/** Files to be signed: put into the database here, shown in a review before anything is signed. */
export function SignFiles() {
  const backend = useBackend();
  const { t, bytes } = useTranslator();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [refused, setRefused] = useState<Sorted<File>['refused']>([]);
  const add = (added: readonly File[]) => {
    const sorted = sortFiles(files, added);
    setFiles([...files, ...sorted.accepted]);
    setRefused(sorted.refused);
  };
  const review = useAction(async () => {
    const owner = `review:${crypto.randomUUID()}`;
    const ids: string[] = [];
    try {
      const described = [];
      for (const file of files) {
        const { id, name, type } = await storeFile(backend, file, owner);
        ids.push(id);
        described.push({ blobId: id, name, size: file.size, type });
      }
      const { reviewId } = await backend.request('review/files', { files: described });
      goTo({ section: 'review', id: reviewId });
    } catch (error) {
      // What no review will ever name must not fill the disk.
      await dropBlobs(backend, ids).catch(() => {});
      throw error;
    }
  });
  return (
    <Section title={t('desk.files.open')} lead={t('desk.files.lead', { size: bytes(LARGEST_FILE) })}>
      <DropZone
        title={t('desk.files.drop')}
        hint={t('desk.files.limit', { size: bytes(LARGEST_FILE) })}
        button={t('desk.files.choose')}
        onFiles={add}
      />
      {refused.map(({ file, reason }) => (
        <Notice
          key={`${file.name} ${file.size}`}
          tone="warning"
          live="alert"
          title={t('desk.files.refused', { name: file.name })}
          hint={
            reason === 'too-many'
              ? t('desk.too-many', { most: MOST_FILES })
              : t(`desk.files.refused.${reason}`, { size: bytes(file.size), limit: bytes(LARGEST_FILE) })
          }
        />
      ))}
      {files.length > 0 && (
        <>
          <ul class="panel things" aria-label={t('desk.files.chosen')} tabIndex={-1}>
            {files.map(file => (
              <li class="thing" key={`${file.name} ${file.size} ${file.lastModified}`}>
                <Icon name="file" />
                <span>
                  <span class="thing-title">{file.name}</span>{' '}
                  <span class="thing-note">{bytes(file.size)}</span>
                </span>
                <IconButton
                  icon="close"
                  label={t('desk.files.remove', { name: file.name })}
                  onClick={() => setFiles(files.filter(other => other !== file))}
                />
              </li>
            ))}
          </ul>
          {review.error && <ErrorNotice failure={review.error} />}
          <div class="row">
            <Button look="primary" icon="pen" busy={review.busy} onClick={() => void review.run()}>
              {t('desk.files.review', { n: files.length })}
            </Button>
          </div>
        </>
      )}
    </Section>
  );
}
