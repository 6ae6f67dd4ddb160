import {
  DEMO_BY_DOCTYPE,
  DEMO_INCOMING_FOR_SENDER,
  DEMO_OUTGOING_DRAFT,
  DEMO_PHP_STYLE,
  DEMO_ROAMING,
  DEMO_SENT,
  type DidoxStandIn,
  SENDER_TIN,
  startDidox,
} from '../../sandbox/didox/index.ts';
import { type ModuleStandIn, startModule } from '../../sandbox/eimzo/start-module.ts';
import { type EugodaStandIn, startEugoda } from '../../sandbox/eugoda/index.ts';
import { Clock } from './clock.ts';
import type { Addresses } from './network.ts';

export const OWNER = `tin:${SENDER_TIN}`;

export interface PlayDocument {
  readonly id: string;
  readonly outgoing: boolean;
}

/** Documents of SENDER with something to do on each. */
export const DOCUMENTS: readonly PlayDocument[] = [
  ...[
    DEMO_OUTGOING_DRAFT,
    ...(['005', '007', '000', '054'] as const).map(type => DEMO_BY_DOCTYPE[type].draft),
  ].map(id => ({ id, outgoing: true })),
  { id: DEMO_SENT, outgoing: true },
  ...[DEMO_INCOMING_FOR_SENDER, DEMO_ROAMING, DEMO_PHP_STYLE].map(id => ({ id, outgoing: false })),
];

/** The stand-ins, as a schedule changes them. */
export interface StandIns {
  readonly didox: DidoxStandIn;
  readonly module: ModuleStandIn;
  readonly eugoda: EugodaStandIn;
}

/** The stand-ins and the clock, shared by many runs, one after another. */
export interface Stage extends StandIns {
  readonly clock: Clock;
  readonly addresses: Addresses;
  /** What Didox does later on: nothing is over before that. */
  readonly isPending: () => boolean;
  stop(): Promise<void>;
}

export async function startStage(): Promise<Stage> {
  const clock = new Clock();
  const [didox, module, eugoda] = await Promise.all([
    // It waits in the same time as the worker, so that a late effect is late for everybody.
    startDidox({ wait: ms => clock.rest(ms) }),
    startModule({ settings: { listDelayMs: 0 } }),
    startEugoda(),
  ]);
  return {
    clock,
    didox,
    module,
    eugoda,
    addresses: { didoxApi: didox.api, eugodaApi: eugoda.api, ws: module.ws, wss: module.wss },
    isPending: () => clock.resting > 0,
    async stop() {
      await Promise.all([didox.stop(), module.stop(), eugoda.stop()]);
      clock.stop();
    },
  };
}
