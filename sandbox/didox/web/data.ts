import { productsOf } from '../api/print.ts';
import { localTime } from '../api/rows.ts';
import { json, type Reply } from '../http/exchange.ts';
import type { JsonObject, Owner, StoredDocument } from '../types.ts';
import { partyOf } from '../world/parties.ts';
import { doctypeNames, statusFor, statusNames } from '../world/statuses.ts';
import { ownerOf } from '../world/store.ts';
import type { World } from '../world/world.ts';

const sideOf = (taxId: string): JsonObject => {
  const { name, address, director, account } = partyOf(taxId);
  return { taxId, name, address, director, account };
};

function row(document: StoredDocument, owner: Owner): JsonObject {
  const status = statusFor(document, owner) ?? 0;
  return {
    id: document.id,
    owner,
    doctype: document.doctype,
    type: doctypeNames[document.doctype],
    number: document.number,
    date: document.date,
    contract: document.contractNumber,
    partner: sideOf(owner === 1 ? document.receiver : document.sender),
    sum: document.totals?.withVat ?? null,
    status,
    statusName: statusNames[status] ?? String(status),
    updated: localTime(document.updatedAt),
  };
}

/** A page of the list the web app shows: incoming, outgoing or drafts of whoever is logged in there. */
export function listData(world: World, query: URLSearchParams): JsonObject {
  const kind = query.get('kind') ?? 'incoming';
  const owner: Owner = kind === 'incoming' ? 0 : 1;
  const page = Math.max(1, Number(query.get('page')) || 1);
  const limit = Math.min(100, Number(query.get('limit')) || 20);
  const partner = query.get('partner');
  const found = world.store
    .all()
    .filter(document => ownerOf(document, world.settings.webTaxId) === owner)
    .filter(document => (kind === 'draft') === (document.status.sender === 0) || owner === 0)
    .filter(document => document.status.sender !== 55)
    .filter(document => !partner || document.receiver === partner)
    .sort((a, b) => +b.updatedAt - +a.updatedAt || (a.id < b.id ? -1 : 1));
  return {
    total: found.length,
    page,
    limit,
    rows: found.slice((page - 1) * limit, page * limit).map(document => row(document, owner)),
  };
}

/** One document; without a side in the address, the side of whoever is logged in. */
export function documentData(world: World, id: string, asked: string | null): Reply {
  const document = world.store.get(id);
  if (!document) return json(404, { message: 'Документ не найден' });
  const owner: Owner =
    asked === '0' || asked === '1'
      ? (Number(asked) as Owner)
      : (ownerOf(document, world.settings.webTaxId) ?? 1);
  return json(200, {
    ...row(document, owner),
    contractDate: document.contractDate,
    seller: sideOf(document.sender),
    buyer: sideOf(document.receiver),
    products: productsOf(document.json) as JsonObject[],
    totals: document.totals ? { ...document.totals } : null,
    comment: document.comment,
    sentAt: document.sentAt ? localTime(document.sentAt) : null,
  });
}

/** «Сохранить» of the edit form: changes the stored document; the address stays what it was. */
export function saveForm(world: World, id: string, body: Uint8Array | null): Reply {
  const { number, sum } = JSON.parse(new TextDecoder().decode(body ?? new Uint8Array())) as JsonObject;
  const withVat = Number.parseFloat(String(sum).replaceAll(/\s/g, '').replace(',', '.'));
  const saved = world.store.edit(
    id,
    { number: String(number), withVat: Number.isFinite(withVat) ? withVat : undefined },
    world.now(),
  );
  return saved ? json(200, { ok: true }) : json(422, { message: 'Документ нельзя изменить' });
}

export function profileData(world: World): JsonObject {
  return { ...sideOf(world.settings.webTaxId), token: '00000000-0000-4000-8000-00000000000a' };
}
