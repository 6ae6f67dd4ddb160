import { useState } from 'preact/hooks';
import { Switch } from '../../../components/base/Switch.tsx';
import { TextField } from '../../../components/base/TextField.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { useSettings } from '../use-settings.ts';
import { Entries } from './Entries.tsx';
import { Panel } from './Panel.tsx';

/** How strictly signatures are judged, and whom to trust beside the built-in authorities. */
export function Signatures() {
  const { t } = useTranslator();
  const { settings, isManaged, save } = useSettings();
  const [fingerprint, setFingerprint] = useState('');
  const anchors = settings.extraTrustAnchors;
  const clean = fingerprint.replace(/[\s:-]/g, '').toLowerCase();
  const fits = /^[0-9a-f]{64}$/.test(clean);

  const add = async () => {
    if (await save({ extraTrustAnchors: [...new Set([...anchors, clean])] })) setFingerprint('');
  };
  return (
    <Panel id="signatures" title={t('options.signatures')}>
      <Switch
        label={t('options.strict')}
        hint={isManaged('strictTrust') ? t('options.managed') : t('options.strict.hint')}
        disabled={isManaged('strictTrust')}
        checked={settings.strictTrust}
        onChange={strictTrust => void save({ strictTrust })}
      />
      <Entries
        title={t('options.anchors')}
        hint={t('options.anchors.hint')}
        empty={t('options.anchors.empty')}
        managed={isManaged('extraTrustAnchors')}
        items={anchors.map(anchor => ({ id: anchor, name: anchor, mono: true }))}
        onRemove={id => void save({ extraTrustAnchors: anchors.filter(one => one !== id) })}
        onAdd={fits ? add : null}
      >
        <TextField
          label={t('options.anchors.field')}
          mono
          value={fingerprint}
          onInput={setFingerprint}
          error={clean.length >= 64 && !fits ? t('options.anchors.bad') : null}
        />
      </Entries>
    </Panel>
  );
}
