import { tongueOfWords, type Tongue } from "../../kernel/tongue.ts";
import { isCourtesy, isHesitation, isNo } from "./asking.ts";
import { isNaming, topicAfter, wishesIn, type Topic } from "./clause-wishes.ts";
import { clausesOf, ONLY_SHOTS, type Clause } from "./clauses.ts";
import { withoutContradictions, type Heard } from "./contradictions.ts";
import { SHOTS } from "./shot-names.ts";
import type { Wish } from "./wish.ts";
import { CAMERAS, CAPTIONS, SOUNDS, TEXTURES, TRANSITION_WORDS } from "./wish-words.ts";

/** What was understood of a person's words, and the parts that were not. */
export interface WishReading {
  readonly wishes: readonly Wish[];
  readonly unclear: readonly string[];
  readonly tongue: Tongue;
}

/** A longer one is no wish but a letter; read up to here, what it takes back later would be done. */
const LONGEST_TEXT = 2_000;

/**
 * Reads wishes such as "make shot 3 shorter and turn the music down" or 「BGMを静かに」 by rules. Only
 * what a clause asks for is one: what is refused, asked about, praised or told is unclear. A clause
 * that names nothing is about what the clauses before it named.
 */
export function readWishes(text: string): WishReading {
  const tongue = tongueOfWords(text);
  const said = text.normalize("NFKC");
  if (said.length > LONGEST_TEXT) return { wishes: [], unclear: [beginningOf(said)], tongue };
  const heard = withoutContradictions(heardIn(unquoted(said)));
  const wishes = withoutRepeats(heard.flatMap((each) => each.wishes));
  const unclear = heard
    .filter((each) => each.wishes.length === 0)
    .filter(({ clause }) => wishes.length === 0 || !isHesitation(clause.plain))
    .map(({ clause }) => clause.text);
  return { wishes, unclear, tongue };
}

function heardIn(said: string): Heard[] {
  let heard: Heard[] = [];
  let topic: Topic = {};
  let isLastAsked = false;
  for (const clause of clausesOf(said)) {
    if (isTakenBack(clause, isLastAsked)) heard = heard.filter(({ wishes }) => wishes.length === 0);
    else if (isCourtesy(clause.text)) continue;
    const last = heard.at(-1);
    if (isOtherShot(clause, last)) heard.splice(-2, 2, ...heard.slice(-2).map(asUnclear));
    if (isHesitation(clause.plain)) heard.push({ clause, wishes: [] });
    else if (last && isOtherWay(clause, last)) {
      heard.splice(-1, 1, asUnclear(last), { clause, wishes: [] });
    } else {
      const wishes = wishesIn(clause, topic);
      topic = topicAfter(clause, topic);
      if (wishes.length > 0 || isNaming(clause)) isLastAsked = wishes.length > 0;
      heard.push({ clause, wishes });
    }
  }
  return heard;
}

function asUnclear({ clause }: Heard): Heard {
  return { clause, wishes: [] };
}

/** "Make shot 3 shorter. Wait, shot 4." */
function isOtherShot({ plain }: Clause, last: Heard | undefined): boolean {
  return last !== undefined && isHesitation(last.clause.plain) && ONLY_SHOTS.test(plain);
}

/** "Pan left and right" is one move, and none that there is. */
function isOtherWay(clause: Clause, { wishes }: Heard): boolean {
  return wishes.some(({ kind }) => kind === "camera") && WAY.test(clause.plain);
}

const WAY =
  /^(?:(?:to|the|a|bit|then|also|back|again|please)\b[ ,]*)*(?:left|right|up|down|in|out)(?:[ ,]+(?:to|please|thanks|again|too|slowly|back))*$|^[左右上下](?:[にへ]も?)?$/;

/** Whether the words speak of a film at all: then it is worth saying that they were not understood. */
export function speaksOfFilm(text: string): boolean {
  const said = text.normalize("NFKC").slice(0, LONGEST_TEXT);
  return (
    new RegExp(SHOTS.source, "i").test(said) ||
    CAPTIONS.test(said) ||
    [SOUNDS, TEXTURES, CAMERAS, TRANSITION_WORDS].flat().some(([, words]) => words.test(said))
  );
}

function beginningOf(said: string): string {
  return `${said.slice(0, 100).trim()} …`;
}

/** Our own examples, copied with their quotes. */
function unquoted(text: string): string {
  return /^\s*["“「『]([^"”」』]*)["”」』]\s*$/.exec(text)?.[1] ?? text;
}

/** "Turn it off. … Actually, keep it." That is not what is said of something else: "shot 3 is fine, keep it." */
function isTakenBack(clause: Clause, isLastAsked: boolean): boolean {
  if (NEVER_MIND.test(clause.text)) return true;
  if (!isLastAsked || isNaming(clause)) return false;
  return clause.isBareRefusal || isNo(clause.plain) || FINE.test(clause.text);
}

/** "It is too loud, which is perfect." */
const FINE =
  /^(?:which|that)(?:['’]s| is| i) (?:\w+ ){0,2}(?:ok(?:ay)?|fine|perfect|great|good|alright|like|love|intended|on purpose)\b|^(?:それ|そこ)[でが](?:いい|良い|よい|好き)/i;
const NEVER_MIND =
  /^(?:actually |oh |no |please |sorry )*(?:never ?mind|forget (?:it|that|about (?:it|that))|scratch that|ignore (?:that|this|it)|(?:don['’]t|do not)(?: do (?:it|that))?|just kidding|i take (?:it|that) back)$|^やっぱり?(?:やめ|なし|(?:いい|結構)(?:です)?$)|なんでもない|何でもない|^(?:(?:今|さっき|前)の|それ|これ)?[はを]?(?:冗談(?:です|だよ?)?|取り消し(?:て(?:ください|下さい)?|ます|です|で)?)$/i;

function withoutRepeats(wishes: readonly Wish[]): Wish[] {
  return [...new Map(wishes.map((wish) => [JSON.stringify(wish), wish])).values()];
}
