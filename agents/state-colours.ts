/** Each state's colour wherever a person sees it: an index of the terminal's 256 colours. */
export const STATE_COLOURS = {
  starting: 250,
  ready: 108,
  busy: 117,
  draining: 179,
  backoff: 209,
  quarantined: 203,
  held: 176,
  stopped: 240,
} as const;
