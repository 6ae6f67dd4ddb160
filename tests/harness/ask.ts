import type { Page } from 'puppeteer';
import type browserApi from 'webextension-polyfill';
import type { MessageName, Reply, RequestOf, ResponseOf } from '../../lib/messages/protocol.ts';

/** The extension's own API, inside functions that run there. */
declare const chrome: typeof browserApi;

/** Sends a message as the page of the extension that it is lent; null when the worker died over it. */
export function askFrom<K extends MessageName>(
  page: Page,
  name: K,
  request: RequestOf<K>,
): Promise<Reply<ResponseOf<K>> | null> {
  const send = async (imzochi: string, what: object) => {
    try {
      return (await chrome.runtime.sendMessage({ imzochi, request: what })) as unknown;
    } catch {
      return null;
    }
  };
  return page.evaluate(send, name as string, request as object) as Promise<Reply<ResponseOf<K>> | null>;
}
