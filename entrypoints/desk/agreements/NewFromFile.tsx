import './agreements.css';
import { useRef, useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Icon } from '../../../components/base/Icon.tsx';
import { IconButton } from '../../../components/base/IconButton.tsx';
import { Skeleton } from '../../../components/base/Skeleton.tsx';
import { Spinner } from '../../../components/base/Spinner.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { failureOf } from '../../../components/hooks/failure-of.ts';
import { useAction } from '../../../components/hooks/useAction.ts';
import { useRequest } from '../../../components/hooks/useRequest.ts';
import { createExternalId } from '../../../lib/eugoda/external-id.ts';
import type { Registered } from '../../../lib/messages/protocol.ts';
import type { Failure } from '../../../lib/signing/failure.ts';
import { type FileLimits, sortFiles } from '../files/accept-files.ts';
import { routeHash } from '../route.ts';
import { storeFile } from '../shared/blobs.ts';
import { DropZone } from '../shared/DropZone.tsx';
import { Section } from '../shared/Section.tsx';
import { LooseLinkNotice } from './LooseLinkNotice.tsx';
import { DEFAULT_TERMS, MoreOptions, type Terms, usableApplications } from './MoreOptions.tsx';
import { NotRegistered } from './NotRegistered.tsx';
import { nextId, register } from './register.ts';
import { VaultGate } from './VaultGate.tsx';

/** One file on its way. A failed one is sent again only when the user asks: a create call is never repeated by itself. */
interface Entry {
  readonly file: File;
  /** The id it is registered under, see `nextId`. */
  readonly externalId: string;
  readonly state: 'waiting' | 'sending' | Registered | { readonly failure: Failure };
}

/** Each is a registration of its own, and eUgoda says itself what it does not take. */
const NO_LIMITS: FileLimits = { largest: Number.POSITIVE_INFINITY, most: Number.POSITIVE_INFINITY };

export function NewFromFile() {
  const backend = useBackend();
  const { t, bytes } = useTranslator();
  const { value: view, error } = useRequest('agreements/list', {}, ['vault', 'settings']);
  const [entries, show] = useState<readonly Entry[]>([]);
  /** As they are at this moment: files are sent one after another, and the list may change meanwhile. */
  const latest = useRef(entries);
  const edit = (how: (before: readonly Entry[]) => readonly Entry[]) => {
    latest.current = how(latest.current);
    show(latest.current);
  };
  const [terms, setTerms] = useState<Terms>(DEFAULT_TERMS);
  const usable = view ? usableApplications(view) : [];
  const applicationId = usable.find(one => one.id === terms.applicationId)?.id ?? usable[0]?.id ?? '';
  const change = (file: File, to: (entry: Entry) => Entry) =>
    edit(before => before.map(entry => (entry.file === file ? to(entry) : entry)));
  const set = (file: File, state: Entry['state']) => change(file, entry => ({ ...entry, state }));
  const pending = entries.filter(({ state }) => state === 'waiting' || state === 'sending');

  const send = useAction(async () => {
    for (const { file, externalId } of pending) {
      if (!latest.current.some(entry => entry.externalId === externalId && entry.state === 'waiting'))
        continue;
      set(file, 'sending');
      try {
        const blob = await storeFile(backend, file, 'agreement:new');
        const request = { ...terms, externalId, applicationId, blobId: blob.id, fileName: file.name };
        set(file, await register(backend, 'agreements/register-file', request));
      } catch (thrown) {
        set(file, { failure: failureOf(thrown) });
      }
    }
  });
  return (
    <Section title={t('desk.agreements.file.title')} lead={t('desk.agreements.file.lead')}>
      {error && <ErrorNotice failure={error} />}
      {!view && !error && <Skeleton label={t('common.loading')} />}
      {view && <VaultGate view={view} />}
      {view && usable.length > 0 && (
        <>
          <DropZone
            title={t('desk.files.drop')}
            hint={t('desk.agreements.file.hint')}
            button={t('desk.files.choose')}
            onFiles={added => {
              const { accepted } = sortFiles(
                latest.current.map(entry => entry.file),
                added,
                NO_LIMITS,
              );
              const waiting = accepted.map(file => ({
                file,
                externalId: createExternalId(),
                state: 'waiting' as const,
              }));
              edit(before => [...before, ...waiting]);
            }}
          />
          {entries.length > 0 && (
            <ul class="panel things" aria-label={t('desk.files.chosen')} tabIndex={-1}>
              {entries.map(entry => (
                <li key={`${entry.file.name} ${entry.file.size} ${entry.file.lastModified}`}>
                  <EntryRow
                    entry={entry}
                    onRemove={() =>
                      edit(before =>
                        before.filter(other => other.file !== entry.file || other.state === 'sending'),
                      )
                    }
                    onAgain={failure =>
                      change(entry.file, ({ file, externalId }) => ({
                        file,
                        externalId: nextId(externalId, failure),
                        state: 'waiting',
                      }))
                    }
                  />
                </li>
              ))}
            </ul>
          )}
          <div class="panel stack">
            <MoreOptions view={view} terms={{ ...terms, applicationId }} onChange={setTerms} />
          </div>
          <div class="row" tabIndex={-1}>
            {pending.length > 0 && (
              <Button look="primary" icon="upload" busy={send.busy} onClick={() => void send.run()}>
                {t('desk.agreements.file.send', {
                  n: pending.length,
                  size: bytes(pending.reduce((sum, entry) => sum + entry.file.size, 0)),
                })}
              </Button>
            )}
            <a class="button" href={routeHash({ section: 'agreements', id: null, form: null })}>
              {t('desk.agreements.to-list')}
            </a>
          </div>
        </>
      )}
    </Section>
  );
}

function EntryRow(props: { entry: Entry; onRemove: () => void; onAgain: (failure: Failure) => void }) {
  const { t, bytes } = useTranslator();
  const { file, state } = props.entry;
  const done = typeof state === 'object' && 'externalId' in state ? state : null;
  const failure = typeof state === 'object' && 'failure' in state ? state.failure : null;
  return (
    <>
      <div class="thing" data-tone={done ? 'done' : failure ? 'error' : 'idle'}>
        {state === 'sending' ? (
          <Spinner label={t('desk.agreements.file.sending')} />
        ) : (
          <Icon name={done ? 'check' : 'file'} />
        )}
        <span>
          <span class="thing-title">{file.name}</span> <span class="thing-note">{bytes(file.size)}</span>
        </span>
        {done ? (
          <a href={routeHash({ section: 'agreements', id: done.externalId, form: null })}>
            {t('desk.agreements.show')}
          </a>
        ) : (
          state !== 'sending' && (
            <IconButton
              icon="close"
              label={t('desk.files.remove', { name: file.name })}
              onClick={props.onRemove}
            />
          )
        )}
      </div>
      {done?.loose && <LooseLinkNotice loose={done.loose} />}
      {failure && <NotRegistered failure={failure} onRetry={() => props.onAgain(failure)} />}
    </>
  );
}
