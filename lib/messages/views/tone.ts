/** How something stands, as a colour and a sign tell it. */
export type Tone = 'idle' | 'busy' | 'waiting' | 'done' | 'warning' | 'error';
