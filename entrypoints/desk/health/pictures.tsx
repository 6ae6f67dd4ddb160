import type { ComponentChildren } from 'preact';
import { useBackend, useTranslator } from '../../../components/hooks/backend.tsx';

/** A numbered step beside a drawing. The drawing is for the eye only; the words say all of it. */
function Steps({
  steps,
  address,
  children,
}: {
  steps: readonly string[];
  address?: string;
  children: ComponentChildren;
}) {
  return (
    <figure class="picture">
      <svg viewBox="0 0 320 180" aria-hidden="true">
        {children}
      </svg>
      <figcaption>
        <ol>
          {steps.map(step => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {address && (
          <a class="button" data-small href={address} target="_blank" rel="noreferrer">
            {address}
          </a>
        )}
      </figcaption>
    </figure>
  );
}

function Window({ title }: { title: string }) {
  return (
    <>
      <rect class="p-paper" x="8" y="8" width="304" height="164" rx="8" />
      <path class="p-bar" d="M8 34V16a8 8 0 0 1 8-8h288a8 8 0 0 1 8 8v18z" />
      <text class="p-text" x="20" y="26">
        {title}
      </text>
      <path class="p-line" d="m290 17 8 8m0-8-8 8" />
    </>
  );
}

function Pointer({ x, y, n }: { x: number; y: number; n: number }) {
  return (
    <>
      <circle class="p-dot" cx={x} cy={y} r="10" />
      <text class="p-number" x={x} y={y + 4}>
        {n}
      </text>
    </>
  );
}

/** E-IMZO's settings with "developer mode": the names stand in E-IMZO's own two languages, as its window shows them. */
export function DeveloperModePicture() {
  const { t } = useTranslator();
  return (
    <Steps
      steps={[t('desk.picture.developer.1'), t('desk.picture.developer.2'), t('desk.picture.developer.3')]}
    >
      <Window title="E-IMZO" />
      <rect class="p-soft" x="20" y="46" width="84" height="20" rx="4" />
      <text class="p-text" x="30" y="60">
        Настройка
      </text>
      <path class="p-line" d="M116 42v122" />
      <rect class="p-line" x="130" y="60" width="13" height="13" rx="2" />
      <path class="p-faint" d="M150 67h110" />
      <rect class="p-accent" x="130" y="90" width="13" height="13" rx="2" />
      <path class="p-tick" d="m133 96 3 3 5-6" />
      <text class="p-text p-strong" x="150" y="100">
        Режим разработчика
      </text>
      <text class="p-text" x="150" y="115">
        Dasturchi rejimi
      </text>
      <path class="p-faint" d="M130 138h110" />
      <Pointer x={94} y={46} n={1} />
      <Pointer x={286} y={96} n={2} />
    </Steps>
  );
}

/** E-IMZO's own page tells whether it is the certificate; its menu installs it. The names are E-IMZO's own. */
export function TrustPicture() {
  const { translator, extension } = useBackend();
  const { t } = translator;
  const steps = [t('desk.picture.trust.1'), t('desk.picture.trust.2'), t('desk.picture.trust.3')];
  return (
    <Steps
      steps={extension.browser === 'firefox' ? [...steps, t('desk.picture.trust.firefox')] : steps}
      address="https://127.0.0.1:64443/"
    >
      <Window title="E-IMZO" />
      <path class="p-faint" d="M30 58h120M30 142h150" />
      <rect class="p-soft" x="20" y="76" width="270" height="46" rx="4" />
      <text class="p-text p-strong" x="30" y="95">
        Установить сертификат E-IMZO
      </text>
      <text class="p-text" x="30" y="111">
        E-IMZO sertifikatini o‘rnatish
      </text>
      <Pointer x={290} y={76} n={2} />
    </Steps>
  );
}

/** The task bar with E-IMZO's icon in its corner. */
export function StartModulePicture() {
  const { t } = useTranslator();
  return (
    <Steps steps={[t('desk.picture.start.1'), t('desk.picture.start.2'), t('desk.picture.start.3')]}>
      <rect class="p-paper" x="8" y="8" width="304" height="164" rx="8" />
      <rect class="p-soft" x="96" y="44" width="128" height="64" rx="8" />
      <path class="p-tick" d="M124 84c8-1 16-9 16-16 0-6-8-6-8 4 0 9 4 16 9 16 6 0 6-9 10-9 3 0 2 7 12 5" />
      <text class="p-text p-strong" x="172" y="82">
        E-IMZO
      </text>
      <path class="p-bar" d="M8 144h304v20a8 8 0 0 1-8 8H16a8 8 0 0 1-8-8z" />
      <rect class="p-faint-fill" x="20" y="151" width="14" height="14" rx="3" />
      <rect class="p-faint-fill" x="42" y="151" width="14" height="14" rx="3" />
      <rect class="p-accent" x="246" y="151" width="14" height="14" rx="3" />
      <text class="p-text" x="268" y="162">
        10:24
      </text>
      <Pointer x={96} y={44} n={1} />
      <Pointer x={253} y={138} n={2} />
    </Steps>
  );
}

/** A stick with the folder DSKEYS and the key file in it. */
export function KeysPicture() {
  const { t } = useTranslator();
  return (
    <Steps steps={[t('desk.picture.keys.1'), t('desk.picture.keys.2'), t('desk.picture.keys.3')]}>
      <rect class="p-bar" x="14" y="30" width="26" height="20" rx="2" />
      <path class="p-line" d="M40 24h44a8 8 0 0 1 8 8v16a8 8 0 0 1-8 8H40z" />
      <path class="p-line" d="M22 36h5m-5 8h5" />
      <text class="p-text p-strong" x="106" y="44">
        {t('desk.picture.keys.disk')}
      </text>
      <path class="p-line" d="M60 56v40h22M104 118v26h20" />
      <path class="p-soft" d="M88 80h16l5 6h23v26H88z" />
      <path class="p-line" d="M88 80h16l5 6h23v26H88z" />
      <text class="p-text p-strong" x="146" y="102">
        DSKEYS
      </text>
      <path class="p-paper" d="M132 128h14l8 8v28h-22z" />
      <circle class="p-line" cx="143" cy="146" r="3.5" />
      <path class="p-line" d="M143 149.5v8m0-3h3" />
      <text class="p-text" x="166" y="151">
        DS…0001.pfx
      </text>
      <Pointer x={92} y={24} n={1} />
      <Pointer x={132} y={80} n={2} />
    </Steps>
  );
}
