/** How things were after each change: GitHub may answer from a copy that lags behind. */
export class History<Thing> {
  readonly #moments = new Map<Thing, { at: number; thing: Thing }[]>();
  readonly #copy: (thing: Thing) => Thing;

  constructor(copy: (thing: Thing) => Thing) {
    this.#copy = copy;
  }

  keep(thing: Thing, at: number): void {
    const moments = this.#moments.get(thing) ?? [];
    moments.push({ at, thing: this.#copy(thing) });
    this.#moments.set(thing, moments);
  }

  /** As it was then, without its last `hidden` changes; undefined before it was there. */
  shown(thing: Thing, until: number, hidden: number): Thing | undefined {
    const moments = this.#moments.get(thing) ?? [];
    if (hidden === 0 && (moments.at(-1)?.at ?? 0) <= until) return thing;
    const known = moments.slice(0, moments.length - hidden).filter(({ at }) => at <= until);
    return known.length === moments.length ? thing : known.at(-1)?.thing;
  }
}
