import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { EmptyState } from '../../../components/base/EmptyState.tsx';
import { SearchField } from '../../../components/base/SearchField.tsx';
import { Select } from '../../../components/base/Select.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { InboxFolder, InboxView } from '../../../lib/messages/views/inbox.ts';
import { DocumentPreview } from './DocumentPreview.tsx';
import { InboxTable } from './InboxTable.tsx';
import { arrangeRows, doctypesOf, indexRows, type Sort } from './rows.ts';
import { SelectionBar } from './SelectionBar.tsx';

export interface InboxBrowserProps {
  folder: InboxFolder;
  view: InboxView;
  tools: ComponentChildren;
  note: string;
  refreshing: boolean;
  onStarted: (jobId: string) => void;
}

/** One folder: filter, search, sort, the table, what is selected in it, and the document that is open beside it. */
export function InboxBrowser({ folder, view, tools, note, refreshing, onStarted }: InboxBrowserProps) {
  const { t, find } = useTranslator();
  const [query, setQuery] = useState('');
  const [owner, setOwner] = useState('');
  const [doctype, setDoctype] = useState('');
  const [sort, setSort] = useState<Sort>({ by: 'date', down: true });
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [openId, setOpenId] = useState<string | null>(null);

  const doctypeName = (code: string) => find(`doctype.${code}`) ?? t('doctype.unknown', { code });
  const indexed = useMemo(() => indexRows(view.rows, doctypeName), [view.rows]);
  const rows = useMemo(
    () => arrangeRows(indexed, { query, owner: owner || null, doctype: doctype || null }, sort),
    [indexed, query, owner, doctype, sort],
  );
  // Nobody signs what the filter hides: only rows on the list count as selected.
  const chosen = useMemo(() => rows.filter(entry => selected.has(entry.id)), [rows, selected]);
  const shown = useMemo(() => new Set(chosen.map(entry => entry.id)), [chosen]);
  const open = openId === null ? null : (indexed.find(entry => entry.id === openId) ?? null);

  /** What the filter hides stays selected until it is shown again: documents are gathered search by search. */
  const select = (keys: ReadonlySet<string>) => {
    const hidden = [...selected].filter(id => !rows.some(entry => entry.id === id));
    setSelected(new Set([...hidden, ...keys]));
  };
  const owners = view.accounts.filter(account => view.rows.some(row => row.owner === account.owner));
  return (
    <div class="browser" data-open={open ? true : undefined}>
      <div class="browser-list inbox-list">
        <search class="toolbar">
          <SearchField label={t('desk.inbox.search')} value={query} onInput={setQuery} />
          {owners.length > 1 && (
            <Select
              bare
              label={t('desk.inbox.company')}
              value={owner}
              onChange={setOwner}
              options={[
                { value: '', label: t('desk.inbox.company.all') },
                ...owners.map(account => ({ value: account.owner, label: account.title })),
              ]}
            />
          )}
          <Select
            bare
            label={t('desk.inbox.type')}
            value={doctype}
            onChange={setDoctype}
            options={[
              { value: '', label: t('desk.inbox.type.all') },
              ...doctypesOf(view.rows).map(code => ({ value: code, label: doctypeName(code) })),
            ]}
          />
          {tools}
        </search>
        {view.rows.length === 0 ? (
          // What could not be loaded is not "nothing": the reason stands above.
          (refreshing || view.errors.length === 0) && (
            <EmptyState
              icon="inbox"
              title={t(
                refreshing
                  ? 'common.loading'
                  : view.loadedAt === null
                    ? 'desk.inbox.empty.signed-out'
                    : `desk.inbox.empty.${folder}`,
              )}
            />
          )
        ) : rows.length === 0 ? (
          <EmptyState icon="search" title={t('desk.nothing-found')} hint={t('desk.nothing-found.hint')} />
        ) : (
          <InboxTable
            rows={rows}
            doctypeName={doctypeName}
            sort={sort}
            onSort={setSort}
            selected={shown}
            onSelect={select}
            onOpen={entry => setOpenId(entry.id)}
            openId={openId}
            severalOwners={owners.length > 1 && owner === ''}
            ownerTitle={code => view.accounts.find(account => account.owner === code)?.title ?? code}
          />
        )}
        <p class="browser-note small muted" role="status">
          {[
            t('common.documents', { n: rows.length }),
            view.total > view.rows.length ? t('desk.inbox.more', { n: view.total - view.rows.length }) : null,
            note || null,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {view.rows.length > 0 && <SelectionBar chosen={chosen} onClear={() => setSelected(new Set())} />}
      </div>
      {open && (
        <DocumentPreview key={open.id} row={open.row} onClose={() => setOpenId(null)} onStarted={onStarted} />
      )}
    </div>
  );
}
