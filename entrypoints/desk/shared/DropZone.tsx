import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Icon } from '../../../components/base/Icon.tsx';

export interface DropZoneProps {
  title: string;
  hint: string;
  button: string;
  multiple?: boolean | undefined;
  onFiles: (files: File[]) => void;
  children?: ComponentChildren;
}

/** Files by drop or by picker. The button is the keyboard's way; the frame around it is the mouse's. */
export function DropZone({ title, hint, button, multiple = true, onFiles, children }: DropZoneProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const give = (list: FileList | null | undefined) => {
    const files = [...(list ?? [])];
    if (files.length > 0) onFiles(multiple ? files : files.slice(0, 1));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would announce a form group that is none
    <div
      class="drop"
      role="group"
      aria-labelledby={id}
      data-over={over || undefined}
      onDragOver={event => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={event => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={event => {
        event.preventDefault();
        setOver(false);
        give(event.dataTransfer?.files);
      }}
    >
      <Icon name="upload" />
      <strong id={id}>{title}</strong>
      <span class="muted small">{hint}</span>
      <div class="row">
        <Button icon="file" onClick={() => input.current?.click()}>
          {button}
        </Button>
        {children}
      </div>
      <input
        ref={input}
        type="file"
        hidden
        multiple={multiple}
        onChange={event => {
          give(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
    </div>
  );
}
