import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Translator } from '../../lib/i18n/translator.ts';
import type { KeyGroup, KeyView } from '../../lib/messages/views/keys.ts';
import { EmptyState } from '../base/EmptyState.tsx';
import { SearchField } from '../base/SearchField.tsx';
import { Status } from '../base/Status.tsx';
import { useTranslator } from '../hooks/backend.tsx';
import { findKeys } from './find-keys.ts';
import { canSign, keyLine, validityMark } from './key-words.ts';

export interface KeyPickerProps {
  groups: readonly KeyGroup[];
  onChoose: (owner: string, keyId: string) => void;
  /** Only this owner's keys may be picked (a document fixes its company). */
  owner?: string | null | undefined;
  /** The checked key where it is not the group's own choice (a review); the other groups show none. */
  keyId?: string | null | undefined;
  /** Below so many keys a search line is in the way. */
  searchFrom?: number | undefined;
  /** Epoch ms; tests and pictures fix it. */
  now?: number | undefined;
}

/** More keys than fit a popup: these are painted first, all others right after, so that a long list costs no wait. */
const FIRST_PAINT = 10;

/**
 * The radio group "Keys": one radio per key, grouped by company with one checked in each. Tab goes from company to
 * company, the arrows within; from the search line the arrow down goes to the first match.
 */
export function KeyPicker({
  groups,
  onChoose,
  owner = null,
  keyId,
  searchFrom = 6,
  now = Date.now(),
}: KeyPickerProps) {
  const translator = useTranslator();
  const { t } = translator;
  const [text, setText] = useState('');
  const [whole, setWhole] = useState(false);
  useEffect(() => setWhole(true), []);
  const list = useRef<HTMLDivElement>(null);
  const all = useMemo(
    () => (owner === null ? groups : groups.filter(group => group.owner === owner)),
    [groups, owner],
  );
  const found = useMemo(() => findKeys(all, text), [all, text]);
  const count = (some: readonly KeyGroup[]) => some.reduce((sum, group) => sum + group.keys.length, 0);

  const toFirst = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    const radios = [...(list.current?.querySelectorAll<HTMLInputElement>('input:not([disabled])') ?? [])];
    const company = radios.filter(radio => radio.name === radios[0]?.name);
    (company.find(radio => radio.checked) ?? radios[0])?.focus();
  };

  if (all.length === 0) return <EmptyState icon="key" title={t('keys.none')} hint={t('keys.none.hint')} />;
  return (
    <div class="keys">
      {count(all) >= searchFrom && (
        <SearchField label={t('keys.search')} value={text} onInput={setText} onKeyDown={toFirst} />
      )}
      <Status unseen>{text && t('keys.count', { n: count(found) })}</Status>
      <div
        class="keys"
        role="radiogroup"
        aria-label={t('keys.label')}
        data-whole={whole || undefined}
        ref={list}
      >
        {(whole ? found : upTo(found, FIRST_PAINT)).map(group => (
          <Company
            key={group.owner}
            group={group}
            checked={keyId === undefined ? group.chosen : keyId}
            onChoose={onChoose}
            translator={translator}
            now={now}
          />
        ))}
        {found.length === 0 && <EmptyState icon="search" title={t('keys.noMatch', { text })} />}
      </div>
    </div>
  );
}

/** The first companies, until they hold so many keys. */
function upTo(groups: readonly KeyGroup[], keys: number): readonly KeyGroup[] {
  let left = keys;
  const first: KeyGroup[] = [];
  for (const group of groups) {
    if (left <= 0) break;
    first.push(group);
    left -= group.keys.length;
  }
  return first;
}

interface CompanyProps {
  group: KeyGroup;
  checked: string | null;
  onChoose: (owner: string, keyId: string) => void;
  translator: Translator;
  now: number;
}

function Company({ group, checked, onChoose, translator, now }: CompanyProps) {
  const { t } = translator;
  const isToken = group.owner === 'token';
  const note = group.tin ? t('keys.tin', { tin: group.tin }) : isToken ? null : t('keys.person');
  return (
    <fieldset class="keys-company">
      <legend>
        <span>{isToken ? t('keys.tokens') : group.title}</span>
        {note && <small>{note}</small>}
      </legend>
      {group.keys.map(key => (
        <KeyRadio
          key={key.id}
          view={key}
          name={`key ${group.owner}`}
          checked={key.id === checked}
          onChoose={() => onChoose(group.owner, key.id)}
          translator={translator}
          now={now}
        />
      ))}
    </fieldset>
  );
}

interface KeyRadioProps {
  view: KeyView;
  name: string;
  checked: boolean;
  onChoose: () => void;
  translator: Translator;
  now: number;
}

function KeyRadio({ view, name, checked, onChoose, translator, now }: KeyRadioProps) {
  const usable = canSign(view);
  const mark = validityMark(view, translator, now);
  const line = keyLine(view, translator);
  const named = [view.holder, view.organization, line, mark?.text].filter(Boolean).join(', ');
  return (
    <label class="key" data-checked={checked || undefined} data-disabled={!usable || undefined}>
      <input
        type="radio"
        name={name}
        aria-label={named}
        checked={checked}
        disabled={!usable}
        onChange={onChoose}
      />
      <span class="key-holder">{view.holder}</span>
      {mark && (
        <span class="badge" data-tone={mark.tone}>
          {mark.text}
        </span>
      )}
      <span class="key-note">{line}</span>
    </label>
  );
}
