import type { Clause } from "./clauses.ts";
import { isOnlyAbout } from "./known-words.ts";
import { lengthIn } from "./lengths.ts";
import type { Wish } from "./wish.ts";
import {
  AMOUNTS,
  CAMERAS,
  CAPTIONS,
  onlyNamed,
  FRAMING_WORDS,
  GONE,
  LOUDNESS,
  REPLACEMENT,
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
  if (!clause.isAsked || more.length > 0 || AS_ANOTHER.test(clause.plain)) return [];
  const text = textWish(clause, shots);
  if (text) return text;
  const things = thingsIn(clause);
  if (shots && things) return [];
  const isOfTopic = !shots && !things && (clause.isAllKnown || ONLY_IT.test(clause.plain));
  const named = isOfTopic ? topic : { shots, things };
  return [
    ...ofEach(named.things ?? [], (thing) => thingWish(clause, thing)),
    ...ofEach(within(clause, named.shots ?? []), (shot) => shotWish(clause.plain, shot)),
  ];
}

/** What is between two shots is the transition into the later. */
function within({ plain }: Clause, shots: readonly number[]): readonly number[] {
  if (!/\bbetween \uE002|\uE003の間/.test(plain)) return shots;
  return shots.length === 2 ? shots.slice(1) : [];
}

/** What the next clause may call "it"; nothing, where this one is about something that we don't know. */
export function topicAfter(clause: Clause, before: Topic): Topic {
  const things = thingsIn(clause);
  if (things) return { things };
  const [shots, ...more] = clause.shots;
  if (AS_ANOTHER.test(clause.plain)) return {};
  if (shots) return more.length > 0 ? {} : { shots: within(clause, shots) };
  const isOfThis = clause.isAllKnown || ONLY_IT.test(clause.plain) || UNMARKED.test(clause.plain);
  return isOfThis ? before : {};
}

/** Whether the clause says what it is about. */
export function isNaming(clause: Clause): boolean {
  return clause.shots.length > 0 || thingsIn(clause) !== undefined;
}

/** How long another shot is can't be told from the words alone. */
const AS_ANOTHER = /\bas \w+ as (?:the )?\uE002|\uE003(?:くらい|ぐらい|ほど)/;

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
function thingsIn({ plain, isOfSounds }: Clause): readonly Thing[] | undefined {
  if (isOfSounds && NOISE.test(plain)) return [];
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

/** In the picture or in the sound. */
const NOISE = /\b(?:noise|noisy)\b|ノイズ/;

function textWish({ text }: Clause, shots: readonly number[] | undefined): Wish[] | null {
  const [, from, to] = REPLACEMENT.exec(text) ?? [];
  if (!from || !to) return null;
  return (shots ?? [null]).map((shot) => ({ kind: "text", shot, from, to }));
}

function thingWish({ plain, isAllKnown }: Clause, thing: Thing): Wish | null {
  if (thing === "captions") {
    if (!isOnlyAbout("captions", plain)) return null;
    if (GONE.test(plain)) return { kind: "captions", shown: false };
    return SHOWN.test(plain) || isAllKnown ? { kind: "captions", shown: true } : null;
  }
  if (thing === "grain" || thing === "vignette") {
    const change = onlyNamed(AMOUNTS, plain);
    return change && isOnlyAbout("texture", plain)
      ? { kind: "texture", type: thing, change }
      : null;
  }
  const change = onlyNamed(LOUDNESS, plain);
  return change && isOnlyAbout("sound", plain) ? { kind: "sound", role: thing, change } : null;
}

function shotWish(plain: string, shot: number): Wish | null {
  const camera = onlyNamed(CAMERAS, plain);
  if (camera && isOnlyAbout("camera", plain)) return { kind: "camera", shot, to: camera };
  const length = lengthIn(plain);
  if (length && isOnlyAbout("length", plain)) return { kind: "length", shot, ...length };
  const transition = onlyNamed(TRANSITION_WORDS, plain);
  if (transition && isOnlyAbout("transition", plain)) {
    return { kind: "transition", shot, to: transition };
  }
  const framing = IN_FILM.test(plain) ? null : onlyNamed(FRAMING_WORDS, plain);
  return framing && isOnlyAbout("framing", plain) ? { kind: "framing", shot, to: framing } : null;
}

/** "Put shot 3 in the middle of the film": which shots come before it, and not what is where in its picture. */
const IN_FILM =
  /\b(?:middle|cent(?:er|re)|bottom|left|right|lower) of (?:(?:the|this|our|my|whole|entire) )*(?:film|video|it all)\b|\b(?:film|video)'s (?:middle|cent(?:er|re)|bottom)|(?:全体|全部|すべて)の(?:真ん中|中央|センター|下)/;
