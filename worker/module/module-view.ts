import type { ModuleState } from '../../lib/eimzo/module.ts';
import { versionText } from '../../lib/eimzo/versions.ts';
import type { ModuleView } from '../../lib/messages/views/module.ts';
import { failure } from '../../lib/signing/failure.ts';
import { moduleCode } from '../failures.ts';

/** The module in one line for popup and desk: whether it can be used, and if not, the one reason. */
export function viewOfModule(state: ModuleState): ModuleView {
  const { version, lastFailure, refused, route, current } = state;
  if (lastFailure !== null)
    return {
      state: 'away',
      error: failure(moduleCode(lastFailure), null, refused?.domain ? { domain: refused.domain } : {}),
    };
  if (version === null) return { state: current ? 'looking' : 'unknown' };
  return {
    state: 'here',
    version: versionText(version),
    route: route ?? 'own-origin',
    doing: current && { what: current.doing, since: current.since, asksPerson: current.asksPerson },
  };
}
