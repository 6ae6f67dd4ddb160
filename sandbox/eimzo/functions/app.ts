import { Refusal } from '../status.ts';
import type { Handlers } from './handlers.ts';

export const app: Handlers = {
  get_jvm_version: () => ({ version: '1.8.0_sandbox' }),
  /** Until the next restart; not saved. */
  change_ui_lang: (call, module) => {
    const [language] = call.arguments;
    if (language !== 'ru' && language !== 'uz') throw new Refusal(-1005);
    module.language = language;
    return {};
  },
  show_menu: () => ({}),
};
