import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { runAgreementCard } from './run-agreement-card.tsx';

export default defineUnlistedScript(() => {
  if (window === window.top) runAgreementCard();
});
