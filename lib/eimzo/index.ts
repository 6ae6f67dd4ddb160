/** The E-IMZO module, for the rest of the product. */
export type { Diagnosis, Evidence, Finding, Probe } from './diagnose.ts';
export type { Route, SiteVerdict } from './dispatcher.ts';
export { DEFAULT_ENDPOINTS, type Endpoint, PLAIN, TLS } from './endpoints.ts';
export { ModuleError, type ModuleErrorCode } from './errors.ts';
export { displayName } from './keys/display-name.ts';
export { type FileKey, type HardwareKey, isFileKey, type Key, type LocalDateTime } from './keys/key.ts';
export { sortKeys } from './keys/order.ts';
export { type Validity, validity } from './keys/validity.ts';
export type { KeyListing } from './list-keys.ts';
export { createModule, type Module, type ModuleDeps, type ModuleState } from './module.ts';
export type {
  ApiKeyPair,
  KeyIdStore,
  ModuleSocket,
  SiteTransport,
  SocketPort,
  TimerPort,
  WakePort,
} from './ports.ts';
export { listDisks } from './verbs/files.ts';
export { supportedCkc } from './verbs/hardware.ts';
export { apidoc } from './verbs/meta.ts';
export type { Pkcs7Made, SignRequest } from './verbs/pkcs7.ts';
export { isTooOld, type ModuleVersion, supports, versionText } from './versions.ts';
export { type KeyLoader, withKey } from './with-key.ts';
