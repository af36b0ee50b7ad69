import { tongueOf } from "../language/detect.ts";
import { coverage } from "../language/overlap.ts";
import { SENTENCE_PAUSE, speechSeconds } from "../script/pace.ts";
import { assumedIn } from "./assumed/assumed.ts";
import type { Block, Brief } from "./brief.ts";
import { refuse } from "./flaws/problems.ts";
import { parseBrief, type ParseOptions } from "./parse.ts";
import { toldSentences } from "./strength.ts";

/**
 * The brief that a film is made of: as it is written, but never longer than what it tells carries. Throws an
 * `InputError` where it is no brief, or says too little for any film.
 */
export function readBrief(input: Uint8Array | string, options: ParseOptions): Brief {
  const brief = parseBrief(input, options);
  const { file, tongue = "en" } = options;
  const { title } = brief;
  refuse(saysNothing(brief) ? [{ flaw: { code: "too-little", title } }] : [], file, tongue);
  return noLongerThanItCarries(brief);
}

/** Of less than this there is nothing to see that its title doesn't say. */
const LEAST_SPEECH_SECONDS = 1.5;

function saysNothing({ blocks, title, language, keyMessages, goal, mustHave }: Brief): boolean {
  if (goal !== null || mustHave.length > 0 || blocks.some(({ kind }) => SEEN.has(kind))) {
    return false;
  }
  const told = toldSentences(blocks);
  const texts = [...told.map(({ text }) => text), ...keyMessages];
  return (
    told.length > 0 &&
    texts.every(
      (text) =>
        coverage(text, title, tongueOf(language)) > 0.7 &&
        speechSeconds(text, language) < LEAST_SPEECH_SECONDS,
    )
  );
}

const SEEN: ReadonlySet<Block["kind"]> = new Set(["list", "table", "quote", "code"]);

/** The slowest good pace: the voice fills not quite half of the film, and title and end have time of their own. */
const SLOWEST_SPEECH_SHARE = 0.45;
const TITLE_AND_END_SECONDS = 6;
/** What is looked at rather than told: a table, code, a picture. */
const SECONDS_TO_LOOK = 8;
const CHAPTER_SECONDS = 3;
/** A film of the usual length may be asked for whatever there is to tell. */
const MET_IN_ANY_CASE_SECONDS = 30;

/** A wish for a longer film is met as far as the text goes; a folder of pictures may go on for any time. */
function noLongerThanItCarries(brief: Brief): Brief {
  const seconds = Math.max(MET_IN_ANY_CASE_SECONDS, Math.ceil(carriedSeconds(brief) / 5) * 5);
  if (brief.durationSeconds <= seconds || brief.assets !== undefined) return brief;
  const note = assumedIn(brief.language).shortened(brief.durationSeconds, seconds);
  return { ...brief, durationSeconds: seconds, assumptions: [...brief.assumptions, note] };
}

function carriedSeconds({
  title,
  blocks,
  keyMessages,
  mustHave,
  files = [],
  language,
}: Brief): number {
  const texts = blocks.flatMap(wordsOf);
  const told = texts.join(" ");
  const others = [...keyMessages, ...mustHave].filter((text) => !told.includes(text));
  const speech = [...texts, ...others].reduce(
    (sum, text) => sum + speechSeconds(text, language) + SENTENCE_PAUSE,
    0,
  );
  const count = (kinds: readonly Block["kind"][]): number =>
    blocks.filter((block) => kinds.includes(block.kind)).length;
  const pictures = files.filter(({ use }) => use === "picture").length;
  const chapters = blocks.filter((block) => block.kind === "heading" && block.text !== title);
  return (
    speech / SLOWEST_SPEECH_SHARE +
    (count(["table", "code"]) + pictures) * SECONDS_TO_LOOK +
    chapters.length * CHAPTER_SECONDS +
    TITLE_AND_END_SECONDS
  );
}

function wordsOf(block: Block): string[] {
  if (block.kind === "paragraph") return block.sentences.map(({ text }) => text);
  if (block.kind === "list") return block.items.map(({ text }) => text);
  if (block.kind === "table") return block.rows.map((row) => row.join(" "));
  return block.kind === "quote" ? [block.text] : [];
}
