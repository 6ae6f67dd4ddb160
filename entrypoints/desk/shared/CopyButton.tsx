import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../../components/base/Button.tsx';
import { Status } from '../../../components/base/Status.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';

const SAID_FOR_MS = 3000;

interface CopyButtonProps {
  label: string;
  text: () => string | Promise<string>;
  small?: boolean;
}

/** Copies a text and says so; says as well when the browser did not let it. */
export function CopyButton({ label, text, small }: CopyButtonProps) {
  const { t } = useTranslator();
  const [said, setSaid] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(null), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(await text());
      setSaid('copied');
    } catch {
      setSaid('failed');
    }
  };
  return (
    <>
      <Button icon={said === 'copied' ? 'check' : 'copy'} small={small} onClick={() => void copy()}>
        {label}
      </Button>
      <Status unseen={said !== 'failed'}>
        {said === 'copied' ? t('common.copied') : said === 'failed' ? t('desk.copy-failed') : ''}
      </Status>
    </>
  );
}
