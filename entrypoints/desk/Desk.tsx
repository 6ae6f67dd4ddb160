import './desk.css';
import './shared/parts.css';
import { useEffect, useRef } from 'preact/hooks';
import { SiteAccess } from '../../components/access/SiteAccess.tsx';
import { useTranslator } from '../../components/hooks/backend.tsx';
import { useAttend } from '../../components/hooks/useAttend.ts';
import { useKeptFocus } from '../../components/hooks/useKeptFocus.ts';
import { Agreements } from './agreements/Agreements.tsx';
import { NewFromFile } from './agreements/NewFromFile.tsx';
import { NewFromTemplate } from './agreements/NewFromTemplate.tsx';
import { BatchPage } from './batch/BatchPage.tsx';
import { SignFiles } from './files/SignFiles.tsx';
import { Health } from './health/Health.tsx';
import { Inbox } from './inbox/Inbox.tsx';
import { Inspect } from './inspect/Inspect.tsx';
import { Receipts } from './receipts/Receipts.tsx';
import { Review } from './review/Review.tsx';
import { pageOf, type Route } from './route.ts';
import { useRoute } from './shared/use-route.ts';
import { DeskHeader } from './shell/DeskHeader.tsx';
import { Navigation } from './shell/Navigation.tsx';
import { Welcome } from './welcome/Welcome.tsx';

/** The full-page view: one section at a time, named by the address. */
export function Desk() {
  const { t } = useTranslator();
  const route = useRoute();
  useAttend(route.section === 'review' ? 'review' : 'desk');
  useHeadingFocus(pageOf(route));
  useKeptFocus();
  useStayOnDrop();
  return (
    <div class="desk">
      {/* biome-ignore lint/a11y/useValidAnchor: a skip link is a link; only the address bar is spared */}
      <a
        class="desk-skip"
        href="#main"
        onClick={event => {
          // The address belongs to the sections: jump without touching it.
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        {t('desk.skip')}
      </a>
      <DeskHeader />
      <Navigation current={route.section} />
      <main id="main" class="desk-main" tabIndex={-1}>
        {route.section !== 'review' && <SiteAccess />}
        <Page key={pageOf(route)} route={route} />
      </main>
    </div>
  );
}

function Page({ route }: { route: Route }) {
  switch (route.section) {
    case 'inbox':
      return <Inbox folder={route.folder} server={route.server} />;
    case 'batch':
      return <BatchPage id={route.id} />;
    case 'agreements':
      if (route.form === 'file') return <NewFromFile />;
      if (route.form === 'template') return <NewFromTemplate />;
      return <Agreements shown={route.id} />;
    case 'receipts':
      return <Receipts shown={route.id} />;
    case 'inspect':
      return <Inspect source={route.source} />;
    case 'health':
      return <Health />;
    case 'sign':
      return <SignFiles />;
    case 'review':
      return <Review id={route.id} />;
    case 'welcome':
      return <Welcome />;
  }
}

/** A file dropped beside its frame must not take the tab away from the desk: that is what browsers do by default. */
function useStayOnDrop(): void {
  useEffect(() => {
    const stay = (event: DragEvent) => event.preventDefault();
    addEventListener('dragover', stay);
    addEventListener('drop', stay);
    return () => {
      removeEventListener('dragover', stay);
      removeEventListener('drop', stay);
    };
  }, []);
}

/** After a change of page the focus follows, so that a screen reader says where one is. */
function useHeadingFocus(page: string): void {
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) document.querySelector<HTMLElement>('#main h1')?.focus();
    first.current = false;
  }, [page]);
}
