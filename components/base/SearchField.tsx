import type { RefObject } from 'preact';
import { Icon } from './Icon.tsx';

export interface SearchFieldProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  onKeyDown?: ((event: KeyboardEvent) => void) | undefined;
  inputRef?: RefObject<HTMLInputElement> | undefined;
}

/** A search line; its label is its placeholder and its accessible name. */
export function SearchField({ label, value, onInput, onKeyDown, inputRef }: SearchFieldProps) {
  return (
    <span class="search">
      <Icon name="search" />
      <input
        class="input"
        type="search"
        aria-label={label}
        placeholder={label}
        spellcheck={false}
        value={value}
        ref={inputRef ?? null}
        onInput={event => onInput(event.currentTarget.value)}
        onKeyDown={event => onKeyDown?.(event)}
      />
    </span>
  );
}
