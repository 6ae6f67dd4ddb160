import type { KeyView } from '../../lib/messages/views/keys.ts';

/** An invented key of a company, as the worker tells pages of it. */
export const keyView = (id: string, holder = id): KeyView => ({
  id,
  kind: 'pfx',
  holder,
  organization: 'Alfa',
  position: null,
  tin: '1',
  pinfl: null,
  serial: 'ab',
  file: null,
  validFrom: null,
  validTo: null,
  validity: 'valid',
});
