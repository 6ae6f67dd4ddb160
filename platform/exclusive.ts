import type { Exclusive } from '../lib/vault/serial.ts';

/** One task at a time in the whole extension: the worker and its pages read, change and write the same records. */
export const exclusive =
  (record: 'vault' | 'settings'): Exclusive =>
  task =>
    navigator.locks.request(`imzochi.${record}`, task);
