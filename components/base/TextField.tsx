import { useId } from 'preact/hooks';

export interface TextFieldProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  hint?: string | undefined;
  error?: string | null | undefined;
  type?: 'text' | 'password' | 'number' | 'search' | 'url' | 'date' | undefined;
  /** More than one line: a textarea of so many rows. */
  rows?: number | undefined;
  mono?: boolean | undefined;
  required?: boolean | undefined;
  disabled?: boolean | undefined;
  placeholder?: string | undefined;
  maxLength?: number | undefined;
  autocomplete?: 'off' | 'current-password' | 'new-password' | undefined;
  inputMode?: 'numeric' | undefined;
}

/** A labelled line of text; hint and error are read with it. */
export function TextField({
  label,
  value,
  onInput,
  hint,
  error,
  type = 'text',
  rows,
  ...rest
}: TextFieldProps) {
  const id = useId();
  const { mono, ...attributes } = rest;
  const shared = {
    ...attributes,
    id,
    value,
    class: `input ${mono ? 'mono' : ''}`,
    spellcheck: false,
    'aria-invalid': error ? ('true' as const) : undefined,
    'aria-describedby': [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined,
    onInput: (event: Event) => onInput((event.currentTarget as HTMLInputElement).value),
  };
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {rows ? <textarea {...shared} rows={rows} /> : <input {...shared} type={type as 'text'} />}
      {hint && (
        <span class="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && (
        <span class="field-error" id={`${id}-error`} role="alert">
          {error}
        </span>
      )}
    </div>
  );
}
