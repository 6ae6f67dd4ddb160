import { ensureBuild } from '../../scripts/ensure-build.ts';

/** vitest's globalSetup of the project `browser`: all its files test one and the same production build. */
export default async function buildOnce(): Promise<void> {
  await ensureBuild('chrome');
}
