/** What the popup asks before anything else: popup-first.js sends it before the popup's own scripts are read. */
export const KEYS = ['keys/list', { refresh: false }] as const;
export const JOBS = ['jobs/list', { open: false }] as const;
