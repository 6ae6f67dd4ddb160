import type { ComponentChildren } from 'preact';
import { Button } from '../../../components/base/Button.tsx';
import { IconButton } from '../../../components/base/IconButton.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';

export interface Entry {
  readonly id: string;
  readonly name: string;
  readonly note?: string | undefined;
  readonly mono?: boolean | undefined;
  readonly extra?: ComponentChildren;
}

export interface EntriesProps {
  title?: string | undefined;
  hint?: string | undefined;
  empty: string;
  /** The administrator's list: shown only. */
  managed: boolean;
  items: readonly Entry[];
  onRemove: (id: string) => void;
  /** Null while what is typed does not fit. */
  onAdd: (() => Promise<void>) | null;
  /** The fields of a new entry. */
  children: ComponentChildren;
}

/** A short list that can be added to and taken from. */
export function Entries({ title, hint, empty, managed, items, onRemove, onAdd, children }: EntriesProps) {
  const { t } = useTranslator();
  const submit = (event: Event) => {
    event.preventDefault();
    void onAdd?.();
  };
  return (
    <div class="stack">
      {title && (
        <div class="stack-tight">
          <h3>{title}</h3>
          {hint && <p class="muted small">{hint}</p>}
        </div>
      )}
      {items.length === 0 && <p class="muted">{empty}</p>}
      <ul class="things">
        {items.map(({ id, name, note, mono, extra }) => (
          <li key={id} class="entry">
            <div class="grow">
              <p class={mono ? 'mono' : 'thing-title'}>{name}</p>
              {note && <p class="thing-note">{note}</p>}
            </div>
            {extra}
            {!managed && (
              <IconButton icon="trash" label={t('options.remove', { name })} onClick={() => onRemove(id)} />
            )}
          </li>
        ))}
      </ul>
      {managed ? (
        <p class="field-hint">{t('options.managed')}</p>
      ) : (
        <form class="entry-form" onSubmit={submit}>
          {children}
          <Button type="submit" icon="plus" disabled={!onAdd}>
            {t('common.add')}
          </Button>
        </form>
      )}
    </div>
  );
}
