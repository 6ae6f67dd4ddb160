import { useId, useRef } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Disclosure } from '../../../components/base/Disclosure.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';

/** A field for those who paste by menu; Ctrl+V works anywhere on the page. */
export function PasteBox({ onText }: { onText: (text: string) => void }) {
  const { t } = useTranslator();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const give = () => {
    const text = field.current?.value ?? '';
    if (text.trim() === '') field.current?.focus();
    else onText(text);
  };
  return (
    <Disclosure summary={t('inspect.paste.open')}>
      <div class="stack">
        <div class="field">
          <label class="field-label" for={id}>
            {t('inspect.paste.label')}
          </label>
          {/* Uncontrolled: megabytes of base64 must not go through the render on every key. */}
          <textarea id={id} ref={field} class="input mono" rows={5} spellcheck={false} autocomplete="off" />
        </div>
        <div>
          <Button look="primary" onClick={give}>
            {t('inspect.paste.button')}
          </Button>
        </div>
      </div>
    </Disclosure>
  );
}
