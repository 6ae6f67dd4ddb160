import { Status } from '../../../components/base/Status.tsx';
import { useTranslator } from '../../../components/hooks/backend.tsx';
import { useRequest } from '../../../components/hooks/useRequest.ts';
import { wordModule } from '../../../components/module/word-module.ts';
import { routeHash } from '../route.ts';

/** Whether E-IMZO can be used, in a few words; leads to Health, which says more. */
export function ModuleState() {
  const translator = useTranslator();
  const { value } = useRequest('keys/list', { refresh: false }, ['module', 'keys']);
  const { tone, text } = wordModule(value?.module ?? { state: 'unknown' }, translator);
  return (
    <a class="desk-module" data-tone={tone} href={routeHash({ section: 'health' })}>
      <span class="desk-dot" aria-hidden="true" />
      <Status>{text}</Status>
    </a>
  );
}
