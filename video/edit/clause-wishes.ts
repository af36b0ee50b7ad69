import type { Clause } from "./clauses.ts";
import type { Wish } from "./wish.ts";
import {
  AMOUNTS,
  CAMERAS,
  CAPTIONS,
  firstNamed,
  FRAMING_WORDS,
  HIDDEN,
  LENGTHS,
  LOUDNESS,
  REPLACEMENT,
  SECONDS,
  SHOWN,
  SOUNDS,
  TEXTURES,
  TRANSITION_WORDS,
  type Words,
} from "./wish-words.ts";

/** What "it" is: what was named last. */
export interface Topic {
  readonly shots?: readonly number[];
  readonly things?: readonly Thing[];
}

type Thing = Extract<Wish, { kind: "sound" }>["role"] | "grain" | "vignette" | "captions";

const THINGS: Words<Thing> = [["captions", CAPTIONS], ...TEXTURES, ...SOUNDS];

/** What is asked of the whole film can't be done for one shot. */
export function wishesIn(clause: Clause, topic: Topic): readonly Wish[] {
  const [shots, ...more] = clause.shots;
  if (!clause.isAsked || more.length > 0) return [];
  const text = textWish(clause, shots);
  if (text) return text;
  const things = thingsIn(clause.plain);
  if (shots && things) return [];
  const isOfTopic = !shots && !things && (clause.isAllKnown || ONLY_IT.test(clause.plain));
  const named = isOfTopic ? topic : { shots, things };
  return [
    ...ofEach(named.things ?? [], (thing) => thingWish(clause, thing)),
    ...ofEach(named.shots ?? [], (shot) => shotWish(clause.plain, shot)),
  ];
}

/** What the next clause may call "it"; nothing, where this one is about something that we don't know. */
export function topicAfter(clause: Clause, before: Topic): Topic {
  const things = thingsIn(clause.plain);
  if (things) return { things };
  const shots = clause.shots.at(-1);
  if (shots) return { shots };
  const isOfThis = clause.isAllKnown || ONLY_IT.test(clause.plain) || UNMARKED.test(clause.plain);
  return isOfThis ? before : {};
}

/** Speaks of "it", and of nothing that has an article. */
const ONLY_IT =
  /^(?!.*\b(?:the|an?(?! (?:bit|little|lot|touch|tad))|my|our|your|this|that|these|those)\b).*\b(?:it|they|them)\b/;
/** In Japanese, what a clause is about would be marked. */
const UNMARKED = /^(?=.*[ぁ-ん])[^はがを]*$/;

/** All or none, so that nothing is left out without a word. */
function ofEach<Named>(named: readonly Named[], wish: (name: Named) => Wish | null): Wish[] {
  const wishes = named.map(wish).filter((each) => each !== null);
  return wishes.length === named.length ? wishes : [];
}

/** The things that a clause names; none can be told where they are not named in one breath. */
function thingsIn(plain: string): readonly Thing[] | undefined {
  const named = THINGS.flatMap(([name, { source }]) =>
    [...plain.matchAll(new RegExp(source, "gi"))].map(({ 0: word, index }) => ({
      name,
      from: index,
      to: index + word.length,
    })),
  ).toSorted((one, other) => one.from - other.from);
  if (named.length === 0) return undefined;
  const isOneBreath = named.every(
    ({ from }, at) =>
      at === 0 ||
      /^(?:[\s,&、・とや]|or|and|the|any|no)*$/.test(plain.slice(named[at - 1]!.to, from)),
  );
  return isOneBreath ? [...new Set(named.map(({ name }) => name))] : [];
}

function textWish({ text }: Clause, shots: readonly number[] | undefined): Wish[] | null {
  const [, from, to] = REPLACEMENT.exec(text) ?? [];
  if (!from || !to) return null;
  return (shots ?? [null]).map((shot) => ({ kind: "text", shot, from, to }));
}

const OTHER_CHANGES = [LOUDNESS, AMOUNTS, LENGTHS, FRAMING_WORDS] as const;

function thingWish({ plain, isAllKnown }: Clause, thing: Thing): Wish | null {
  if (thing === "captions") {
    if (HIDDEN.test(plain)) return { kind: "captions", shown: false };
    const isOnlyNamed = isAllKnown && OTHER_CHANGES.every((words) => !firstNamed(words, plain));
    return SHOWN.test(plain) || isOnlyNamed ? { kind: "captions", shown: true } : null;
  }
  if (thing === "grain" || thing === "vignette") {
    const change = firstNamed(AMOUNTS, plain);
    return change && { kind: "texture", type: thing, change };
  }
  const change = firstNamed(LOUDNESS, plain);
  return change && { kind: "sound", role: thing, change };
}

/** "The title in shot 3" is not the shot. */
const PART_OF_SHOT =
  /(?<!^|\b(?:length|duration|time|pace|tempo|speed) )\b(?:in|of) (?:the )?\uE002|\uE003の(?!長さ|時間|尺|テンポ|方|ほう)/;

function shotWish(plain: string, shot: number): Wish | null {
  const camera = firstNamed(CAMERAS, plain);
  if (camera) return { kind: "camera", shot, to: camera };
  const change = firstNamed(LENGTHS, plain);
  const seconds = Number(SECONDS.exec(plain)?.[1] ?? 0) || null;
  if (PART_OF_SHOT.test(plain) && (change || seconds !== null)) return null;
  if (change) return { kind: "length", shot, change, seconds };
  if (seconds !== null) return { kind: "length", shot, change: "exact", seconds };
  const transition = firstNamed(TRANSITION_WORDS, plain);
  if (transition) return { kind: "transition", shot, to: transition };
  const framing = firstNamed(FRAMING_WORDS, plain);
  return framing && { kind: "framing", shot, to: framing };
}
