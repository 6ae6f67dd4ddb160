import { useId } from 'preact/hooks';

export interface RadioGroupProps<V extends string> {
  label: string;
  value: V | null;
  options: readonly {
    readonly value: V;
    readonly label: string;
    readonly hint?: string | undefined;
    readonly disabled?: boolean | undefined;
  }[];
  onChange: (value: V) => void;
  disabled?: boolean | undefined;
}

/** One of a few, all in sight. */
export function RadioGroup<V extends string>({
  label,
  value,
  options,
  onChange,
  disabled,
}: RadioGroupProps<V>) {
  const id = useId();
  return (
    <div class="choices" role="radiogroup" aria-labelledby={id}>
      <span class="field-label" id={id}>
        {label}
      </span>
      {options.map(option => (
        <label class="choice" key={option.value}>
          <input
            type="radio"
            name={id}
            checked={option.value === value}
            disabled={disabled || option.disabled}
            aria-describedby={option.hint ? `${id}-${option.value}` : undefined}
            aria-label={option.label}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
          {option.hint && (
            <span class="field-hint" id={`${id}-${option.value}`}>
              {option.hint}
            </span>
          )}
        </label>
      ))}
    </div>
  );
}
