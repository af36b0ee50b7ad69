import {
  gatherMaterial,
  lastResort,
  momentOfMessage,
  sharesSentence,
  type Material,
} from "./material.ts";
import type { Moment, Reading } from "./moment.ts";
import { SPEECH_SHARE } from "./pace.ts";
import { Ledger, type Scene } from "./ledger.ts";
import { listOfMessages } from "./message-list.ts";

/** How many scenes suit a length in seconds: quick for short films, calmer for long ones. */
export function sceneCount(seconds: number): number {
  if (seconds < 9) return 3;
  if (seconds <= 20) return Math.round(seconds / 3.5);
  return Math.round(seconds <= 45 ? seconds / 4.2 : seconds <= 90 ? seconds / 4.8 : seconds / 6);
}

/** Chooses what the film shows and says: key messages first, then what is strongest and freshest, within the time. */
export function chooseScenes(reading: Reading): Scene[] {
  const material = gatherMaterial(reading);
  const film = new Film(reading, material);
  film.takeMessages();
  film.fill(sceneCount(reading.brief.durationSeconds));
  film.lengthen();
  film.fill(Math.ceil(sceneCount(reading.brief.durationSeconds) * 1.35));
  film.lengthen();
  film.fillSilence();
  return chaptersNumbered(film.scenes());
}

/** Chapter cards count from one; a lone card announces nothing and goes. */
function chaptersNumbered(scenes: readonly Scene[]): Scene[] {
  const cards = scenes.filter((scene) => scene.moment.content.template === "section");
  const dropped = cards.length === 1 && scenes.length > 3 && cards[0]?.carries.length === 0;
  return scenes
    .filter((scene) => !dropped || scene !== cards[0])
    .map((scene): Scene => {
      const { content } = scene.moment;
      if (content.template !== "section") return scene;
      const number = String(cards.indexOf(scene) + 1);
      return { ...scene, moment: { ...scene.moment, content: { ...content, number } } };
    });
}

/** Which scene should be told more fully first: one that is only announced, then the weightiest. */
function urgency({ moment, telling }: Scene): number {
  const onlyAnnounced = telling.length <= 1 && (telling[0] ?? null) === moment.announces;
  return moment.weight + (onlyAnnounced ? 100 : 0);
}

class Film {
  readonly #reading: Reading;
  readonly #material: Material;
  readonly #weigh: Ledger;
  #body: Scene[] = [];
  #opening: Scene;
  #closing: Scene;

  constructor(reading: Reading, material: Material) {
    this.#reading = reading;
    this.#material = material;
    this.#weigh = new Ledger(reading);
    this.#opening = this.#shortest(material.opening);
    this.#closing = this.#shortest(material.closing);
    this.#silence();
  }

  /** In the author's order. */
  scenes(): Scene[] {
    return [
      this.#opening,
      ...this.#body.toSorted((a, b) => a.moment.order - b.moment.order),
      this.#closing,
    ];
  }

  takeMessages(): void {
    const { brief } = this.#reading;
    for (const [index, message] of [...brief.keyMessages, ...brief.mustHave].entries())
      this.#carry(message, index);
    this.#mergeMessagesThatDontFit([...brief.keyMessages, ...brief.mustHave]);
  }

  /** Adds the best remaining moments until there are `count` scenes or no time is left. */
  fill(count: number): void {
    while (this.#body.length + 2 < count) {
      const best = this.#material.moments
        .filter((moment) => this.#isFree(moment))
        .map((moment) => ({ scene: this.#entry(moment), score: this.#score(moment) }))
        .filter(({ scene, score }) => score > 0.5 && this.#weigh.fits([...this.scenes(), scene]))
        .toSorted((a, b) => b.score - a.score)[0];
      if (!best) break;
      this.#body.push(best.scene);
    }
    if (this.#body.length > 0) return;
    this.#body.push(this.#shortest(lastResort(this.#reading)));
    this.#silence();
  }

  /** A scene comes in with real words where they fit, with only its heading where they don't. */
  #entry(moment: Moment): Scene {
    const real = moment.tellings.filter((one) => one.length > 0 && one[0] !== moment.announces);
    const short = real.toSorted((a, b) => this.#weigh.cost(a) - this.#weigh.cost(b))[0];
    const scene = short ? { moment, telling: short, carries: [] } : null;
    return scene && this.#weigh.fits([...this.scenes(), scene]) ? scene : this.#shortest(moment);
  }

  /** Tells scenes more fully while there is time. */
  lengthen(fits = (scenes: readonly Scene[]) => this.#weigh.fits(scenes)): void {
    const { durationSeconds } = this.#reading.brief;
    for (
      let round = 0;
      round < 200 && this.#weigh.speech(this.scenes()) < durationSeconds * SPEECH_SHARE.aim;
      round += 1
    ) {
      const [best] = this.scenes()
        .flatMap((scene) => this.#fuller(scene).map((telling) => ({ scene, telling })))
        .map((one) => ({
          ...one,
          gain: this.#weigh.cost(one.telling) - this.#weigh.cost(one.scene.telling),
        }))
        .filter(({ scene, telling, gain }) => gain > 0 && fits(this.#with(scene, telling)))
        .toSorted((a, b) => urgency(b.scene) - urgency(a.scene) || a.gain - b.gain);
      if (!best) return;
      this.#replace(best.scene, { ...best.scene, telling: best.telling });
    }
  }

  /** A film that would be too quiet gives up some reading time for words. */
  fillSilence(): void {
    const { durationSeconds } = this.#reading.brief;
    if (this.#weigh.speech(this.scenes()) < durationSeconds * SPEECH_SHARE.least)
      this.lengthen((scenes) => this.#weigh.canBeSaid(scenes));
  }

  #with(scene: Scene, telling: readonly string[]): Scene[] {
    return this.scenes().map((one) => (one === scene ? { ...scene, telling } : one));
  }

  #replace(scene: Scene, by: Scene): void {
    if (scene === this.#opening) this.#opening = by;
    else if (scene === this.#closing) this.#closing = by;
    else this.#body = this.#body.map((one) => (one === scene ? by : one));
  }

  /** The next longer telling, or the same with the sentence that follows in the text. */
  #fuller(scene: Scene): (readonly string[])[] {
    const cost = this.#weigh.cost(scene.telling);
    const longer = scene.moment.tellings.findLast((one) => this.#weigh.cost(one) > cost + 0.05);
    const [next] = scene.moment.next;
    const free = next !== undefined && !scene.telling.includes(next) && !this.#told().has(next);
    const isFull = scene.telling.length > 0 && scene.telling.length <= 1 && !longer;
    return [...(longer ? [longer] : []), ...(free && isFull ? [[...scene.telling, next]] : [])];
  }

  #told(): Set<string> {
    return new Set(this.scenes().flatMap((scene) => [...scene.telling, ...scene.moment.owns]));
  }

  #carry(message: string, index: number): void {
    const bearing = this.scenes().find((scene) => this.#weigh.covers(scene, message));
    if (bearing)
      return this.#replace(bearing, { ...bearing, carries: [...bearing.carries, message] });
    const candidates = this.#material.moments
      .filter((moment) => this.#isFree(moment))
      .flatMap((moment) => this.#bearers(moment, message))
      .map((scene) => ({
        scene,
        score: this.#score(scene.moment) - this.#share(scene, message) * 0.6,
      }))
      .toSorted((a, b) => b.score - a.score);
    const fallback = (): Scene => {
      const own = momentOfMessage(this.#reading, message, index, this.#material.moments);
      return {
        moment: own,
        telling: this.#bearers(own, message)[0]?.telling ?? [message],
        carries: [message],
      };
    };
    this.#body.push(candidates[0]?.scene ?? fallback());
  }

  /** Seconds that a message takes in a scene; one that says several spends its time on all of them. */
  #share(scene: Scene, message: string): number {
    const { keyMessages, mustHave } = this.#reading.brief;
    const others = [...keyMessages, ...mustHave].filter(
      (other) => other !== message && this.#weigh.covers(scene, other),
    );
    return this.#weigh.cost(scene.telling) / (1 + others.length);
  }

  /** The shortest way in which a moment says a message, if any does. */
  #bearers(moment: Moment, message: string): Scene[] {
    const telling = moment.tellings.findLast((one) =>
      this.#weigh.covers({ moment, telling: one, carries: [] }, message),
    );
    return telling ? [{ moment, telling, carries: [message] }] : [];
  }

  /** Too many messages for the time stand together as a list, said as far as there is time. */
  #mergeMessagesThatDontFit(messages: readonly string[]): void {
    const { durationSeconds } = this.#reading.brief;
    const tooMany = this.#body.length > Math.max(1, sceneCount(durationSeconds) * 1.35 - 2);
    if (!tooMany && this.#weigh.fits(this.scenes())) return;
    if (messages.length < 2) return this.#silence();
    this.#body = listOfMessages(this.#reading, messages).map((moment) => ({
      moment,
      telling: [],
      carries: messages,
    }));
    for (const scene of this.#body) {
      const telling = scene.moment.tellings.find((one) =>
        this.#weigh.canBeSaid(this.#with(scene, one)),
      );
      if (telling) this.#replace(scene, { ...scene, telling });
    }
    this.#silence();
  }

  /** While even the shortest words are too many, scenes go silent: end card, title, then the lightest. */
  #silence(): void {
    const body = this.#body.toSorted((a, b) => a.moment.weight - b.moment.weight);
    for (const scene of [this.#closing, this.#opening, ...body]) {
      if (this.#weigh.canBeSaid(this.scenes())) return;
      this.#replace(scene, { ...scene, telling: [] });
    }
  }

  #shortest(moment: Moment): Scene {
    const [first] = moment.tellings;
    const shortest = moment.tellings.reduce(
      (best, one) =>
        this.#weigh.cost(one) < this.#weigh.cost(best) && one.length > 0 ? one : best,
      first ?? [],
    );
    return { moment, telling: shortest, carries: [] };
  }

  /** Worth of a moment beside those already chosen: variety counts, repetition and length cost. */
  #score(moment: Moment): number {
    const same = this.#body.filter(
      (scene) => scene.moment.content.template === moment.content.template,
    ).length;
    const isNew =
      same === 0 ? 1.8 : -0.9 * same * (moment.content.template === "statement" ? 0.5 : 1);
    const leaning = moment.leans && !this.#hasNeighbour(moment) ? 1.6 : 0;
    return (
      moment.weight +
      isNew -
      leaning -
      this.#weigh.needs(this.#shortest(moment)) * 0.35 -
      this.#weigh.likeness(moment, this.scenes()) * 4
    );
  }

  #hasNeighbour(moment: Moment): boolean {
    return this.#body.some(
      (scene) => scene.moment.order < moment.order && moment.order - scene.moment.order < 0.015,
    );
  }

  #isFree(moment: Moment): boolean {
    return this.scenes().every(
      (scene) =>
        scene.moment !== moment &&
        !sharesSentence(scene.moment, moment) &&
        !moment.owns.some((one) => scene.telling.includes(one)),
    );
  }
}
