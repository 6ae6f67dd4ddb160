import type { Translator } from './translator.ts';

/** A Didox server by its name on screen. */
export function wordServer(server: string, { find }: Pick<Translator, 'find'>): string {
  return find(`server.${server}`) ?? server;
}

/** "Didox server: Test"; null where no server is named. */
export function wordOnServer(server: unknown, texts: Pick<Translator, 'find' | 't'>): string | null {
  return typeof server === 'string' ? `${texts.t('fact.server')}: ${wordServer(server, texts)}` : null;
}
