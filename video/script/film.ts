import { Ledger, type Scene } from "./ledger.ts";
import { sharesSentence, type Material } from "./material.ts";
import { CHUNK, type Moment, type Reading } from "./moment.ts";

/** Worth of what goes on with a scene that is in the film. */
const TO_BE_CONTINUED = 50;

/** A film while it is chosen: how it opens and closes, and what stands between. */
export class Film {
  readonly reading: Reading;
  readonly material: Material;
  readonly ledger: Ledger;
  #opening: Scene;
  #body: readonly Scene[] = [];
  #closing: Scene;

  constructor(reading: Reading, material: Material) {
    this.reading = reading;
    this.material = material;
    this.ledger = new Ledger(reading);
    this.#opening = this.shortest(material.opening);
    this.#closing = this.shortest(material.closing);
    this.silence();
  }

  /** In the author's order. */
  scenes(): Scene[] {
    return [
      this.#opening,
      ...this.#body.toSorted((a, b) => a.moment.order - b.moment.order),
      this.#closing,
    ];
  }

  /** Between opening and closing, in the order in which they were chosen. */
  get body(): readonly Scene[] {
    return this.#body;
  }

  set body(scenes: readonly Scene[]) {
    this.#body = scenes;
  }

  add(scene: Scene): void {
    this.#body = [...this.#body, scene];
  }

  replace(scene: Scene, by: Scene): void {
    if (scene === this.#opening) this.#opening = by;
    else if (scene === this.#closing) this.#closing = by;
    else this.#body = this.#body.map((one) => (one === scene ? by : one));
  }

  /** All scenes, one of them told otherwise. */
  with(scene: Scene, telling: readonly string[]): Scene[] {
    return this.scenes().map((one) => (one === scene ? { ...scene, telling } : one));
  }

  /** While even the shortest words are too many, scenes go silent: end card, title, then the lightest. */
  silence(): void {
    const body = this.#body.toSorted((a, b) => a.moment.weight - b.moment.weight);
    for (const scene of [this.#closing, this.#opening, ...body]) {
      if (this.ledger.canBeSaid(this.scenes())) return;
      this.replace(scene, { ...scene, telling: [] });
    }
  }

  /** A moment in the fewest words that it can be told in. */
  shortest(moment: Moment): Scene {
    const [first] = moment.tellings;
    const shortest = moment.tellings.reduce(
      (best, one) =>
        this.ledger.cost(one) < this.ledger.cost(best) && one.length > 0 ? one : best,
      first ?? [],
    );
    return { moment, telling: shortest, carries: [] };
  }

  /** Moments that are not in the film, and say nothing that is. */
  free(): Moment[] {
    return this.material.moments.filter((moment) =>
      this.scenes().every(
        (scene) =>
          scene.moment !== moment &&
          !sharesSentence(scene.moment, moment) &&
          !moment.owns.some((one) => scene.telling.includes(one)),
      ),
    );
  }

  /** Sentences that the film says or shows. */
  told(): Set<string> {
    return new Set(this.scenes().flatMap((scene) => [...scene.telling, ...scene.moment.owns]));
  }

  /** What comes right before a moment in the text is in the film. */
  hasNeighbour(moment: Moment): boolean {
    return this.#body.some(
      ({ moment: { order }, telling }) =>
        order < moment.order && moment.order - order < 0.005 + telling.length / 100,
    );
  }

  /** Worth of a moment beside those already chosen: variety counts, repetition and length cost. */
  score(moment: Moment): number {
    const same = this.#body.filter(
      (scene) => scene.moment.content.template === moment.content.template,
    ).length;
    const isNew =
      same === 0 ? 1.8 : -0.9 * same * (moment.content.template === "statement" ? 0.5 : 1);
    const leaning = moment.leans && !this.hasNeighbour(moment) ? 1.6 : 0;
    if (this.#goesOn(moment)) return TO_BE_CONTINUED;
    return (
      moment.weight +
      isNew -
      leaning -
      this.ledger.needs(this.shortest(moment)) * 0.35 -
      this.ledger.likeness(moment, this.scenes()) * 4
    );
  }

  #goesOn({ continues, order }: Moment): boolean {
    return (
      continues && this.#body.some(({ moment }) => Math.abs(order - moment.order - CHUNK) < 1e-6)
    );
  }
}
