import { LongList } from '../../../components/base/LongList.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { Translator } from '../../../lib/i18n/translator.ts';
import type { IndexedRow, Sort, SortBy } from './rows.ts';

export interface InboxTableProps {
  rows: readonly IndexedRow[];
  doctypeName: (code: string) => string;
  sort: Sort;
  onSort: (sort: Sort) => void;
  selected: ReadonlySet<string>;
  onSelect: (keys: ReadonlySet<string>) => void;
  onOpen: (row: IndexedRow) => void;
  openId: string | null;
  severalOwners: boolean;
  ownerTitle: (owner: string) => string;
}

const COLUMNS: readonly SortBy[] = ['date', 'partner', 'sum'];

/** The documents; thousands of them scroll as easily as ten. Where there is little room, date and state move under the rest. */
export function InboxTable(props: InboxTableProps) {
  const { rows, sort, onSort, selected, onSelect } = props;
  const translator = useTranslator();
  const { t } = translator;
  const all = rows.length > 0 && selected.size === rows.length;
  return (
    <>
      <fieldset class="inbox-head" aria-label={t('desk.inbox.sort')}>
        <input
          type="checkbox"
          aria-label={t('desk.inbox.select-all')}
          checked={all}
          indeterminate={selected.size > 0 && !all}
          onChange={() => onSelect(new Set(all ? [] : rows.map(row => row.id)))}
        />
        {COLUMNS.map(by => (
          <button
            key={by}
            type="button"
            class="sort"
            data-column={by}
            aria-pressed={sort.by === by}
            aria-label={
              sort.by === by
                ? t(sort.down ? 'desk.sort.down' : 'desk.sort.up', { column: headOf(by, t) })
                : t('desk.sort.by', { column: headOf(by, t) })
            }
            onClick={() => onSort({ by, down: sort.by === by ? !sort.down : by !== 'partner' })}
          >
            {headOf(by, t)}
            <span aria-hidden="true">{sort.by === by ? (sort.down ? '↓' : '↑') : ''}</span>
          </button>
        ))}
        <span class="head-state">{t('desk.inbox.column.state')}</span>
      </fieldset>
      <LongList
        label={t('desk.inbox.documents')}
        items={rows}
        keyOf={entry => entry.id}
        rowRem={3.25}
        selected={selected}
        onSelect={onSelect}
        onOpen={props.onOpen}
        current={props.openId}
        renderRow={(entry, state) => (
          <Row {...props} entry={entry} ticked={state.selected} translator={translator} />
        )}
      />
    </>
  );
}

/** Sums stand without their currency in the rows: the head says it for all of them. */
function headOf(by: SortBy, t: Translator['t']): string {
  const name = t(`desk.inbox.column.${by}`);
  return by === 'sum' ? `${name}, ${t('money.currency')}` : name;
}

function Row(props: InboxTableProps & { entry: IndexedRow; ticked: boolean; translator: Translator }) {
  const { entry, ticked, translator } = props;
  const { row } = entry;
  const status =
    translator.find(`status.${row.status}`) ?? translator.t('status.unknown', { code: row.status });
  return (
    <div class="inbox-row" data-current={entry.id === props.openId || undefined}>
      <span class="tick" data-select data-on={ticked || undefined} aria-hidden="true" />
      <span class="cell-date">{row.date ? translator.date(row.date) : '—'}</span>
      <span class="cell-what clip">
        <strong>{row.partner || translator.t('desk.inbox.no-partner')}</strong>
        <span class="thing-note">
          {row.date && <span class="note-date">{translator.date(row.date)} · </span>}
          {row.number
            ? translator.t('card.title', { type: props.doctypeName(row.doctype), number: row.number })
            : props.doctypeName(row.doctype)}
          {props.severalOwners ? ` · ${props.ownerTitle(row.owner)}` : ''}
        </span>
      </span>
      <span class="cell-sum numeric">{row.sum === null ? '' : translator.money(row.sum)}</span>
      <span class="cell-state">
        <span class="badge" data-tone={toneOf(row.status, row.jobId !== null)}>
          {row.jobId === null ? status : translator.t('desk.inbox.under-way')}
        </span>
      </span>
    </div>
  );
}

/** Colours only what asks for something or has ended: 2 waits for us, 3 is signed, 4 refused, 40 and 50 void. */
function toneOf(status: number, busy: boolean) {
  if (busy) return 'busy';
  if (status === 2) return 'waiting';
  if (status === 3) return 'done';
  return status === 4 || status === 40 || status === 50 || status === 170 ? 'error' : 'idle';
}
