import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { runAgreementCard } from './run-agreement-card.tsx';

/** What it returns is what `scripting.executeScript` tells the popup. */
export default defineUnlistedScript(() => window === window.top && runAgreementCard());
