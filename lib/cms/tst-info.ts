import { readAlgorithmIdentifier } from './algorithm-identifier.ts';
import { parseBer } from './ber.ts';
import { Fields } from './fields.ts';
import { readIntegerHex, readOctets, readOid, readTime } from './values.ts';

/** TSTInfo (RFC 3161, 2.4.2), as far as it is used. */
export interface TstInfo {
  readonly policy: string;
  readonly imprintAlgorithm: string;
  readonly imprint: Uint8Array;
  /** Lower-case hex of the number. */
  readonly serialHex: string;
  readonly genTime: Date;
}

/** Reads the content of a time stamp token. Optional fields after genTime are not looked at. */
export function parseTstInfo(content: Uint8Array): TstInfo {
  const fields = new Fields(parseBer(content));
  fields.next(0x02);
  const policy = readOid(fields.next(0x06));
  const messageImprint = new Fields(fields.next(0x30));
  const imprintAlgorithm = readAlgorithmIdentifier(messageImprint.next(0x30)).oid;
  const imprint = readOctets(messageImprint.next(0x04));
  messageImprint.end();
  const serialHex = readIntegerHex(fields.next(0x02));
  const genTime = readTime(fields.next(0x18));
  return { policy, imprintAlgorithm, imprint, serialHex, genTime };
}
