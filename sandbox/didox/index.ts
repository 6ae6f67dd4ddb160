/** A Didox stand-in, as unkind as the real one: partner API and web app over HTTPS on loopback. */
export { endpoints } from './api/endpoints.ts';
export { createCertificate, type ServerCertificate } from './certificate.ts';
export { type Attack, attackKinds, type Fault, faultAnswers } from './faults.ts';
export { apiHosts, webHosts } from './hosts.ts';
export { type DidoxSettings, defaultSettings, settingsHelp } from './settings.ts';
export { type DidoxOptions, type DidoxStandIn, type DocumentView, startDidox } from './start.ts';
export type { ContentMatch, Doctype, RequestRecord, Submission } from './types.ts';
export * from './world/known-ids.ts';
export { SEED_KINDS, type SeedKind } from './world/seed.ts';
