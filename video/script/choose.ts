import { barer } from "./barer.ts";
import { carryMessages } from "./carry-messages.ts";
import { chaptersNumbered } from "./chapters.ts";
import { Film } from "./film.ts";
import type { Scene } from "./ledger.ts";
import { gatherMaterial, lastResort } from "./material.ts";
import type { Moment, Reading } from "./moment.ts";
import { SPEECH_SHARE } from "./pace.ts";
import { varied } from "./vary.ts";

/** Chooses what the film shows and says: key messages first, then what is strongest and freshest, within the time. */
export function chooseScenes(reading: Reading): Scene[] {
  const { durationSeconds } = reading.brief;
  const film = new Film(reading, gatherMaterial(reading));
  const most = sceneCount(durationSeconds) * CROWDED;
  giveNotice(film);
  carryMessages(film, most);
  fill(film, sceneCount(durationSeconds));
  lengthen(film);
  fill(film, Math.ceil(most));
  lengthen(film);
  makeRoom(film);
  fillQuiet(film);
  lengthen(film);
  tradeSilence(film);
  const scenes = barer(chaptersNumbered(film.scenes()), film.ledger);
  return varied(scenes, reading.tongue);
}

/** What nobody may miss comes in before anything else. */
function giveNotice(film: Film): void {
  for (const moment of film.material.moments.filter(({ must }) => must)) {
    const scene = entry(film, moment);
    if (film.ledger.fits([...film.scenes(), scene])) film.add(scene);
  }
}

/** How many scenes suit a length in seconds: quick for short films, calmer for long ones. */
function sceneCount(seconds: number): number {
  if (seconds < 9) return 3;
  if (seconds <= 20) return Math.round(seconds / 3.5);
  return Math.round(seconds <= 45 ? seconds / 4.2 : seconds <= 90 ? seconds / 4.8 : seconds / 6);
}

/** How many times as many scenes as suit a length it may have. */
const CROWDED = 1.35;
/** Worth of a moment from which on it comes into the film by itself. */
const WORTHWHILE = 0.5;
/** What a scene is worth less when nothing is said to it. */
const SILENCE = 2;
/** One sentence stands in the picture while the next one is said, but not for longer than this. */
const LONGEST_STILL_SECONDS = 14;
/** Between title and end card; fewer are not exchanged for words. */
const LEAST_SCENES = 3;

/** Adds the best remaining moments until there are `count` scenes or no time is left. */
function fill(film: Film, count: number): void {
  while (film.body.length + 2 < count) {
    const best = bestFree(film, ({ score }) => score > WORTHWHILE);
    if (!best) break;
    film.add(best);
  }
  if (film.body.length > 0) return;
  film.add(film.shortest(lastResort(film.reading)));
  film.silence();
}

/** A film that would be quiet tells what else the text says, long sentences and plain ones. */
function fillQuiet(film: Film): void {
  while (isQuiet(film)) {
    const best = bestFree(
      film,
      ({ scene: { moment, telling } }) =>
        telling.length > 0 &&
        moment.content.template !== "section" &&
        (!moment.leans || film.hasNeighbour(moment)),
    );
    if (!best) return;
    film.add(best);
  }
}

/** Of several scenes without a word the least goes for one that tells something. */
function tradeSilence(film: Film): void {
  const { ledger } = film;
  const worth = (scene: Scene): number => scene.moment.weight - ledger.needs(scene) * 0.1;
  while (isQuiet(film)) {
    const [gone, ...others] = film.body
      .filter(({ telling, carries }) => telling.length === 0 && carries.length === 0)
      .toSorted((a, b) => worth(a) - worth(b));
    if (!gone || others.length === 0) return;
    const before = film.body;
    film.body = before.filter((scene) => scene !== gone);
    const best = bestFree(
      film,
      ({ scene: { moment, telling } }) =>
        telling.length > 0 && moment.content.template !== "section",
    );
    if (!best) {
      film.body = before;
      return;
    }
    film.add(best);
    lengthen(film);
  }
}

function isQuiet(film: Film): boolean {
  return spokenShare(film) < SPEECH_SHARE.least;
}

function spokenShare(film: Film): number {
  return film.ledger.speech(film.scenes()) / film.reading.brief.durationSeconds;
}

function bestFree(
  film: Film,
  isWanted: (one: { scene: Scene; score: number }) => boolean,
): Scene | undefined {
  return film
    .free()
    .map((moment) => ({ scene: entry(film, moment), score: film.score(moment) }))
    .map(({ scene, score }) => ({ scene, score: score - (scene.telling.length > 0 ? 0 : SILENCE) }))
    .filter((one) => isWanted(one) && film.ledger.fits([...film.scenes(), one.scene]))
    .toSorted((a, b) => b.score - a.score)[0]?.scene;
}

/** A scene comes in with real words where they fit, else in silence: its heading stands above it. */
function entry(film: Film, moment: Moment): Scene {
  const real = moment.tellings.filter(
    (one) => one.length > 1 || (one.length === 1 && one[0] !== moment.announces),
  );
  const short = real.toSorted((a, b) => film.ledger.cost(a) - film.ledger.cost(b))[0];
  const scene = short ? { moment, telling: short, carries: [] } : null;
  if (scene && film.ledger.fits([...film.scenes(), scene])) return scene;
  const shortest = film.shortest(moment);
  const isSilent = moment.continues || isHeadingAlone(moment, shortest.telling);
  return isSilent ? { moment, telling: [], carries: [] } : shortest;
}

/** A sentence that leads on to the scene is more than its heading. */
function isHeadingAlone({ announces, owns }: Moment, telling: readonly string[]): boolean {
  const [first] = telling;
  if (telling.length !== 1 || first === undefined || first !== announces) return false;
  return !owns.includes(first) || LABEL.test(first);
}

/** "For example:" leads on, but says no more than a heading does. */
const LABEL = /^(?:[\p{sc=Latin}\p{N}.-]+\s?){1,3}:$|^.{1,8}：$/u;

/** Tells scenes more fully while there is time. */
function lengthen(
  film: Film,
  fits = (scenes: readonly Scene[]): boolean => film.ledger.fits(scenes),
): void {
  const { ledger } = film;
  for (let round = 0; round < 200 && spokenShare(film) < SPEECH_SHARE.aim; round += 1) {
    const [best] = film
      .scenes()
      .flatMap((scene) => fuller(film, scene).map((telling) => ({ scene, telling })))
      .map((one) => ({ ...one, gain: ledger.cost(one.telling) - ledger.cost(one.scene.telling) }))
      .filter(({ scene, telling, gain }) => gain > 0 && fits(film.with(scene, telling)))
      .toSorted((a, b) => urgency(b.scene) - urgency(a.scene) || a.gain - b.gain);
    if (!best) return;
    film.replace(best.scene, { ...best.scene, telling: best.telling });
  }
}

/** The next longer telling, or the same with the sentence that follows in the text. */
function fuller(film: Film, scene: Scene): (readonly string[])[] {
  const { ledger } = film;
  const cost = ledger.cost(scene.telling);
  const longer = scene.moment.tellings.findLast(
    (one) =>
      ledger.cost(one) > cost + 0.05 &&
      !isHeadingAlone(scene.moment, one) &&
      stillCarries(film, scene, one),
  );
  const [next] = scene.moment.next;
  const free =
    next !== undefined &&
    !/[:：]$/.test(next) &&
    !scene.telling.includes(next) &&
    !film.told().has(next);
  const isFull = scene.telling.length > 0 && scene.telling.length <= 1 && !longer;
  const goesOn = free && isFull && cost + ledger.cost([next]) <= LONGEST_STILL_SECONDS;
  return [...(longer ? [longer] : []), ...(goesOn ? [[...scene.telling, next]] : [])];
}

/** Told so, a scene says its key messages yet. */
function stillCarries({ ledger }: Film, scene: Scene, telling: readonly string[]): boolean {
  return scene.carries.every((message) => ledger.covers({ ...scene, telling }, message));
}

/** Which scene should be told more fully first: one that is only announced, then the weightiest. */
function urgency(scene: Scene): number {
  const { weight, content } = scene.moment;
  return (content.template === "title" ? weight / 2 : weight) + (isOnlyAnnounced(scene) ? 100 : 0);
}

/** Nothing is said of it but its heading. */
function isOnlyAnnounced({ moment: { announces }, telling }: Scene): boolean {
  if (announces === null) return telling.length === 0;
  return telling.length === 0 || (telling.length === 1 && telling[0] === announces);
}

/** What is only announced is told after all where the lightest other scene can go for it. */
function makeRoom(film: Film): void {
  for (const announced of film.scenes().filter(isOnlyAnnounced)) {
    const [room] = film.body
      .filter((scene) => scene !== announced && scene.carries.length === 0)
      .filter(({ moment }) => !moment.continues)
      .filter((scene) => scene.moment.weight < announced.moment.weight)
      .toSorted((a, b) => a.moment.weight - b.moment.weight)
      .flatMap((gone) => {
        const telling = tellingWithout(film, announced, gone);
        return telling ? [{ gone, telling }] : [];
      });
    if (!room || film.body.length <= LEAST_SCENES) continue;
    film.body = film.body.filter((scene) => scene !== room.gone);
    film.replace(announced, { ...announced, telling: room.telling });
  }
}

/** How a scene can be told in more than one sentence when another one goes. */
function tellingWithout(film: Film, scene: Scene, gone: Scene): readonly string[] | undefined {
  return scene.moment.tellings.findLast(
    (telling) =>
      telling.length > 1 &&
      stillCarries(film, scene, telling) &&
      film.ledger.fits(film.with(scene, telling).filter((one) => one !== gone)),
  );
}
