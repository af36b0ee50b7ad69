import {
  gatherMaterial,
  lastResort,
  momentOfMessage,
  sharesSentence,
  type Material,
} from "./material.ts";
import { CHUNK, type Moment, type Reading } from "./moment.ts";
import { SPEECH_SHARE } from "./pace.ts";
import { Ledger, type Scene } from "./ledger.ts";
import { listOfMessages } from "./message-list.ts";
import { varied } from "./vary.ts";

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
  film.makeRoom();
  film.fillQuiet();
  film.lengthen();
  film.fillSilence();
  return varied(chaptersNumbered(film.scenes()), reading.tongue);
}

/** Chapter cards count from one; a lone card announces nothing and goes, as does one that the next scene repeats. */
function chaptersNumbered(all: readonly Scene[]): Scene[] {
  const scenes = all.filter((scene, index) => !isRepeated(scene, all[index + 1]));
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

function isRepeated({ moment: { content } }: Scene, next: Scene | undefined): boolean {
  if (content.template !== "section" || next === undefined) return false;
  return "headline" in next.moment.content && next.moment.content.headline === content.headline;
}

/** Which scene should be told more fully first: one that is only announced, then the weightiest. */
function urgency(scene: Scene): number {
  const { weight, content } = scene.moment;
  return (content.template === "title" ? weight / 2 : weight) + (isOnlyAnnounced(scene) ? 100 : 0);
}

/** Nothing is said of it but its heading. */
function isOnlyAnnounced({ moment, telling }: Scene): boolean {
  return telling.length <= 1 && (telling[0] ?? null) === moment.announces;
}

/** Worth of a moment from which on it comes into the film by itself. */
const WORTHWHILE = 0.5;
/** One sentence stands in the picture while the next one is said, but not for longer than this. */
const LONGEST_STILL_SECONDS = 14;
/** Between title and end card; fewer are not exchanged for words. */
const LEAST_SCENES = 3;
/** Worth of what goes on with a scene that is in the film. */
const TO_BE_CONTINUED = 50;

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
      const best = this.#best(({ score }) => score > WORTHWHILE);
      if (!best) break;
      this.#body.push(best);
    }
    if (this.#body.length > 0) return;
    this.#body.push(this.#shortest(lastResort(this.#reading)));
    this.#silence();
  }

  /** A film that would be quiet tells what else the text says, long sentences and plain ones. */
  fillQuiet(): void {
    const { durationSeconds } = this.#reading.brief;
    while (this.#weigh.speech(this.scenes()) < durationSeconds * SPEECH_SHARE.least) {
      const best = this.#best(
        ({ scene: { moment, telling } }) =>
          telling.length > 0 &&
          moment.content.template !== "section" &&
          (!moment.leans || this.#hasNeighbour(moment)),
      );
      if (!best) return;
      this.#body.push(best);
    }
  }

  /** What is only announced is told after all where the lightest other scene can go for it. */
  makeRoom(): void {
    for (const announced of this.scenes().filter(isOnlyAnnounced)) {
      const lighter = this.#body
        .filter((scene) => scene !== announced && scene.carries.length === 0)
        .filter(({ moment }) => !moment.continues)
        .filter((scene) => scene.moment.weight < announced.moment.weight)
        .toSorted((a, b) => a.moment.weight - b.moment.weight);
      const [room] = lighter.flatMap((gone) => {
        const others = this.scenes().filter((scene) => scene !== gone);
        const telling = announced.moment.tellings.findLast(
          (one) =>
            one.length > 1 &&
            this.#weigh.fits(
              others.map((scene) => (scene === announced ? { ...scene, telling: one } : scene)),
            ),
        );
        return telling ? [{ gone, telling }] : [];
      });
      if (!room || this.#body.length <= LEAST_SCENES) continue;
      this.#body = this.#body.filter((scene) => scene !== room.gone);
      this.#replace(announced, { ...announced, telling: room.telling });
    }
  }

  #best(isWanted: (one: { scene: Scene; score: number }) => boolean): Scene | undefined {
    return this.#material.moments
      .filter((moment) => this.#isFree(moment))
      .map((moment) => ({ scene: this.#entry(moment), score: this.#score(moment) }))
      .filter((one) => isWanted(one) && this.#weigh.fits([...this.scenes(), one.scene]))
      .toSorted((a, b) => b.score - a.score)[0]?.scene;
  }

  /** A scene comes in with real words where they fit, with only its heading where they don't. */
  #entry(moment: Moment): Scene {
    const real = moment.tellings.filter(
      (one) => one.length > 1 || (one.length === 1 && one[0] !== moment.announces),
    );
    const short = real.toSorted((a, b) => this.#weigh.cost(a) - this.#weigh.cost(b))[0];
    const scene = short ? { moment, telling: short, carries: [] } : null;
    if (scene && this.#weigh.fits([...this.scenes(), scene])) return scene;
    return moment.continues ? { moment, telling: [], carries: [] } : this.#shortest(moment);
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
    const goesOn = free && isFull && cost + this.#weigh.cost([next]) <= LONGEST_STILL_SECONDS;
    return [...(longer ? [longer] : []), ...(goesOn ? [[...scene.telling, next]] : [])];
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
    if (this.#goesOn(moment)) return TO_BE_CONTINUED;
    return (
      moment.weight +
      isNew -
      leaning -
      this.#weigh.needs(this.#shortest(moment)) * 0.35 -
      this.#weigh.likeness(moment, this.scenes()) * 4
    );
  }

  #goesOn({ continues, order }: Moment): boolean {
    return (
      continues && this.#body.some(({ moment }) => Math.abs(order - moment.order - CHUNK) < 1e-6)
    );
  }

  #hasNeighbour(moment: Moment): boolean {
    return this.#body.some(
      ({ moment: { order }, telling }) =>
        order < moment.order && moment.order - order < 0.005 + telling.length / 100,
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
