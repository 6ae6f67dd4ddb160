/** What the popup asks before anything else: it is sent while the page's texts are still being read. */
export const KEYS = ['keys/list', { refresh: false }] as const;
export const JOBS = ['jobs/list', { open: false }] as const;
