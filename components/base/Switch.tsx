import { useId } from 'preact/hooks';

export interface SwitchProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  hint?: string | undefined;
  disabled?: boolean | undefined;
}

/** On or off, at once. */
export function Switch({ label, checked, onChange, hint, disabled }: SwitchProps) {
  const id = useId();
  return (
    <label class="choice switch">
      <span>{label}</span>
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        aria-checked={checked}
        disabled={disabled}
        aria-label={label}
        aria-describedby={hint ? id : undefined}
        onChange={event => onChange(event.currentTarget.checked)}
      />
      {hint && (
        <span class="field-hint" id={id}>
          {hint}
        </span>
      )}
    </label>
  );
}
