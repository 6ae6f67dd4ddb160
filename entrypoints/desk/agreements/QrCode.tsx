import { useEffect, useState } from 'preact/hooks';
import { Skeleton } from '../../../components/base/Skeleton.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';

/** Light modules around the code that readers need (ISO/IEC 18004, section 6.3.8). */
const QUIET = 4;

interface Drawing {
  readonly size: number;
  readonly path: string;
}

/** A QR code as one path; always dark on white, because readers want it so in a dark theme too. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { t } = useTranslator();
  const [drawing, setDrawing] = useState<Drawing | 'failed' | null>(null);
  useEffect(() => {
    let gone = false;
    draw(text).then(
      done => gone || setDrawing(done),
      () => gone || setDrawing('failed'),
    );
    return () => {
      gone = true;
    };
  }, [text]);
  if (drawing === 'failed') return <p class="muted">{t('desk.agreements.qr.failed')}</p>;
  if (drawing === null) return <Skeleton lines={3} label={t('common.loading')} />;
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${drawing.size} ${drawing.size}`}>
      <rect width="100%" height="100%" fill="#fff" />
      <path d={drawing.path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}

/** Loaded when it is first asked for: most visits to the desk never draw one. */
async function draw(text: string): Promise<Drawing> {
  const { encode } = await import('uqr');
  const { data, size } = encode(text, { ecc: 'M', border: QUIET });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: path.join('') };
}
