/** Lots drawn from a seed, so that a run's choices can be made again. */
export interface Lots {
  /** 0 ≤ x < 1. */
  fraction(): number;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  /** True in `share` (0 to 1) of all cases. */
  chance(share: number): boolean;
  oneOf<T>(items: readonly T[]): T;
  /** One of the choices, each as likely as its weight says. */
  weighed<T>(choices: readonly (readonly [weight: number, choice: T])[]): T;
  shuffled<T>(items: readonly T[]): T[];
}

export function lots(seed: number): Lots {
  const fraction = mulberry32(seed);
  const between = (least: number, most: number): number =>
    least + Math.floor(fraction() * (most - least + 1));
  return {
    fraction,
    between,
    chance: (share) => fraction() < share,
    oneOf: (items) => items[between(0, items.length - 1)]!,
    weighed(choices) {
      let left = fraction() * choices.reduce((sum, [weight]) => sum + weight, 0);
      const found = choices.find(([weight]) => (left -= weight) < 0) ?? choices.at(-1);
      return found![1];
    },
    shuffled: (items) =>
      items
        .map((item) => ({ item, lot: fraction() }))
        .sort((a, b) => a.lot - b.lot)
        .map(({ item }) => item),
  };
}

/** Tommy Ettinger's generator: 32 bits of state are plenty for choices. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
