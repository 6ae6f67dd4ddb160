/** Settings as the command line (text) or the control channel (JSON) has them; every value is checked. */
export type RawSettings = Readonly<Record<string, unknown>>;

/** Changes for a running world. */
export interface WorldSettings {
  readonly eimzo?: RawSettings;
  readonly didox?: RawSettings;
  readonly eugoda?: RawSettings;
}
