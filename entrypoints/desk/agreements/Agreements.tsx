import './agreements.css';
import { useMemo, useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { EmptyState } from '../../../components/base/EmptyState.tsx';
import { Icon } from '../../../components/base/Icon.tsx';
import { LongList } from '../../../components/base/LongList.tsx';
import { SearchField } from '../../../components/base/SearchField.tsx';
import { Select } from '../../../components/base/Select.tsx';
import { Skeleton } from '../../../components/base/Skeleton.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { useRequest } from '../../../components/hooks/useRequest.ts';
import type { AgreementsView } from '../../../lib/messages/views/agreements.ts';
import { routeHash } from '../route.ts';
import { localDay } from '../shared/local-day.ts';
import { Section } from '../shared/Section.tsx';
import { saveFile } from '../shared/save-file.ts';
import { replaceRoute } from '../shared/use-route.ts';
import { AgreementDetail } from './AgreementDetail.tsx';
import { AgreementLine } from './AgreementLine.tsx';
import {
  AGREEMENT_FILTERS,
  type AgreementFilter,
  agreementsToCsv,
  agreementsToJson,
  listAgreements,
} from './list.ts';
import { VaultGate } from './VaultGate.tsx';

/** Agreements registered on eUgoda: their links and deadlines, and the archives that were fetched. */
export function Agreements({ shown }: { shown: string | null }) {
  const { t } = useTranslator();
  const agreements = useRequest('agreements/list', {}, ['agreements', 'vault', 'settings']);
  const view = agreements.value;
  return (
    <Section
      fill
      title={t('desk.nav.agreements')}
      actions={
        <>
          <a class="button" href={routeHash({ section: 'agreements', id: null, form: 'file' })}>
            <Icon name="file" />
            {t('desk.agreements.new.file')}
          </a>
          <a class="button" href={routeHash({ section: 'agreements', id: null, form: 'template' })}>
            <Icon name="plus" />
            {t('desk.agreements.new.template')}
          </a>
        </>
      }
    >
      {agreements.error && (
        <ErrorNotice failure={agreements.error} onRetry={() => void agreements.reload()} />
      )}
      {!view && !agreements.error && <Skeleton lines={6} label={t('common.loading')} />}
      {view && (
        <>
          <VaultGate view={view} />
          {view.agreements.length === 0 ? (
            <EmptyState
              icon="link"
              title={t('desk.agreements.empty')}
              hint={t('desk.agreements.empty.hint')}
            />
          ) : (
            <List view={view} shown={shown} />
          )}
        </>
      )}
    </Section>
  );
}

function List({ view, shown }: { view: AgreementsView; shown: string | null }) {
  const { t, language } = useTranslator();
  const [filter, setFilter] = useState<AgreementFilter>('all');
  const [query, setQuery] = useState('');
  const now = Date.now();
  const found = useMemo(
    () => listAgreements(view.agreements, filter, query, Date.now()),
    [view.agreements, filter, query],
  );
  const open = view.agreements.find(agreement => agreement.externalId === shown) ?? null;
  const show = (id: string | null) => replaceRoute({ section: 'agreements', id, form: null });
  const day = localDay(now);
  return (
    <div class="browser" data-open={open ? true : undefined}>
      <div class="browser-list agreements-list">
        <search class="toolbar">
          <SearchField label={t('desk.agreements.search')} value={query} onInput={setQuery} />
          <Select
            bare
            label={t('desk.agreements.filter')}
            value={filter}
            onChange={setFilter}
            options={AGREEMENT_FILTERS.map(one => ({
              value: one,
              label: t(`desk.agreements.filter.${one}`),
            }))}
          />
          <Button
            icon="download"
            onClick={() =>
              saveFile(`imzochi-agreements-${day}.csv`, agreementsToCsv(found, now, language), 'text/csv')
            }
          >
            {t('desk.export.csv')}
          </Button>
          <Button
            icon="download"
            onClick={() =>
              saveFile(`imzochi-agreements-${day}.json`, agreementsToJson(found, now), 'application/json')
            }
          >
            {t('desk.export.json')}
          </Button>
        </search>
        {found.length === 0 ? (
          <EmptyState icon="search" title={t('desk.nothing-found')} hint={t('desk.nothing-found.hint')} />
        ) : (
          <LongList
            label={t('desk.agreements.list')}
            items={found}
            keyOf={agreement => agreement.externalId}
            rowRem={4}
            current={shown}
            onOpen={agreement => show(agreement.externalId)}
            renderRow={agreement => (
              <AgreementLine agreement={agreement} current={agreement.externalId === shown} />
            )}
          />
        )}
        <p class="browser-note small muted">{t('desk.agreements.export-note')}</p>
      </div>
      {open && (
        <AgreementDetail
          key={open.externalId}
          agreement={open}
          onClose={() => {
            // Whoever has gone elsewhere while it was being forgotten stays there.
            if (location.hash !== routeHash({ section: 'agreements', id: open.externalId, form: null }))
              return;
            show(null);
          }}
        />
      )}
    </div>
  );
}
