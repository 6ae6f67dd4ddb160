import { useId } from 'preact/hooks';

export interface CheckboxProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  hint?: string | undefined;
  disabled?: boolean | undefined;
  /** Some of what it stands for is checked. */
  mixed?: boolean | undefined;
  /** The label is read but not shown (table heads and rows). */
  bare?: boolean | undefined;
}

export function Checkbox({ label, checked, onChange, hint, disabled, mixed, bare }: CheckboxProps) {
  const id = useId();
  return (
    <label class="choice">
      <input
        type="checkbox"
        checked={checked}
        indeterminate={mixed ?? false}
        disabled={disabled}
        aria-describedby={hint ? id : undefined}
        onChange={event => onChange(event.currentTarget.checked)}
      />
      <span class={bare ? 'unseen' : ''}>{label}</span>
      {hint && (
        <span class="field-hint" id={id}>
          {hint}
        </span>
      )}
    </label>
  );
}
