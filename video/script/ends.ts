import type { Brief } from "../brief/brief.ts";
import { followsBan, pointsOn, toldSentences, type Told } from "../brief/strength.ts";
import { capitalized, shorterForms, withoutConnector } from "../language/clauses.ts";
import { fit, headline, withoutEnd } from "../language/headline.ts";
import { coverage } from "../language/overlap.ts";
import { spoken } from "../language/spoken.ts";
import { LEANING, LEANING_JA } from "../language/words.ts";
import { questionAbove, questionBefore } from "./answers.ts";
import { shownLink, withoutAddress, withSpokenAddress } from "./link.ts";
import { moment, type Moment, type Reading } from "./moment.ts";
import { splitTitle } from "./name.ts";
import { narrationSeconds } from "./pace.ts";

/** The title, told by the text's first sentence; a short text keeps that sentence for a scene of its own. */
export function openingMoment(reading: Reading, told: readonly Moment[]): Moment {
  const others = told.length;
  const { brief, tongue } = reading;
  const [kicker, name] = splitTitle(brief.title);
  const first = brief.blocks.find((block) => block.kind !== "heading");
  const isTitle = firstIsTitle(reading);
  const hasPlenty = others > 3 || (others > 1 && isTitle);
  const isAnswer =
    first !== undefined && questionAbove(brief, brief.blocks.indexOf(first)) !== null;
  const canLead = hasPlenty && first?.kind === "paragraph" && !isAnswer;
  const lead = canLead ? first.sentences[0] : undefined;
  const usable = lead && canOpen(reading, lead.text, told) ? lead : undefined;
  const subtitle = usable
    ? headline(usable.text, { tongue, max: 140, ideal: tongue === "ja" ? 30 : 48 })
    : goalOf(reading);
  const isBrief = subtitle !== null && subtitle.length <= (tongue === "ja" ? 44 : 100);
  const audience = forAudience(reading);
  const above = kicker ?? audience;
  return moment({
    order: -1,
    content: {
      template: "title",
      ...(above ? { kicker: fit(above, 60, tongue) } : {}),
      headline: name,
      ...(isBrief && subtitle !== name ? { subtitle: fit(subtitle, 140, tongue) } : {}),
    },
    tellings: usable
      ? shorterForms(usable.text, tongue).map((form) => [form])
      : isTitle && others <= 1
        ? [[]]
        : [[brief.title], []],
    owns: usable ? [usable.text] : [],
    sources: usable ? [usable.span] : [],
    weight: 9,
    next:
      usable && first?.kind === "paragraph" && first.sentences[1] ? [first.sentences[1].text] : [],
  });
}

/** Written as what stands below a title: no full stop, and a large letter. */
function goalOf({ brief: { goal }, tongue }: Reading): string | null {
  if (goal === null) return null;
  const bare = withoutEnd(goal, tongue);
  return tongue === "ja" ? bare : capitalized(bare);
}

/** A film does not open with an address, what leads on to a list, one of a verse, one side of a comparison, or one long breath. */
function canOpen({ brief, tongue }: Reading, text: string, told: readonly Moment[]): boolean {
  if (/[:：]$|https?:\/\//.test(text) || pointsOn(text)) return false;
  const isPart = told.some(
    (one) => one.owns.includes(text) && (one.owns.length > 2 || isWhole(one.content)),
  );
  if (isPart) return false;
  return isOneBreath(brief, text, tongue);
}

/** What a sentence only leads to: it stays with it. */
function isWhole({ template }: Moment["content"]): boolean {
  return WHOLE.has(template);
}

const WHOLE: ReadonlySet<string> = new Set(["comparison", "table", "chart", "timeline"]);

function isOneBreath({ language }: Brief, text: string, tongue: Reading["tongue"]): boolean {
  const shortest = shorterForms(text, tongue).at(-1) ?? text;
  return narrationSeconds([spoken(shortest, tongue)], language) <= LONGEST_BREATH_SECONDS;
}

/** The first and the last sentence of a film are no longer. */
const LONGEST_BREATH_SECONDS = 7;

/** The title was taken from the first sentence, which then need not be said twice. */
function firstIsTitle({ brief, tongue }: Reading): boolean {
  const first = brief.blocks[0];
  const sentence = first?.kind === "paragraph" ? first.sentences[0]?.text : undefined;
  return sentence !== undefined && coverage(sentence, brief.title, tongue) > 0.7;
}

/** "For people who run servers", 「開発者へ」; null where none are named, or too many words are made of it. */
export function forAudience({ brief, tongue }: Reading): string | null {
  if (!brief.audience || brief.audience.length > 36) return null;
  if (tongue === "ja")
    return /向け|方へ$|へ$/.test(brief.audience) ? brief.audience : `${brief.audience}へ`;
  return tongue === "en"
    ? `For ${brief.audience.replace(/^for\s+/i, "").replace(/[.]$/, "")}`
    : null;
}

const CALL =
  /^(?:please\s+)?(?:try|get|start|install|read|visit|download|join|see|find|learn|watch|follow|sign up|book|come|order|buy|clone|run|open|star|tell|ask|write|upgrade|update|give|check|go|put|make|drop|take|call|bring|plant|walk|begin|subscribe|register|practi[sc]e|keep|remember|share|choose|enjoy|stay|help|use|think|look|talk|plan|save|vote|donate|support|contact|prepare|listen|add|set|join|bake|cook|build|send|reply|explore|discover|let)\b/i;
const CALL_JA =
  /(?:ください|しましょう|みましょう|お試し|ご覧|どうぞ|お待ちして|お越し|してみて)[^。]{0,12}。?$/;

/** The end card: what the viewer may do now, else the text's last word; and where. */
export function closingMoment(reading: Reading, all: readonly Moment[]): Moment {
  const { brief, tongue } = reading;
  const told = toldSentences(brief.blocks);
  const together = new Set(
    all.flatMap((one) => (one.owns.length > 1 || isWhole(one.content) ? one.owns : [])),
  );
  const free = told.filter(
    (one) =>
      !together.has(one.text) &&
      !/[:：]$/.test(one.text) &&
      !followsBan(told, one) &&
      questionAbove(brief, one.block) === null,
  );
  const last = callIn(free, told, tongue) ?? lastWord(reading, free, all);
  const question = last ? questionBefore(told, last) : null;
  const asked = question ? [question.text] : [];
  const [name] = splitTitle(brief.title);
  const link = brief.link ? shownLink(brief.link) : null;
  const said = last ? withSpokenAddress(last.text) : null;
  const action = last
    ? headline(withoutAddress(last.text), {
        tongue,
        max: LONGEST_ACTION,
        ideal: tongue === "ja" ? 26 : 56,
      })
    : null;
  const subject = endName(brief.title, name, tongue);
  return moment({
    order: Number.MAX_SAFE_INTEGER,
    content: {
      template: "closing",
      headline: fit(withoutEnd(subject, tongue), 140, tongue),
      ...(action ? { action } : {}),
      ...(link ? { link } : {}),
    },
    tellings: said
      ? [...shorterForms(said, tongue).map((form) => [...asked, form]), []]
      : [[subject], []],
    owns: last ? [...asked, last.text] : [],
    sources: last ? [...(question ? [question.span] : []), last.span] : [],
    weight: 9,
  });
}

const LONGEST_ACTION = 90;

/** The last invitation of the text's later part. */
function callIn(
  free: readonly Told[],
  told: readonly Told[],
  tongue: Reading["tongue"],
): Told | undefined {
  if (told.length <= 2) return undefined;
  return free.findLast(
    (one) =>
      told.indexOf(one) >= told.length * 0.4 && (tongue === "ja" ? CALL_JA : CALL).test(one.text),
  );
}

/** The sentence with which the text itself ends, where it stands by itself and can be said in one breath. */
function lastWord(
  { brief, tongue }: Reading,
  free: readonly Told[],
  all: readonly Moment[],
): Told | undefined {
  const last = free.at(-1);
  if (!last || last.text !== toldSentences(brief.blocks).at(-1)?.text) return undefined;
  const others = all.filter(
    ({ content, owns }) => content.template !== "section" && !owns.includes(last.text),
  );
  if (others.length < ENOUGH_OTHERS) return undefined;
  const isLeaning = (tongue === "ja" ? LEANING_JA : LEANING).test(last.text);
  const isAsked = questionBefore(toldSentences(brief.blocks), last) !== null;
  const leans = (isLeaning && !isAsked) || isAfterthought(last, tongue);
  const isEnd = last.block === brief.blocks.length - 1 && !leans && !/[?？]$/.test(last.text);
  const isLine = shorterForms(last.text, tongue).some((form) => form.length <= LONGEST_ACTION);
  return isEnd && isLine && isOneBreath(brief, last.text, tongue) ? last : undefined;
}

/** "And beyond.", "Will." */
function isAfterthought({ text }: Told, tongue: Reading["tongue"]): boolean {
  if (tongue === "en" && !/\s/.test(text.trim())) return true;
  const rest = withoutConnector(text, tongue);
  return rest !== text && rest.length < (tongue === "ja" ? 12 : 24);
}

/** A text that offers less needs its last sentence for its story. */
const ENOUGH_OTHERS = 3;

/** A short title returns whole; of a long one its name. */
function endName(title: string, name: string | null, tongue: Reading["tongue"]): string {
  return name === null || title.length <= (tongue === "ja" ? 14 : 34) ? title : name;
}
