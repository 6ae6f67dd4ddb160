import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { textFiles } from '../../lib/i18n/text-files.ts';
import { askEarly, readEarly } from '../../platform/head-start.ts';
import { lastLanguage } from '../../platform/last-language.ts';
import { rememberedTexts } from '../../platform/remembered-texts.ts';
import { JOBS, KEYS } from '../popup/first-questions.ts';

/** The first script of popup.html: it asks for what is drawn first while the browser still reads the popup's own scripts. */
export default defineUnlistedScript(() => {
  askEarly([KEYS, JOBS]);
  const language = lastLanguage();
  if (language && !rememberedTexts(language)) readEarly(textFiles(language));
});
