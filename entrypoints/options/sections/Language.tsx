import { Select } from '../../../components/base/Select.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { LANGUAGE_NAMES, LANGUAGES, type LanguageSetting } from '../../../lib/i18n/languages.ts';
import { useSettings } from '../use-settings.ts';

/** The page opens anew in the language that is picked (followLanguage). */
export function Language() {
  const { t } = useTranslator();
  const { settings, isManaged, save } = useSettings();
  const options: { value: LanguageSetting; label: string }[] = [
    { value: 'auto', label: t('options.language.auto') },
    ...LANGUAGES.map(value => ({ value, label: LANGUAGE_NAMES[value] })),
  ];
  return (
    <Select
      label={t('options.language')}
      value={settings.language}
      options={options}
      disabled={isManaged('language')}
      hint={isManaged('language') ? t('options.managed') : undefined}
      onChange={language => void save({ language })}
    />
  );
}
