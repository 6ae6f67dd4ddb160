import { WebSocket } from 'ws';
import { PLAIN } from '../../lib/eimzo/endpoints.ts';
import type { ModuleSocket, SocketPort } from '../../lib/eimzo/ports.ts';
import type { Wire } from './network.ts';

/** Sockets to the module. */
export function createSockets({
  life,
  addresses,
  outage,
  overheard,
  origin,
}: Wire & { readonly origin: string }): SocketPort {
  return {
    open(url) {
      if (!life.step()) throw new Error('the worker is gone');
      const socket = new WebSocket(url === PLAIN ? addresses.ws : addresses.wss, {
        origin,
        rejectUnauthorized: false,
      });
      life.onDeath(() => socket.terminate());
      let end = life.clock.begin();
      const idle = () => end();
      const mine: ModuleSocket = {
        get readyState() {
          return socket.readyState;
        },
        send(text) {
          if (!life.step()) return;
          end = life.clock.begin();
          socket.send(text);
        },
        close() {
          idle();
          if (life.alive) socket.close();
        },
        onopen: null,
        onmessage: null,
        onclose: null,
        onerror: null,
      };
      const tell = (what: () => void) => {
        idle();
        if (life.step()) what();
      };
      socket.on('open', () => tell(() => mine.onopen?.({})));
      socket.on('error', () => tell(() => mine.onerror?.({})));
      socket.on('close', code => tell(() => mine.onclose?.({ code })));
      socket.on('message', data => {
        const text = String(data);
        const keyId = /"keyId":\s*"([^"]{8,})"/.exec(text)?.[1];
        if (keyId) overheard.secrets.add(keyId);
        tell(() => {
          const base64 = mine.onmessage && signatureIn(text);
          if (base64 && outage.deadly === 'signed') {
            outage.deadly = null;
            life.diesAt = life.steps + 3;
          }
          if (base64) overheard.signatures.push({ base64, life, atStep: life.steps });
          mine.onmessage?.({ data: text });
        });
      });
      return mine;
    },
  };
}

/** Half an answer is no signature. */
function signatureIn(text: string): string | null {
  try {
    return (JSON.parse(text) as { pkcs7_64?: string }).pkcs7_64 ?? null;
  } catch {
    return null;
  }
}
