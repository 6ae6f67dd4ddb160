import { createExternalId } from '../../lib/eugoda/external-id.ts';
import type { KeysView } from '../../lib/messages/views/keys.ts';
import { demoApplication } from '../../sandbox/eugoda/settings.ts';
import { type Arena, LOST } from './arena.ts';
import type { Random } from './random.ts';
import { OWNER } from './stage.ts';
import type { Deed } from './user.ts';

/** Everything a person signs or has signed that is no document of Didox. */
export interface Errands {
  next(random: Random): Deed;
  /** Confirms a review that is open: with 0 the one that was opened last. */
  confirm(choice: number, form: number): Promise<unknown>;
}

/** The agreements' service, as far as a person on its other side acts there. */
export interface OtherSide {
  readonly agreements: readonly { readonly externalId: string; readonly removed: boolean }[];
  sign(externalId: string): void;
}

const TERMS = { removeOnCompleted: false, returnUrl: '', expectedSignatures: 1, lifetime: 7200 };
const [template] = demoApplication.templates;

export function createErrands(arena: Arena, otherSide: OtherSide | null = null): Errands {
  const reviews = new Set<string>();
  const bytes = (random: Random) => new TextEncoder().encode(`Договір № ${random.below(1e6)}\n`.repeat(40));

  const put = (reviewId: string | null) => void (reviewId && reviews.add(reviewId));
  async function practise(): Promise<void> {
    const made = await arena.ask('review/practice', {});
    put(made === LOST ? null : made.reviewId);
  }
  async function chooseFiles(contents: readonly Uint8Array[]): Promise<void> {
    const files = [];
    for (const [at, content] of contents.entries()) {
      const blobId = await arena.putFile(content);
      files.push({ blobId, name: `file-${at}.txt`, size: content.length, type: 'text/plain' });
    }
    const made = await arena.ask('review/files', { files });
    put(made === LOST ? null : made.reviewId);
  }
  /** A review that is open: from a click on a card, from the menu, from files. */
  async function confirm(choice: number, form: number): Promise<unknown> {
    for (const route of arena.desks) if (route.startsWith('review/')) reviews.add(route.slice(7));
    // Rather what was opened last.
    const reviewId = [...reviews].reverse()[Math.floor(choice * choice * reviews.size)];
    if (!reviewId) return practise();
    const shown = await arena.ask('review/get', { reviewId });
    const keyId = shown === LOST || !shown ? null : (shown.keyId ?? keyOf(shown.keys));
    if (shown === LOST || !shown || !keyId) return;
    if (shown.action === 'didox-offer') arena.ledger.word('offer', `review:${reviewId}`);
    const options = {
      keyId,
      detached: shown.options.canChooseForm ? form < 0.5 : shown.options.detached,
      stamp: shown.options.canStamp ? form % 0.5 < 0.25 : shown.options.stamp,
    };
    const digests = shown.items.map(item => item.sha256);
    await arena.ask('review/confirm', { reviewId, options, shown: digests });
    return `confirmed ${shown.action}`;
  }

  async function register(content: Uint8Array, from: 'file' | 'template', remove: boolean): Promise<void> {
    const about = { removeOnCompleted: remove, applicationId: demoApplication.id };
    const terms = { ...TERMS, ...about, externalId: createExternalId() };
    if (from === 'file') {
      const blobId = await arena.putFile(content);
      await arena.ask('agreements/register-file', { ...terms, blobId, fileName: 'contract.txt' });
      return;
    }
    const data = Object.fromEntries((template?.required ?? []).map(name => [name, `value of ${name}`]));
    const filled = { templateId: template?.id ?? '', name: 'Contract', keptName: 'Contract', data };
    await arena.ask('agreements/register-template', { ...terms, ...filled });
  }
  async function touchAgreement(choice: number, wish: 'renew' | 'fetch' | 'forget'): Promise<unknown> {
    const shown = await arena.ask('agreements/list', {});
    const known = shown === LOST ? [] : shown.agreements;
    const one = known[Math.floor(choice * known.length)];
    if (!one) return;
    if (wish === 'fetch') signAtTheOtherSide(one.externalId);
    await arena.ask(`agreements/${wish}`, { externalId: one.externalId });
    return `${wish} ${one.externalId.slice(-6)}, which was ${one.state}`;
  }
  function signAtTheOtherSide(externalId: string): void {
    const theirs = otherSide?.agreements.find(one => one.externalId === externalId && !one.removed);
    try {
      if (theirs) otherSide?.sign(externalId);
    } catch {
      // its link has run out: then nobody signs
    }
  }

  return {
    confirm,
    next(random) {
      const [choice, mood] = [random.next(), random.next()];
      switch (random.below(otherSide ? 14 : 6)) {
        case 0:
          return { what: 'practises', done: practise() };
        case 1:
          return { what: 'chooses files', done: chooseFiles([bytes(random), bytes(random)]) };
        case 2:
          return {
            what: 'signs a selection',
            done: arena.select('Розумію і погоджуюсь').then(able => (able ? undefined : practise())),
          };
        case 3:
        case 4:
        case 5:
          return { what: 'confirms a review', done: confirm(choice, mood) };
        case 6:
        case 7:
          return { what: 'registers a file', done: register(bytes(random), 'file', mood < 0.5) };
        case 8:
          return { what: 'registers from a template', done: register(bytes(random), 'template', mood < 0.5) };
        case 9:
          return { what: 'renews an agreement', done: touchAgreement(choice, 'renew') };
        case 10:
          return mood < 0.2
            ? { what: 'forgets an agreement', done: touchAgreement(choice, 'forget') }
            : { what: 'looks for an agreement', done: touchAgreement(choice, 'renew') };
        default:
          return { what: 'fetches an archive', done: touchAgreement(choice, 'fetch') };
      }
    },
  };
}

/** The company's key, or any. */
function keyOf({ groups }: KeysView): string | null {
  const group = groups.find(one => one.owner === OWNER) ?? groups[0];
  return group?.chosen ?? group?.keys[0]?.id ?? null;
}
