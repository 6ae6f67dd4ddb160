import { useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Checkbox } from '../../../components/base/Checkbox.tsx';
import { IconButton } from '../../../components/base/IconButton.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { Select } from '../../../components/base/Select.tsx';
import { TextField } from '../../../components/base/TextField.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import {
  checkProfile,
  type FieldType,
  type ProfileProblem,
  type TemplateField,
  type TemplateProfile,
} from './template-profile.ts';

export interface TemplateEditorProps {
  profile: TemplateProfile;
  onSave: (profile: TemplateProfile) => void;
  onCancel: () => void;
  onDelete: (() => void) | null;
}

const TYPES: readonly FieldType[] = ['text', 'date', 'number', 'choice'];
/** Personal until somebody says that it is not: what is forgotten can be typed again. */
const NEW_FIELD: TemplateField = {
  key: '',
  label: '',
  type: 'text',
  required: true,
  personal: true,
  choices: [],
};

/** Describes a template that exists at eUgoda: its id there, and the fields it takes. */
export function TemplateEditor({ profile, onSave, onCancel, onDelete }: TemplateEditorProps) {
  const { t } = useTranslator();
  const [draft, setDraft] = useState(profile);
  const [problem, setProblem] = useState<ProfileProblem | null>(null);
  const change = (part: Partial<TemplateProfile>) => setDraft({ ...draft, ...part });
  const changeField = (at: number, part: Partial<TemplateField>) =>
    change({ fields: draft.fields.map((field, index) => (index === at ? { ...field, ...part } : field)) });
  return (
    <form
      class="stack-wide"
      onSubmit={event => {
        event.preventDefault();
        const clean = {
          ...draft,
          fields: draft.fields.map(field => ({
            ...field,
            choices: field.choices.map(choice => choice.trim()).filter(Boolean),
          })),
        };
        const found = checkProfile(clean);
        setProblem(found);
        if (found === null) onSave(clean);
      }}
    >
      <div class="panel template-fields">
        <TextField
          label={t('desk.template.label')}
          value={draft.label}
          onInput={label => change({ label })}
        />
        <TextField
          label={t('desk.template.id')}
          hint={t('desk.template.id.hint')}
          value={draft.templateId}
          onInput={templateId => change({ templateId })}
          mono
        />
        <TextField
          label={t('desk.template.name')}
          hint={t('desk.template.name.hint')}
          value={draft.name}
          onInput={name => change({ name })}
        />
      </div>
      <h2>{t('desk.template.fields')}</h2>
      {draft.fields.map((field, at) => (
        <fieldset class="panel template-field" key={at}>
          <legend class="unseen">{t('desk.template.field', { n: at + 1 })}</legend>
          <TextField
            label={t('desk.template.field.key')}
            value={field.key}
            onInput={key => changeField(at, { key: key.trim() })}
            mono
          />
          <TextField
            label={t('desk.template.field.label')}
            value={field.label}
            onInput={label => changeField(at, { label })}
          />
          <Select
            label={t('desk.template.field.type')}
            value={field.type}
            onChange={type => changeField(at, { type })}
            options={TYPES.map(type => ({ value: type, label: t(`desk.template.type.${type}`) }))}
          />
          {field.type === 'choice' && (
            <TextField
              label={t('desk.template.field.choices')}
              rows={3}
              value={field.choices.join('\n')}
              onInput={text => changeField(at, { choices: text.split('\n') })}
            />
          )}
          <div class="row">
            <Checkbox
              label={t('desk.template.field.required')}
              checked={field.required}
              onChange={required => changeField(at, { required })}
            />
            <Checkbox
              label={t('desk.template.field.personal')}
              checked={field.personal}
              onChange={personal => changeField(at, { personal })}
            />
            <span class="push" />
            <IconButton
              icon="trash"
              label={t('desk.template.field.remove', { name: field.label || field.key || at + 1 })}
              onClick={() => change({ fields: draft.fields.filter((_, index) => index !== at) })}
            />
          </div>
        </fieldset>
      ))}
      <div>
        <Button icon="plus" onClick={() => change({ fields: [...draft.fields, NEW_FIELD] })}>
          {t('desk.template.field.add')}
        </Button>
      </div>
      {problem && <Notice tone="error" live="alert" title={t(`desk.template.profile-problem.${problem}`)} />}
      <div class="row">
        <Button type="submit" look="primary">
          {t('desk.template.save')}
        </Button>
        <Button onClick={onCancel}>{t('common.back')}</Button>
        {onDelete && (
          <Button class="push" look="danger" icon="trash" onClick={onDelete}>
            {t('desk.template.delete')}
          </Button>
        )}
      </div>
    </form>
  );
}
