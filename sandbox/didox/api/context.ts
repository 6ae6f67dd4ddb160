import type { Exchange, Reply } from '../http/exchange.ts';
import type { Owner, StoredDocument } from '../types.ts';
import type { Session } from '../world/sessions.ts';
import { roleTens } from '../world/statuses.ts';
import { ownerOf } from '../world/store.ts';
import type { World } from '../world/world.ts';
import { detailedRefusal, noSuchDocument } from './errors.ts';

/** One request on its way through a handler. */
export interface Call {
  readonly world: World;
  readonly exchange: Exchange;
  /** Parts of the path, by name. */
  readonly params: Readonly<Record<string, string>>;
  readonly now: Date;
}

/** The same after the user-key was found good. */
export interface UserCall extends Call {
  readonly session: Session;
}

/** Finds the document of the path, and the side from which the caller sees it. */
export function lookUp(call: UserCall): { document: StoredDocument; owner: Owner } | { failed: Reply } {
  const document = call.world.store.get(call.params.id ?? '');
  const owner = document && ownerOf(document, call.session.taxId);
  return document && owner !== null ? { document, owner } : { failed: noSuchDocument() };
}

/** 403 when the caller lacks the permission role x1 (send, cancel) or x2 (confirm, reject); else null. */
export function lacksRole(call: UserCall, document: StoredDocument, unit: 1 | 2): Reply | null {
  const roles = call.world.settings.roles[call.session.taxId] ?? call.session.roles;
  if (roles.includes(roleTens(document.doctype) * 10 + unit)) return null;
  return detailedRefusal(403, 'Нет доступа к данному типу документа', call.exchange.language);
}
