import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { runDidoxCard } from './run-didox-card.tsx';

/** Listed in the manifest by wxt.config.ts: WXT's own content-script wrapper would announce itself to the page. */
export default defineUnlistedScript(() => {
  if (window === window.top) runDidoxCard();
});
