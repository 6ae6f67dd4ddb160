import { useState } from 'preact/hooks';
import { Button } from '../components/base/Button.tsx';
import { Checkbox } from '../components/base/Checkbox.tsx';
import { Digest } from '../components/base/Digest.tsx';
import { EmptyState } from '../components/base/EmptyState.tsx';
import { IconButton } from '../components/base/IconButton.tsx';
import { LongList } from '../components/base/LongList.tsx';
import { Notice } from '../components/base/Notice.tsx';
import { RadioGroup } from '../components/base/RadioGroup.tsx';
import { Select } from '../components/base/Select.tsx';
import { Skeleton } from '../components/base/Skeleton.tsx';
import { Spinner } from '../components/base/Spinner.tsx';
import { Switch } from '../components/base/Switch.tsx';
import { TextField } from '../components/base/TextField.tsx';
import { ErrorNotice } from '../components/errors/ErrorNotice.tsx';
import { useTranslator } from '../components/hooks/backend.tsx';
import { JobRow } from '../components/jobs/JobRow.tsx';
import { Facts } from '../components/signatures/Facts.tsx';
import { SignatureSummaryView } from '../components/signatures/SignatureSummaryView.tsx';
import { JOBS, SIGNATURES } from '../components/testing/fixtures/jobs.ts';
import type { Failure } from '../lib/signing/failure.ts';

const ROWS = Array.from({ length: 2000 }, (_, n) => `№ ${n + 1}`);

/** Every part once, in every tone. */
export function Parts({ failures }: { failures: readonly Failure[] }) {
  const { t } = useTranslator();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(['№ 2']));
  return (
    <main class="stack-wide" style={{ maxWidth: '60rem', margin: '2rem auto', padding: '0 1rem' }}>
      <h1>{t('common.name')}</h1>
      <hr class="rule" />
      <section class="panel" aria-label="Buttons">
        <div class="row">
          <Button look="primary" icon="pen">
            {t('action.sign')}
          </Button>
          <Button>{t('common.copy')}</Button>
          <Button look="quiet">{t('common.back')}</Button>
          <Button look="danger" icon="trash">
            {t('options.erase.button')}
          </Button>
          <Button busy>{t('common.refresh')}</Button>
          <Button disabled>{t('common.save')}</Button>
          <IconButton icon="refresh" label={t('common.refresh')} />
          <Spinner label={t('common.loading')} />
        </div>
      </section>
      <section class="panel" aria-label="Fields">
        <TextField label={t('fact.number')} value="118" onInput={() => {}} hint={t('fact.documentId')} />
        <TextField label={t('fact.sum')} value="x" onInput={() => {}} error={t('options.anchors.bad')} />
        <Select
          label={t('options.language')}
          value="a"
          options={[{ value: 'a', label: 'A' }]}
          onChange={() => {}}
        />
        <RadioGroup
          label={t('fact.server')}
          value="a"
          options={[
            { value: 'a', label: t('server.production'), hint: t('options.server.hint.production') },
            { value: 'b', label: t('server.test') },
          ]}
          onChange={() => {}}
        />
        <Switch label={t('options.strict')} hint={t('options.strict.hint')} checked onChange={() => {}} />
        <Checkbox label={t('options.badge')} checked mixed onChange={() => {}} />
      </section>
      {(['info', 'done', 'warning'] as const).map(tone => (
        <Notice key={tone} tone={tone} title={t('card.ready')} hint={t('card.ready.hint')} />
      ))}
      {failures.map(failure => (
        <ErrorNotice key={failure.code} failure={failure} live="none" />
      ))}
      {SIGNATURES.map(signature => (
        <section class="panel" key={signature.outcome} aria-label={signature.outcome}>
          <SignatureSummaryView signature={signature} />
        </section>
      ))}
      <section class="panel things" aria-label="Jobs">
        {JOBS.map(job => (
          <JobRow key={job.id} job={job} onCancel={() => {}} onRetry={() => {}} onReceipt={() => {}} />
        ))}
      </section>
      <section class="panel" aria-label="Facts">
        <Facts
          facts={[
            { label: 'doctype', value: '002', kind: 'doctype', strong: false },
            { label: 'sum', value: '1200000.50', kind: 'money', strong: true },
            { label: 'ownfield', value: 'raw', kind: 'raw', strong: false },
          ]}
        />
        <Digest sha256={'9f2c4e0b'.repeat(8)} />
      </section>
      <section class="panel" aria-label="Lists">
        <LongList
          label="2000"
          style={{ height: '12rem' }}
          items={ROWS}
          keyOf={row => row}
          rowRem={2.5}
          selected={selected}
          onSelect={setSelected}
          renderRow={row => <p style={{ padding: '0.5rem' }}>{row}</p>}
        />
      </section>
      <Skeleton label={t('common.loading')} />
      <EmptyState icon="inbox" title={t('keys.none')} hint={t('keys.none.hint')} />
    </main>
  );
}
