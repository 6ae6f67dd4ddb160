import { DEMO_BY_DOCTYPE } from '../../sandbox/didox/index.ts';

/** Every document type of the stand-in's seed. */
export const DOCTYPES = Object.keys(DEMO_BY_DOCTYPE) as (keyof typeof DEMO_BY_DOCTYPE)[];
