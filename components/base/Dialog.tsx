import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { IconButton } from './IconButton.tsx';

export interface DialogProps {
  open: boolean;
  title: string;
  closeLabel: string;
  onClose: () => void;
  /** Enter in a field, or the button of the type `submit`. */
  onSubmit?: (() => void) | undefined;
  children: ComponentChildren;
  /** Buttons, the main one last. */
  foot?: ComponentChildren;
}

/**
 * A modal of the browser's own kind: it traps focus, closes on Escape and gives the focus back. It begins at its first
 * field; one that only asks, at its first button.
 */
export function Dialog({ open, title, closeLabel, onClose, onSubmit, children, foot }: DialogProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (open && element && !element.open) {
      element.showModal();
      element.querySelector<HTMLElement>('input, .dialog-foot button')?.focus();
    }
    if (!open && element?.open) element.close();
  }, [open]);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={id} onClose={onClose}>
      {open && (
        <>
          <div class="dialog-head">
            <h2 id={id}>{title}</h2>
            <IconButton icon="close" label={closeLabel} onClick={() => dialog.current?.close()} />
          </div>
          <form
            onSubmit={event => {
              event.preventDefault();
              onSubmit?.();
            }}
          >
            <div class="stack">{children}</div>
            {foot && <div class="dialog-foot">{foot}</div>}
          </form>
        </>
      )}
    </dialog>
  );
}
