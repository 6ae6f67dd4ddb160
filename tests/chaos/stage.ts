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
import { Clock } from './clock.ts';

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

/** The stand-ins and the clock, shared by many runs, one after another. */
export interface Stage {
  readonly clock: Clock;
  readonly didox: DidoxStandIn;
  readonly module: ModuleStandIn;
  stop(): Promise<void>;
}

export async function startStage(): Promise<Stage> {
  const clock = new Clock();
  const [didox, module] = await Promise.all([startDidox(), startModule({ settings: { listDelayMs: 0 } })]);
  return {
    clock,
    didox,
    module,
    async stop() {
      await Promise.all([didox.stop(), module.stop()]);
      clock.stop();
    },
  };
}
