import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Notice } from '../../../components/base/Notice.tsx';
import { Select } from '../../../components/base/Select.tsx';
import { TextField } from '../../../components/base/TextField.tsx';
import { ErrorNotice } from '../../../components/errors/ErrorNotice.tsx';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';
import { failureOf } from '../../../components/hooks/failure-of.ts';
import { useAction } from '../../../components/hooks/useAction.ts';
import { createExternalId } from '../../../lib/eugoda/external-id.ts';
import type { AgreementsView, LooseLink } from '../../../lib/messages/views/agreements.ts';
import { goTo } from '../shared/use-route.ts';
import { LooseLinkNotice } from './LooseLinkNotice.tsx';
import { DEFAULT_TERMS, MoreOptions, type Terms, usableApplications } from './MoreOptions.tsx';
import { NotRegistered } from './NotRegistered.tsx';
import { nextId, register } from './register.ts';
import {
  buildData,
  buildName,
  checkValues,
  type FieldProblem,
  type FieldValues,
  type TemplateField,
  type TemplateProfile,
  withoutPersonal,
} from './template-profile.ts';

export interface TemplateFormProps {
  view: AgreementsView;
  profile: TemplateProfile;
  remembered: FieldValues;
  onRemember: (values: Record<string, string>) => void;
}

/** The fields of one template. Checked when sent; after that, while typing. Personal values stay in this form only. */
export function TemplateForm({ view, profile, remembered, onRemember }: TemplateFormProps) {
  const backend = useBackend();
  const { t } = useTranslator();
  const [values, setValues] = useState<FieldValues>(remembered);
  const [checked, setChecked] = useState(false);
  const [terms, setTerms] = useState<Terms>(DEFAULT_TERMS);
  const usable = usableApplications(view);
  const applicationId = usable.find(one => one.id === terms.applicationId)?.id ?? usable[0]?.id ?? '';
  const problems = checkValues(profile, values);
  const wrong = Object.keys(problems).length;
  const { name, keptName } = buildName(profile, values);
  const externalId = useRef(createExternalId());
  const [loose, setLoose] = useState<LooseLink | null>(null);
  const show = (id: string) => goTo({ section: 'agreements', id, form: null });
  const look = useAction(async () => {
    const id = externalId.current;
    const found = await backend.request('agreements/renew', { externalId: id });
    if (found.loose) setLoose(found.loose);
    else show(id);
  });
  const send = useAction(async () => {
    look.clear();
    if (failed) externalId.current = createExternalId();
    const order = { ...terms, externalId: externalId.current, applicationId };
    const { templateId } = profile;
    const contract = { templateId, name, keptName, data: buildData(profile, values) };
    const registered = await register(backend, 'agreements/register-template', {
      ...order,
      ...contract,
    }).catch(thrown => {
      externalId.current = nextId(externalId.current, failureOf(thrown));
      throw thrown;
    });
    try {
      onRemember(withoutPersonal(profile, values));
    } catch {
      // The next form begins empty: that is no reason to call this one not registered.
    }
    if (registered.loose) setLoose(registered.loose);
    else show(registered.externalId);
  });
  const uncertain = send.error?.data.uncertain === 1;
  /** Looked for meanwhile, here or elsewhere, and not found. */
  const failed = view.agreements.some(one => one.externalId === externalId.current && one.state === 'failed');
  /** A second registration would be a second agreement. */
  const over = (uncertain && !failed) || loose !== null;
  useEffect(() => {
    // What was said of the description as it was.
    if (!over) send.clear();
  }, [profile]);
  return (
    <form
      class="stack-wide"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        setChecked(true);
        if (wrong === 0) void send.run();
        else
          requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      }}
    >
      <div class="panel template-fields">
        {profile.fields.map(field => (
          <Field
            key={field.key}
            field={field}
            value={values[field.key] ?? ''}
            problem={checked ? (problems[field.key] ?? null) : null}
            onInput={value => setValues({ ...values, [field.key]: value })}
          />
        ))}
      </div>
      <p class="small muted">{t('desk.template.personal-note')}</p>
      <div class="panel stack">
        <MoreOptions view={view} terms={{ ...terms, applicationId }} onChange={setTerms} />
      </div>
      {checked && wrong > 0 && (
        <Notice tone="error" live="alert" title={t('desk.template.wrong', { n: wrong })} />
      )}
      {send.error && !failed && <NotRegistered failure={send.error} />}
      {look.error && <ErrorNotice failure={look.error} />}
      {loose && <LooseLinkNotice loose={loose} />}
      <div class="row">
        <Button
          type="submit"
          look="primary"
          icon="upload"
          busy={send.busy}
          disabled={usable.length === 0 || over}
        >
          {t('desk.template.send')}
        </Button>
        {uncertain && over && (
          <Button icon="search" busy={look.busy} onClick={() => void look.run()}>
            {t('desk.agreements.look')}
          </Button>
        )}
        <span class="muted">
          {t('desk.template.name-preview', { name })}
          {keptName !== name && `; ${t('desk.template.kept-name', { name: keptName })}`}
        </span>
      </div>
    </form>
  );
}

function Field(props: {
  field: TemplateField;
  value: string;
  problem: FieldProblem | null;
  onInput: (value: string) => void;
}) {
  const { field, value, problem, onInput } = props;
  const { t } = useTranslator();
  const label = `${field.label || field.key}${field.required ? '' : ` (${t('desk.template.optional')})`}`;
  if (field.type === 'choice')
    return (
      <div class="stack-tight">
        <Select
          label={label}
          value={value}
          onChange={onInput}
          options={[
            { value: '', label: '—' },
            ...field.choices.map(choice => ({ value: choice, label: choice })),
          ]}
        />
        {problem && <span class="field-error">{t(`desk.template.problem.${problem}`)}</span>}
      </div>
    );
  return (
    <TextField
      label={label}
      value={value}
      onInput={onInput}
      type={field.type === 'date' ? 'date' : 'text'}
      inputMode={field.type === 'number' ? 'numeric' : undefined}
      required={field.required}
      autocomplete="off"
      error={problem && t(`desk.template.problem.${problem}`)}
    />
  );
}
