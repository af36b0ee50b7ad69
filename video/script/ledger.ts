import { contentWords, coverageOf } from "../language/overlap.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import { spoken } from "../language/spoken.ts";
import type { Moment, Reading } from "./moment.ts";
import { AIR_SECONDS, narrationSeconds, SPEECH_SHARE } from "./pace.ts";
import { readingSeconds, visibleText, wholeReadingSeconds } from "./visible-text.ts";

/** A moment that is in the film, and how it is told. */
export interface Scene {
  readonly moment: Moment;
  /** Written sentences. */
  readonly telling: readonly string[];
  /** The key messages that it must go on saying. */
  readonly carries: readonly string[];
}

/** Of a key message's content words, this share must be heard or seen in one scene. */
export const MESSAGE_COVERED = 0.6;

/** Much of what is written is also heard, so a scene may be left when this share of it could be read. */
export const SEEN_SHARE = 0.65;

/** The least time of a scene that nothing is said to: a glance; steps must be read to their end, or they can't be followed. */
export function stillSeconds(content: SceneContent): number {
  if (content.template === "steps") return wholeReadingSeconds(content);
  return Math.max(1, readingSeconds(content) * SEEN_SHARE);
}

/** Keeps account of a film's time and words: what a telling costs, what still fits, what is said already. */
export class Ledger {
  readonly #reading: Reading;
  readonly #seconds = new Map<string, number>();
  readonly #words = new Map<Moment, Set<string>>();

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** Seconds that a telling takes to say. */
  cost(telling: readonly string[]): number {
    const key = telling.join("\n");
    let seconds = this.#seconds.get(key);
    if (seconds === undefined) {
      const { tongue, brief } = this.#reading;
      const lines = telling.map((one) => spoken(one, tongue));
      seconds = narrationSeconds(lines, brief.language);
      this.#seconds.set(key, seconds);
    }
    return seconds;
  }

  speech(scenes: readonly Scene[]): number {
    return scenes.reduce((sum, scene) => sum + this.cost(scene.telling), 0);
  }

  /** The least time that a scene must stand. */
  needs(scene: Scene): number {
    const { content } = scene.moment;
    const isSilent = scene.telling.length === 0 && content.template === "steps";
    const seen = isSilent ? stillSeconds(content) : readingSeconds(content) * SEEN_SHARE;
    return Math.max(this.cost(scene.telling) + AIR_SECONDS, seen);
  }

  /** The voice keeps to its share of the film, and every scene stays long enough to be seen. */
  fits(scenes: readonly Scene[]): boolean {
    const { durationSeconds } = this.#reading.brief;
    const needed = scenes.reduce((sum, scene) => sum + this.needs(scene), 0);
    return this.speech(scenes) <= durationSeconds * SPEECH_SHARE.most && needed <= durationSeconds;
  }

  /** The least that must hold: words with a little air around them. */
  canBeSaid(scenes: readonly Scene[]): boolean {
    const { durationSeconds } = this.#reading.brief;
    const speech = this.speech(scenes);
    const stands = scenes.reduce(
      (sum, { telling, moment }) =>
        sum +
        (telling.length > 0 ? this.cost(telling) + AIR_SECONDS : stillSeconds(moment.content)),
      0,
    );
    return speech <= durationSeconds * SPEECH_SHARE.most && stands <= durationSeconds;
  }

  /** Whether a scene says or shows a message. */
  covers(scene: Scene, message: string): boolean {
    const { tongue } = this.#reading;
    const text = [...visibleText(scene.moment.content), ...scene.telling].join(" ");
    return coverageOf(contentWords(message, tongue), contentWords(text, tongue)) >= MESSAGE_COVERED;
  }

  /** How much of a moment the film already says, from a half on: 0 to 0.5. */
  likeness(moment: Moment, scenes: readonly Scene[]): number {
    const words = this.#wordsOf(moment);
    const shares = scenes.map((scene) => coverageOf(words, this.#wordsOf(scene.moment)));
    return Math.max(0, Math.max(...shares) - 0.5);
  }

  #wordsOf(moment: Moment): Set<string> {
    let words = this.#words.get(moment);
    if (!words) {
      const text = [...visibleText(moment.content), ...(moment.tellings[0] ?? [])].join(" ");
      this.#words.set(moment, (words = contentWords(text, this.#reading.tongue)));
    }
    return words;
  }
}
