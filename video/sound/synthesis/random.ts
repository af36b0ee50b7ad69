/** Numbers from 0 to 1 that follow from the seed alone. */
export interface Random {
  next(): number;
  /** From −1 to 1. */
  signed(): number;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

/** The mulberry32 generator: small, quick, and even enough for music. */
export function randomFrom(seed: number): Random {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0; // Neighbouring seeds lie far apart.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    signed: () => next() * 2 - 1,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  };
}
