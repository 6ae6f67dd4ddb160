import { Notice } from '../../../components/base/Notice.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { wordFailure } from '../../../lib/i18n/word-failure.ts';
import type { LooseLink } from '../../../lib/messages/views/agreements.ts';
import { CopyButton } from '../shared/CopyButton.tsx';

/** A link that could not be written down: shown, so that it is not lost with the reason. */
export function LooseLinkNotice({ loose }: { loose: LooseLink }) {
  const translator = useTranslator();
  const { t } = translator;
  const reason = wordFailure(loose.error, translator).title;
  return (
    <Notice
      tone="warning"
      live="alert"
      title={t('desk.agreements.loose')}
      hint={t('desk.agreements.loose.hint', { reason })}
    >
      <code class="link">{loose.link}</code>
      <CopyButton label={t('desk.agreements.copy-link')} text={() => loose.link} />
    </Notice>
  );
}
