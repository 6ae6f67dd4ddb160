import { useId } from 'preact/hooks';

export interface SelectProps<V extends string> {
  label: string;
  value: V;
  options: readonly { readonly value: V; readonly label: string; readonly disabled?: boolean | undefined }[];
  onChange: (value: V) => void;
  hint?: string | undefined;
  disabled?: boolean | undefined;
  /** The label is read but not shown (toolbars). */
  bare?: boolean | undefined;
}

export function Select<V extends string>({
  label,
  value,
  options,
  onChange,
  hint,
  disabled,
  bare,
}: SelectProps<V>) {
  const id = useId();
  return (
    <div class="field">
      <label class={bare ? 'unseen' : 'field-label'} for={id}>
        {label}
      </label>
      <select
        id={id}
        class="input"
        value={value}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={event => onChange(event.currentTarget.value as V)}
      >
        {options.map(option => (
          <option
            key={option.value}
            value={option.value}
            disabled={option.disabled}
            selected={option.value === value}
          >
            {option.label}
          </option>
        ))}
      </select>
      {hint && (
        <span class="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}
