import type { AgreementView } from '../../../lib/messages/views/agreements.ts';

/** An invented agreement, for tests and pictures. */
export function agreementFixture(more: Partial<AgreementView> = {}): AgreementView {
  return {
    externalId: 'imz-20261121-7f3a',
    eugodaId: '5f1d',
    applicationId: 'app-1',
    applicationLabel: 'Umbrella',
    name: 'Іваненко Оксана - Контракт',
    state: 'active',
    link: 'https://eugoda.com/sign/5f1d',
    until: 2_000_000,
    untilComputed: false,
    createdAt: 1_000_000,
    archive: null,
    download: null,
    error: null,
    raw: '{"id":"5f1d"}',
    removeOnCompleted: false,
    ...more,
  };
}
