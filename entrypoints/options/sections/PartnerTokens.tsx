import { useState } from 'preact/hooks';
import { Disclosure } from '../../../components/base/Disclosure.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { useSettings } from '../use-settings.ts';
import { PartnerToken, type PartnerTokenProps } from './PartnerToken.tsx';

/**
 * One token per server: the chosen one's in sight, those of the two that sites may use without it a press away. The old
 * test server is used only where it is chosen.
 */
export function PartnerTokens() {
  const { t } = useTranslator();
  const chosen = useSettings().settings.didoxServer;
  const label = t('options.token');
  return (
    <>
      <PartnerToken key={chosen} server={chosen} label={label} />
      {(['production', 'test'] as const).map(
        server =>
          server !== chosen && (
            <Folded key={server} server={server} label={`${label}: ${t(`server.${server}`)}`} />
          ),
      )}
    </>
  );
}

/** Drawn only when it is opened: until then there is one field of this name on the page, and one button that saves it. */
function Folded(props: PartnerTokenProps) {
  const [open, setOpen] = useState(false);
  return (
    <Disclosure summary={props.label} onToggle={setOpen}>
      {open && <PartnerToken {...props} />}
    </Disclosure>
  );
}
