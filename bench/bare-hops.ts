import type browserApi from 'webextension-polyfill';

declare const chrome: typeof browserApi;

/** Everything a signature takes, with nothing of the product. */
interface BareHops {
  connect(): Promise<WebSocket>;
  /** Closes the socket: the module answers once on each. */
  sign(socket: WebSocket, content: string): Promise<{ pkcs7_64: string; signature_hex: string }>;
  contentOf(id: string): Promise<string>;
  stampAndSubmit(id: string, created: { pkcs7_64: string; signature_hex: string }): Promise<void>;
}

/** Puts them into the product's own worker, for what runs there later. */
export async function installBareHops(owner: string, partnerToken: string): Promise<void> {
  const api = 'https://api-partners.didox.uz';
  const stored = await chrome.storage.session.get(null);
  const keyId = String(Object.entries(stored).find(([name]) => name.startsWith('module.keyId.'))?.[1]);
  const accounts = stored['didox.accounts.production'] as { account: { owner: string }; token: string }[];
  const token = accounts.find(({ account }) => account.owner === owner)?.token ?? '';
  const headers = {
    'Partner-Authorization': partnerToken,
    'user-key': token,
    'Content-Type': 'application/json',
  };
  const post = async (path: string, body: unknown) =>
    (
      await fetch(api + path, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        cache: 'no-store',
        credentials: 'omit',
      })
    ).json();
  const hops: BareHops = {
    connect: () =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket('ws://127.0.0.1:64646/service/cryptapi');
        socket.onopen = () => resolve(socket);
        socket.onerror = () => reject(new Error('no module'));
      }),
    sign: (socket, content) =>
      new Promise(resolve => {
        socket.onmessage = event => {
          resolve(JSON.parse(event.data));
          socket.close();
        };
        socket.send(
          JSON.stringify({ plugin: 'pkcs7', name: 'create_pkcs7', arguments: [content, keyId, 'no'] }),
        );
      }),
    async contentOf(id) {
      const answer = await (
        await fetch(`${api}/v1/documents/${id}?owner=1`, { headers, cache: 'no-store', credentials: 'omit' })
      ).json();
      let binary = '';
      for (const byte of new TextEncoder().encode(JSON.stringify(answer.data.json)))
        binary += String.fromCharCode(byte);
      return btoa(binary);
    },
    async stampAndSubmit(id, created) {
      const stamp = await post('/v1/dsvs/timestamp', {
        pkcs7: created.pkcs7_64,
        signatureHex: created.signature_hex,
      });
      const answer = await post(`/v1/documents/${id}/sign`, { signature: stamp.timeStampTokenB64 });
      if (answer.data !== true) throw new Error(`refused: ${JSON.stringify(answer)}`);
    },
  };
  Object.assign(globalThis, { bareHops: hops });
}

export interface BareTimes {
  readonly floor: number[];
  readonly baseline: number[];
}

/**
 * Runs inside the worker: the least a signature can take (sign, stamp, submit over an open socket, the document fetched
 * before), and what page integrations do (a socket per call, the document fetched on the click, one thing strictly after
 * another). Each document is really signed. The two take turns, so that a drift of the machine meets both.
 */
export async function runBareClicks(documentIds: readonly string[]): Promise<BareTimes> {
  const { connect, sign, contentOf, stampAndSubmit } = (globalThis as unknown as { bareHops: BareHops })
    .bareHops;
  const times: BareTimes = { floor: [], baseline: [] };
  for (const [at, id] of documentIds.entries()) {
    if (at % 2 === 0) {
      const content = await contentOf(id);
      const socket = await connect();
      const begun = performance.now();
      await stampAndSubmit(id, await sign(socket, content));
      times.floor.push(performance.now() - begun);
    } else {
      const begun = performance.now();
      const content = await contentOf(id);
      await stampAndSubmit(id, await sign(await connect(), content));
      times.baseline.push(performance.now() - begun);
    }
  }
  return times;
}

export interface BareBatch {
  /** Until the last signature was made, ms. */
  readonly signed: number;
  /** Until the last submission was answered, ms. */
  readonly submitted: number;
}

/**
 * Runs inside the worker: the least a batch can take in this browser. The documents were fetched before, one is signed after
 * the other, each over a socket of its own that connects when the one before has answered; everything else goes on beside
 * that, the second look at each document included.
 */
export async function runBareBatch(documentIds: readonly string[]): Promise<BareBatch> {
  const { connect, sign, contentOf, stampAndSubmit } = (globalThis as unknown as { bareHops: BareHops })
    .bareHops;
  const contents: string[] = [];
  for (const id of documentIds) contents.push(await contentOf(id));
  const rest: Promise<unknown>[] = [];
  let socket = await connect();
  const begun = performance.now();
  for (const [at, id] of documentIds.entries()) {
    rest.push(contentOf(id));
    const created = await sign(socket, contents[at] ?? '');
    rest.push(stampAndSubmit(id, created));
    if (at < documentIds.length - 1) socket = await connect();
  }
  const signed = performance.now() - begun;
  await Promise.all(rest);
  return { signed, submitted: performance.now() - begun };
}
