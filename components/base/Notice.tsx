import type { ComponentChildren } from 'preact';
import { Disclosure } from './Disclosure.tsx';
import { Icon, type IconName } from './Icon.tsx';

export type NoticeTone = 'info' | 'done' | 'warning' | 'error';
const ICONS: Record<NoticeTone, IconName> = { info: 'info', done: 'check', warning: 'alert', error: 'alert' };

export interface NoticeProps {
  tone: NoticeTone;
  title: string;
  /** For screen readers only: whoever sees the notice has the title before his eyes already. */
  titleUnseen?: boolean | undefined;
  hint?: string | null | undefined;
  /** What the module or the service said itself, kept as it was. */
  words?: { readonly label: string; readonly text: string } | null | undefined;
  /** `alert` interrupts a screen reader; the default waits for its turn, `none` is part of the page. */
  live?: 'alert' | 'status' | 'none' | undefined;
  /** The way forward: buttons. */
  children?: ComponentChildren;
}

export function Notice({
  tone,
  title,
  titleUnseen = false,
  hint,
  words,
  live = 'none',
  children,
}: NoticeProps) {
  return (
    <div class="notice" data-tone={tone} role={live === 'none' ? undefined : live}>
      <Icon name={ICONS[tone]} />
      <div class="notice-body">
        <p class={titleUnseen ? 'unseen' : 'notice-title'}>{title}</p>
        {hint && <p>{hint}</p>}
        {words && (
          <Disclosure summary={words.label}>
            <p class="words">{words.text}</p>
          </Disclosure>
        )}
        {children && <div class="row">{children}</div>}
      </div>
    </div>
  );
}
