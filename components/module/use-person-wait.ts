import { useEffect, useState } from 'preact/hooks';
import type { ModuleView } from '../../lib/messages/views/module.ts';

/** A call that may open a window is mostly answered sooner, without one: nobody is sent to look for a window too early. */
const WORTH_A_LOOK_MS = 2000;

/** Whether the module has been at work for so long that a window of it may be waiting, unseen. */
export function usePersonWait(module: ModuleView | null): boolean {
  const since = module?.state === 'here' && module.doing?.asksPerson ? module.doing.since : null;
  const [late, setLate] = useState<number | null>(null);
  useEffect(() => {
    if (since === null) return;
    const timer = setTimeout(() => setLate(since), Math.max(0, since + WORTH_A_LOOK_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [since]);
  return since !== null && late === since;
}
