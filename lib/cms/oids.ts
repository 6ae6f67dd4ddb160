/** Object identifiers by the names their standards give them. */

// RFC 5652, RFC 2985, RFC 3161
export const ID_DATA = '1.2.840.113549.1.7.1';
export const ID_SIGNED_DATA = '1.2.840.113549.1.7.2';
export const ID_CONTENT_TYPE = '1.2.840.113549.1.9.3';
export const ID_MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
export const ID_SIGNING_TIME = '1.2.840.113549.1.9.5';
export const ID_TIME_STAMP_TOKEN = '1.2.840.113549.1.9.16.2.14';
/** ESS signing certificate (RFC 2634 with SHA-1, RFC 5035 with any hash): which certificate the signer meant. */
export const ID_SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
export const ID_SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
export const ID_SHA_256 = '2.16.840.1.101.3.4.2.1';
export const ID_CT_TST_INFO = '1.2.840.113549.1.9.16.1.4';
export const ID_KP_TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

// RFC 5280 extensions
export const ID_SUBJECT_DIRECTORY_ATTRIBUTES = '2.5.29.9';
export const ID_SUBJECT_KEY_IDENTIFIER = '2.5.29.14';
export const ID_KEY_USAGE = '2.5.29.15';
export const ID_BASIC_CONSTRAINTS = '2.5.29.19';
export const ID_AUTHORITY_KEY_IDENTIFIER = '2.5.29.35';
export const ID_EXT_KEY_USAGE = '2.5.29.37';

/** O'zDSt 1092/1106:2009 and OZMST 286/285-2024: the same functions under two families of names. */
export const OZDST_FAMILIES = [
  {
    publicKey: '1.2.860.3.15.1.1.2.1',
    signature: '1.2.860.3.15.1.1.2.2.2.2',
    digest: '1.2.860.3.15.1.3.2.1.1',
    publicKeyName: "O'zDSt 1092:2009",
    digestName: "O'zDSt 1106:2009",
  },
  {
    publicKey: '1.2.860.3.15.2.1.2.1',
    signature: '1.2.860.3.15.2.1.2.2.2.2',
    digest: '1.2.860.3.15.2.3.2.1.1',
    publicKeyName: 'OZMST 286-2024',
    digestName: 'OZMST 285-2024',
  },
] as const;

/** Ukrainian tax numbers in subjectDirectoryAttributes: company (EDRPOU) and person (DRFO). */
export const ID_UA_EDRPOU = '1.2.804.2.1.1.1.11.1.4.2.1';
export const ID_UA_DRFO = '1.2.804.2.1.1.1.11.1.4.1.1';
