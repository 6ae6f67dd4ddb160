/** A date and time without a zone, as it stands in an alias. Month 1 to 12. */
export interface LocalDateTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** A key in a file (or an old smart card): it has an owner we can name before it is used. */
export interface FileKey {
  readonly kind: 'pfx' | 'ytks' | 'ftjc';
  /** This key at this place: kind|disk|path|name|alias. Personal data; stays on this computer. */
  readonly id: string;
  /** The same key wherever it is plugged in: kind|name|alias. */
  readonly identity: string;
  /** What the module wants back, verbatim. For ftjc the name is the card's id, disk and path are empty. */
  readonly disk: string;
  readonly path: string;
  readonly name: string;
  readonly alias: string;
  readonly holder: { readonly cn: string; readonly name: string; readonly surname: string };
  readonly organization: string;
  readonly position: string;
  /** The organisation's number (INN/STIR), or the person's where there is no organisation; '' when absent. */
  readonly tin: string;
  /** The person's own number (14 digits); '' when absent. */
  readonly pinfl: string;
  readonly uid: string;
  /** Certificate serial as the module writes it (hex, lower case). */
  readonly serial: string;
  readonly validFrom: LocalDateTime | null;
  readonly validTo: LocalDateTime | null;
  readonly entity: 'legal' | 'person';
}

/** A token or card: present or not, nothing more is known before it signs. */
export interface HardwareKey {
  readonly kind: 'idcard' | 'baikey' | 'ckc';
  /** Equals the kind: create_pkcs7 cannot choose among several devices of one kind. */
  readonly id: string;
  readonly identity: string;
  /** The devices in the module's words. */
  readonly devices: readonly string[];
}

export type Key = FileKey | HardwareKey;

export function isFileKey(key: Key): key is FileKey {
  return key.kind === 'pfx' || key.kind === 'ytks' || key.kind === 'ftjc';
}
