import { RadioGroup } from '../../../components/base/RadioGroup.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import type { KeyView } from '../../../lib/messages/views/keys.ts';

export interface KeyChoiceProps {
  label: string;
  keys: readonly KeyView[];
  value: string | null;
  onChange: (keyId: string) => void;
}

/** Several keys fit and none was ever chosen: the person says which. */
export function KeyChoice({ label, keys, value, onChange }: KeyChoiceProps) {
  const { t, date } = useTranslator();
  return (
    <RadioGroup
      label={label}
      value={value}
      onChange={onChange}
      options={keys.map(key => ({
        value: key.id,
        label: key.holder,
        hint: [key.position, key.file, key.validTo && t('keys.until', { date: date(key.validTo) })]
          .filter(Boolean)
          .join(' · '),
      }))}
    />
  );
}
