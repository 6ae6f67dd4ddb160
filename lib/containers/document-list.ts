import { equalBytes } from '../cms/bytes.ts';
import type { CertificateReport, CmsReport } from '../cms/report.ts';
import { type Draft, draftOf, finish, isShown } from './draft.ts';
import type { Inspection } from './inspection.ts';
import type { NamedBytes } from './options.ts';
import { pairSignature, withoutSignatureSuffix } from './pairing.ts';
import { ContainerError, type Refusal } from './refusal.ts';
import type { DocumentFinding, SignatureFinding } from './report.ts';
import { ownBytes, signatureFindings } from './signature-finding.ts';

/** A detached signature without a telling name is tried on this many documents. */
const TRIES = 20;
/** A signed file inside a signed file is opened once; deeper ones are only named. */
const NESTING = 1;

/** The documents of one drop or one archive, and the signatures as they find their documents. */
export class DocumentList {
  readonly certificates: CertificateReport[] = [];
  readonly unreadable: { name: string; refusal: Refusal }[] = [];
  readonly #inspection: Inspection;
  readonly #drafts: Draft[];
  #listed = 0;

  /** `byNameOnly`: what is no document by its looks, but can be what a signature speaks about ("a.p7m" of "a.p7m.p7s"). */
  constructor(
    inspection: Inspection,
    documents: readonly NamedBytes[],
    byNameOnly: readonly NamedBytes[],
    origin: 'file' | 'entry',
  ) {
    this.#inspection = inspection;
    this.#drafts = [
      ...documents.map(({ name, bytes }) => draftOf(name, bytes, origin)),
      ...byNameOnly.map(({ name, bytes }) => draftOf(name, bytes, origin, true)),
    ];
  }

  /** Checks one signature file and puts what was found to the document it speaks about. */
  async addSignature(name: string, cms: Uint8Array, depth = 0): Promise<void> {
    const report = await this.#inspection.check(cms);
    if (!report.parsed) {
      this.unreadable.push({ name, refusal: { code: 'cms-broken', detail: report.reason } });
      return;
    }
    if (report.signers.length === 0) this.certificates.push(...report.certificates.map(ownBytes));
    else if (report.detached) await this.#addDetached(name, cms, report);
    else await this.#addAttached(name, report, depth);
  }

  /**
   * Findings that name their document themselves (ASiC-E), or are about one that is not there. Throws ContainerError
   * when there are more than anybody makes.
   */
  addFinding(documentName: string, findings: readonly SignatureFinding[]): void {
    this.#listed += findings.length;
    if (this.#listed > this.#inspection.limits.listed)
      throw new ContainerError('too-many-signatures', String(this.#listed));
    this.#named(documentName).signatures.push(...findings);
  }

  /** A signature of a kind that is not checked, about every document of the container; each kind is said once. */
  addForeign(finding: SignatureFinding): void {
    for (const draft of this.#drafts)
      if (isShown(draft) && !draft.signatures.some(({ foreign }) => foreign === finding.foreign))
        draft.signatures.push(finding);
  }

  contentOf(name: string): Uint8Array | null {
    return this.#drafts.find(draft => draft.name === name)?.bytes ?? null;
  }

  async findings(): Promise<DocumentFinding[]> {
    return Promise.all(this.#drafts.filter(isShown).map(finish));
  }

  async #addAttached(name: string, report: ParsedReport, depth: number): Promise<void> {
    const content = report.content ?? new Uint8Array();
    const findings = signatureFindings(report, { file: name, form: 'attached' }, this.#inspection.now);
    const beside = pairSignature(name, namesOf(this.#present())).exact.map(other => this.#named(other));
    const same = [...beside, ...this.#drafts].find(({ bytes }) => bytes && equalBytes(bytes, content));
    if (same) {
      same.signatures.push(...findings);
      return;
    }
    if (beside.length === 1) beside[0]!.notes.add('differs-from-signed');
    const draft = draftOf(withoutSignatureSuffix(name), content.slice(), 'inside-signature');
    draft.signatures.push(...findings);
    this.#drafts.push(draft);
    if (draft.type !== 'signature') return;
    draft.notes.add(depth < NESTING ? 'nested-signature' : 'nested-not-opened');
    if (depth < NESTING) await this.addSignature(draft.name, content, depth + 1);
  }

  async #addDetached(name: string, cms: Uint8Array, unpaired: ParsedReport): Promise<void> {
    const present = this.#present();
    const documents = namesOf(present.filter(draft => !draft.byNameOnly));
    const { exact } = pairSignature(name, namesOf(present));
    // An archive is taken for the document only if it is named so or fits: it mostly came along for what is in it.
    const alike = pairSignature(name, documents).possible.filter(other => this.#named(other).type !== 'zip');
    const likely = [...exact, ...alike];
    const tries = [...new Set([...likely, ...documents])].slice(0, TRIES);
    let named: { draft: Draft; report: ParsedReport } | null = null;
    for (const documentName of tries) {
      const draft = this.#named(documentName);
      const report = await this.#inspection.check(cms, draft.bytes!);
      if (!report.parsed) continue;
      // Without attributes there is no digest of the document in the signature: then the signature itself must fit.
      const fits = report.signers.some(
        ({ digestOk, signatureOk, signsAttributes }) => digestOk && (signsAttributes || signatureOk),
      );
      if (fits || (named === null && likely.includes(documentName))) named = { draft, report };
      if (fits) break;
    }
    const { draft, report } = named ?? {
      draft: this.#missing(withoutSignatureSuffix(name)),
      report: unpaired,
    };
    draft.signatures.push(
      ...signatureFindings(report, { file: name, form: 'detached' }, this.#inspection.now),
    );
    const beside = exact.length === 1 ? this.#named(exact[0]!) : draft;
    if (beside !== draft && !beside.byNameOnly) beside.notes.add('differs-from-signed');
  }

  #present(): Draft[] {
    return this.#drafts.filter(draft => draft.bytes !== null && draft.origin !== 'inside-signature');
  }

  #named(name: string): Draft {
    return this.#present().find(draft => draft.name === name) ?? this.#missing(name);
  }

  #missing(name: string): Draft {
    const known = this.#drafts.find(draft => draft.name === name && draft.origin === 'missing');
    if (known) return known;
    const draft: Draft = {
      name,
      origin: 'missing',
      bytes: null,
      type: 'empty',
      signatures: [],
      notes: new Set(),
      byNameOnly: false,
    };
    this.#drafts.push(draft);
    return draft;
  }
}

const namesOf = (drafts: readonly Draft[]) => drafts.map(draft => draft.name);
type ParsedReport = Extract<CmsReport, { parsed: true }>;
