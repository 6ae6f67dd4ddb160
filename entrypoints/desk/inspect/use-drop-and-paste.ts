import { useEffect, useRef, useState } from 'preact/hooks';

export interface Dropped {
  readonly files: readonly File[];
  readonly text: string;
}

/**
 * Files or text dropped or pasted anywhere on the page; not when somebody pastes into a field. Returns whether
 * something is being dragged over the page right now.
 */
export function useDropAndPaste(onDropped: (dropped: Dropped) => void): boolean {
  const latest = useRef(onDropped);
  latest.current = onDropped;
  const [over, setOver] = useState(false);
  useEffect(() => {
    const give = (data: DataTransfer | null) => {
      const files = [...(data?.files ?? [])];
      const text = data?.getData('text/plain') ?? '';
      if (files.length > 0 || text.trim() !== '')
        latest.current({ files, text: files.length > 0 ? '' : text });
    };
    const handlers: { [name: string]: (event: DragEvent) => void } = {
      dragover(event) {
        event.preventDefault();
        setOver(true);
      },
      dragleave(event) {
        if (event.relatedTarget === null) setOver(false);
      },
      drop(event) {
        setOver(false);
        // A drop zone that took it has said so.
        if (event.defaultPrevented) return;
        event.preventDefault();
        give(event.dataTransfer);
      },
    };
    const paste = (event: ClipboardEvent) => {
      const field =
        event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]');
      if (!field) give(event.clipboardData);
    };
    for (const [name, handler] of Object.entries(handlers))
      document.addEventListener(name, handler as (event: Event) => void);
    document.addEventListener('paste', paste);
    return () => {
      for (const [name, handler] of Object.entries(handlers))
        document.removeEventListener(name, handler as (event: Event) => void);
      document.removeEventListener('paste', paste);
    };
  }, []);
  return over;
}
