import './agreements.css';
import { useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { EmptyState } from '../../../components/base/EmptyState.tsx';
import { Select } from '../../../components/base/Select.tsx';
import { Skeleton } from '../../../components/base/Skeleton.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { useRequest } from '../../../components/hooks/useRequest.ts';
import { Section } from '../shared/Section.tsx';
import { exampleProfile } from './example-profile.ts';
import { TemplateEditor } from './TemplateEditor.tsx';
import { TemplateForm } from './TemplateForm.tsx';
import type { TemplateProfile } from './template-profile.ts';
import {
  dropProfile,
  putProfile,
  readTemplates,
  type TemplateMemory,
  writeTemplates,
} from './template-store.ts';
import { VaultGate } from './VaultGate.tsx';

/** An agreement from a template: choose a described template (or describe one), fill it in, send it. */
export function NewFromTemplate() {
  const { t } = useTranslator();
  const { value: view, error } = useRequest('agreements/list', {}, ['agreements', 'vault', 'settings']);
  const [memory, setMemory] = useState<TemplateMemory>(() => readTemplates(localStorage));
  const [chosen, setChosen] = useState<string | null>(memory.profiles[0]?.id ?? null);
  const [editing, setEditing] = useState<TemplateProfile | null>(null);
  const profile = memory.profiles.find(one => one.id === chosen) ?? null;
  /** Changes what is stored now: another tab may have changed it, and what was deleted stays deleted. */
  const keep = (change: (stored: TemplateMemory) => TemplateMemory) => {
    const next = change(readTemplates(localStorage));
    writeTemplates(localStorage, next);
    setMemory(next);
    return next;
  };
  const blank = (): TemplateProfile => ({
    id: crypto.randomUUID(),
    label: '',
    templateId: '',
    name: '',
    fields: [],
  });
  const example = () =>
    exampleProfile(crypto.randomUUID(), key => t(`desk.template.example.${key as 'profile' | 'contract'}`));
  return (
    <Section title={t('desk.template.title')} lead={t('desk.template.lead')}>
      {error && <ErrorNotice failure={error} />}
      {!view && !error && <Skeleton label={t('common.loading')} />}
      {view && <VaultGate view={view} />}
      {view && editing && (
        <TemplateEditor
          profile={editing}
          onSave={saved => {
            keep(stored => putProfile(stored, saved));
            setChosen(saved.id);
            setEditing(null);
          }}
          onCancel={() => setEditing(null)}
          onDelete={
            memory.profiles.some(one => one.id === editing.id)
              ? () => {
                  const next = keep(stored => dropProfile(stored, editing.id));
                  setChosen(next.profiles[0]?.id ?? null);
                  setEditing(null);
                }
              : null
          }
        />
      )}
      {view && !editing && memory.profiles.length === 0 && (
        <EmptyState icon="file" title={t('desk.template.none')} hint={t('desk.template.none.hint')}>
          <div class="row">
            <Button look="primary" onClick={() => setEditing(example())}>
              {t('desk.template.from-example')}
            </Button>
            <Button onClick={() => setEditing(blank())}>{t('desk.template.blank')}</Button>
          </div>
        </EmptyState>
      )}
      {view && !editing && memory.profiles.length > 0 && (
        <div class="row template-choice">
          <Select
            label={t('desk.template.choose')}
            value={chosen ?? ''}
            onChange={setChosen}
            options={memory.profiles.map(one => ({ value: one.id, label: one.label }))}
          />
          <Button icon="pen" disabled={!profile} onClick={() => setEditing(profile)}>
            {t('desk.template.edit')}
          </Button>
          <Button icon="plus" onClick={() => setEditing(blank())}>
            {t('desk.template.add')}
          </Button>
        </div>
      )}
      {view && profile && (
        // What was typed outlives a change of the description: it is nowhere else.
        <div hidden={editing !== null}>
          <TemplateForm
            key={profile.id}
            view={view}
            profile={profile}
            remembered={memory.remembered[profile.id] ?? {}}
            onRemember={values =>
              keep(stored => ({ ...stored, remembered: { ...stored.remembered, [profile.id]: values } }))
            }
          />
        </div>
      )}
    </Section>
  );
}
