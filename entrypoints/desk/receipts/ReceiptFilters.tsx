import { useState } from 'preact/hooks';
import { SearchField } from '../../../components/base/SearchField.tsx';
import { Select } from '../../../components/base/Select.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { Receipt, ReceiptFilter } from '../../../lib/receipts/receipt.ts';
import { localDay } from '../shared/local-day.ts';
import { companiesOf } from './filter.ts';
import { PERIODS, type Period, spanOf } from './period.ts';

const SERVICES = ['didox', 'eugoda', 'selection', 'file', 'practice'] as const;

export interface ReceiptFiltersProps {
  receipts: readonly Receipt[];
  filter: ReceiptFilter;
  onChange: (filter: ReceiptFilter) => void;
}

export function ReceiptFilters({ receipts, filter, onChange }: ReceiptFiltersProps) {
  const { t } = useTranslator();
  const [period, setPeriod] = useState<Period>('all');
  const change = (part: Partial<ReceiptFilter>) => onChange({ ...filter, ...part });
  return (
    <search class="toolbar">
      <SearchField label={t('desk.receipts.search')} value={filter.text} onInput={text => change({ text })} />
      <Select
        bare
        label={t('desk.receipts.company')}
        value={filter.company ?? ''}
        onChange={company => change({ company: company || null })}
        options={[
          { value: '', label: t('desk.receipts.company.all') },
          ...companiesOf(receipts).map(company => ({ value: company.id, label: company.name })),
        ]}
      />
      <Select
        bare
        label={t('desk.receipts.service')}
        value={filter.service ?? ''}
        onChange={service => change({ service: service || null })}
        options={[
          { value: '' as const, label: t('desk.receipts.service.all') },
          ...SERVICES.map(service => ({ value: service, label: t(`receipt.service.${service}`) })),
        ]}
      />
      <Select
        bare
        label={t('desk.receipts.period')}
        value={period}
        onChange={next => {
          setPeriod(next);
          // Whoever chooses days begins with those that are shown.
          if (next !== 'days') change(spanOf(next, new Date()));
        }}
        options={PERIODS.map(one => ({ value: one, label: t(`desk.receipts.period.${one}`) }))}
      />
      {period === 'days' && (
        <>
          <Day label={t('desk.receipts.from')} value={filter.from} onChange={from => change({ from })} />
          <Day label={t('desk.receipts.to')} value={filter.to} end onChange={to => change({ to })} />
        </>
      )}
    </search>
  );
}

/** A local day as epoch milliseconds: its first one, or with `end` its last. */
function Day(props: {
  label: string;
  value: number | null;
  end?: boolean;
  onChange: (at: number | null) => void;
}) {
  return (
    <label class="day">
      <span class="small muted">{props.label}</span>
      <input
        class="input"
        type="date"
        value={props.value === null ? '' : localDay(props.value)}
        onChange={event => {
          const [year, month, day] = event.currentTarget.value.split('-').map(Number);
          if (!year || !month || !day) props.onChange(null);
          else if (props.end) props.onChange(new Date(year, month - 1, day + 1).getTime() - 1);
          else props.onChange(new Date(year, month - 1, day).getTime());
        }}
      />
    </label>
  );
}
