import { useRef, useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend } from '../../../components/hooks/backend.tsx';
import { useAction } from '../../../components/hooks/useAction.ts';
import type { ImportReport } from '../../../lib/vault/settings.ts';
import { useSettings } from '../use-settings.ts';
import { Panel } from './Panel.tsx';

const FILE_NAME = 'imzochi-settings.json';

/** Settings as a file, without secrets. */
export function Transfer() {
  const backend = useBackend();
  const { t } = backend.translator;
  const { reload } = useSettings();
  const input = useRef<HTMLInputElement>(null);
  const [report, setReport] = useState<ImportReport | null>(null);

  const save = useAction(async () => download(await (await backend.settings()).exportText()));
  const load = useAction(async (file: File) => {
    setReport(null);
    setReport(await (await backend.settings()).importText(await file.text()));
    backend.announce({ changed: 'settings', id: null });
    await reload();
  });
  const skipped = report && [...report.managed, ...report.refused, ...report.unknown];
  const failure = save.error ?? load.error;
  return (
    <Panel id="transfer" title={t('options.transfer')} hint={t('options.transfer.hint')}>
      <div class="row">
        <Button icon="download" busy={save.busy} onClick={() => void save.run()}>
          {t('options.transfer.export')}
        </Button>
        <Button icon="upload" busy={load.busy} onClick={() => input.current?.click()}>
          {t('options.transfer.import')}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept="application/json,.json"
          aria-label={t('options.transfer.import')}
          onChange={event => {
            const file = event.currentTarget.files?.[0];
            if (file) void load.run(file);
            // The same file may be chosen again after it was mended.
            event.currentTarget.value = '';
          }}
        />
      </div>
      {failure && <ErrorNotice failure={failure} />}
      {report && (
        <Notice
          tone={skipped?.length ? 'warning' : 'done'}
          live="status"
          title={t('options.transfer.done', { n: report.applied.length })}
          hint={skipped?.length ? t('options.transfer.skipped', { names: skipped.join(', ') }) : null}
        />
      )}
    </Panel>
  );
}

/** A link that is clicked: saving a file needs no permission. */
function download(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = FILE_NAME;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
