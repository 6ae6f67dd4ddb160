import { SENDER_TIN } from '../../sandbox/didox/index.ts';
import { defaultSettings as eugodaDefaults } from '../../sandbox/eugoda/settings.ts';
import type { Random } from './random.ts';
import type { StandIns } from './stage.ts';

/** The stand-ins on their first day, each run with services and a module of another kind. */
export async function setTheScene({ didox, module, eugoda }: StandIns, random: Random): Promise<void> {
  didox.reset();
  eugoda.set(eugodaDefaults());
  module.set({
    faults: [],
    passwordOutcomes: [],
    listening: true,
    rememberMs: 60_000,
    profile: random.pick(['6.4.7', '6.4.7', '6.4.7', '4.86', '3.37']),
    passwordAt: random.pick(['load_key', 'create_pkcs7']),
  });
  await module.restart();
  module.calls.length = 0;
  if (random.chance(0.15)) didox.set({ timestampAttached: false });
  if (random.chance(0.15)) didox.set({ warningOnSign: 'Проверьте код ИКПУ' });
  // A service that does not notice a second submission: then it must not come.
  if (random.chance(0.5)) didox.set({ secondTry: 'accepted' });
  if (random.chance(0.3)) didox.set({ offerRequired: [SENDER_TIN] });
}
