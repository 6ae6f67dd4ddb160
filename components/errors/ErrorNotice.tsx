import type { ComponentChildren } from 'preact';
import { wordFailure } from '../../lib/i18n/word-failure.ts';
import type { Failure } from '../../lib/signing/failure.ts';
import { Button } from '../base/Button.tsx';
import { Notice } from '../base/Notice.tsx';
import { useBackend } from '../hooks/backend.tsx';
import { wayForward } from './way-forward.ts';

export interface ErrorNoticeProps {
  failure: Failure;
  onRetry?: (() => void) | undefined;
  /** More buttons, before the standard ones. */
  children?: ComponentChildren;
  /** The title stands right above already: the notice keeps it for screen readers only. */
  titleShown?: boolean | undefined;
  /** `alert` by default: it just happened. `none` where it has been standing there. */
  live?: 'alert' | 'none' | undefined;
}

/** What a user did on purpose (cancel) is said, not shouted. */
const CALM = new Set(['module-cancelled', 'interrupted', 'aborted']);

/** A failure in words, what to do, the other side's own words, and a button to where it can be helped. */
export function ErrorNotice({
  failure,
  onRetry,
  children,
  titleShown = false,
  live = 'alert',
}: ErrorNoticeProps) {
  const { translator, openDesk, openOptions } = useBackend();
  const { title, hint, words } = wordFailure(failure, translator);
  const way = wayForward(failure.code);
  const calm = CALM.has(failure.code);
  return (
    <Notice
      tone={calm ? 'info' : 'error'}
      live={live === 'alert' && calm ? 'status' : live}
      title={title}
      titleUnseen={titleShown}
      hint={hint}
      words={words ? { label: translator.t('common.ownWords'), text: words } : null}
    >
      {(children || onRetry || way) && (
        <>
          {children}
          {onRetry && (
            <Button small icon="refresh" onClick={onRetry}>
              {translator.t('common.retry')}
            </Button>
          )}
          {way === 'health' && (
            <Button small icon="pulse" onClick={() => openDesk('health')}>
              {translator.t('common.openHealth')}
            </Button>
          )}
          {way === 'options' && (
            <Button small icon="settings" onClick={openOptions}>
              {translator.t('common.openOptions')}
            </Button>
          )}
        </>
      )}
    </Notice>
  );
}
