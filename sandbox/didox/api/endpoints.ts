import type { Reply } from '../http/exchange.ts';
import * as actions from './actions.ts';
import * as auth from './auth.ts';
import type { Call, UserCall } from './context.ts';
import { documentBase64, getDocument } from './document.ts';
import * as dsvs from './dsvs.ts';
import { list, statistics } from './list.ts';
import { createOffer, newOffer, signOffer } from './offer.ts';
import { branches, profile } from './profile.ts';
import { sign } from './sign.ts';
import * as views from './views.ts';

interface Route {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly pattern: RegExp;
}
export type Endpoint = Route &
  (
    | { readonly access: 'partner'; readonly handle: (call: Call) => Reply }
    | { readonly access: 'user'; readonly handle: (call: UserCall) => Reply }
  );

/** `{id}`: 32 hex digits, `{taxId}`: digits, `{locale}`: an optional `/ru` or `/uz`. */
function pattern(path: string): RegExp {
  const source = path
    .replace('{id}', '(?<id>[0-9A-Fa-f]{32})')
    .replace('{taxId}', '(?<taxId>\\d{9}|\\d{14})')
    .replace('{form}', '(?<form>html|pdf)')
    .replace('{step}', '(?<step>give|tillreturn|return)')
    .replace('{locale}', '(?:/(?<locale>ru|uz))?');
  return new RegExp(`^${source}/?$`);
}

const partner = (
  name: string,
  method: Route['method'],
  path: string,
  handle: (call: Call) => Reply,
): Endpoint => ({ name, method, pattern: pattern(path), access: 'partner', handle });

const user = (
  name: string,
  method: Route['method'],
  path: string,
  handle: (call: UserCall) => Reply,
): Endpoint => ({ name, method, pattern: pattern(path), access: 'user', handle });

/** Every call the stand-in understands; the names are what faults and latencies are addressed by. */
export const endpoints: readonly Endpoint[] = [
  partner('auth-token', 'POST', '/v1/auth/{taxId}/token{locale}', auth.loginBySignature),
  partner('auth-password', 'POST', '/v1/auth/{taxId}/password{locale}', auth.loginByPassword),
  user('auth-company', 'POST', '/v1/auth/company/{taxId}/login{locale}', auth.enterCompany),
  user('profile', 'GET', '/v1/profile', profile),
  user('profile-branches', 'GET', '/v1/profile/branches', branches),
  user('list', 'GET', '/v2/documents', list),
  user('statistics', 'GET', '/v2/documents/statistics/all', statistics),
  partner('timestamp', 'POST', '/v1/dsvs/timestamp', dsvs.timestamp),
  partner('gettimestamp', 'POST', '/v1/dsvs/gettimestamp', dsvs.getTimestamp),
  partner('join', 'POST', '/v1/dsvs/signature/join', dsvs.join),
  partner('newoffer', 'GET', '/v1/newoffer/base64', newOffer),
  user('offer-create', 'POST', '/v1/documents/offer/create', createOffer),
  user('offer-sign', 'POST', '/v1/documents/offer/sign', signOffer),
  user('document', 'GET', '/v1/documents/{id}', getDocument),
  user('document-base64', 'GET', '/v1/documents/{id}/documentBase64', documentBase64),
  user('sign', 'POST', '/v1/documents/{id}/sign', sign),
  user('tosign', 'POST', '/v1/documents/{id}/tosign', actions.tosign),
  user('reject', 'POST', '/v1/documents/{id}/reject', actions.reject),
  user('delete', 'POST', '/v1/documents/{id}/delete', actions.cancel),
  user('delete-draft', 'POST', '/v1/documents/{id}/delete/draft', actions.deleteDraft),
  user('step', 'POST', '/v1/documents/{id}/{step}', actions.step),
  user('view', 'GET', '/v1/documents/view/{id}/{form}{locale}', views.view),
  partner('print', 'GET', '/v1/documents/{id}/{form}{locale}', views.printed),
  partner('file', 'GET', '/v1/documents/{id}/file/true{locale}', views.pdfAsJson),
  partner('archive', 'GET', '/v1/documents/{id}/archive', views.archive),
];
