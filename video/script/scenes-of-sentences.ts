import { followsBan, pointsOn, strengthOf, toldSentences, type Told } from "../brief/strength.ts";
import { shorterForms } from "../language/clauses.ts";
import type { Figure } from "../language/figures.ts";
import { labelOfFigure } from "../language/figure-label.ts";
import { fit, headline, polish, withoutArticles } from "../language/headline.ts";
import { DANGLING, LEANING, LEANING_JA, STOPWORDS } from "../language/words.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import { beatsOfParagraph, beatsOfSentence } from "./beats.ts";
import { comparedByName, contrastOf, type Contrast } from "./contrast.ts";
import { datedSentence, timelineScene } from "./dates.ts";
import { keyFigure } from "./key-figure.ts";
import { shownLink, withoutAddress } from "./link.ts";
import { contextOf, moment, type Moment, type Place, type Reading } from "./moment.ts";

/** One moment per sentence of running text: a comparison, a figure, or a strong line. */
export function momentsOfSentences(reading: Reading, places: readonly Place[]): Moment[] {
  const told = toldSentences(reading.brief.blocks);
  const leads = new Set(places.map(({ lead }) => lead));
  return told.flatMap((sentence, index) => {
    if (leads.has(sentence.text) || /[:：]$/.test(sentence.text)) return [];
    if (isOnlyAddress(sentence.text) || pointsOn(sentence.text)) return [];
    if (followsBan(told, sentence)) return [];
    const after = told[index + 1];
    const next = after && after.block === sentence.block ? [after.text] : [];
    const heading = places[sentence.block]?.heading ?? null;
    const behind = after && after.block <= sentence.block + 1 ? after.text : null;
    const contrast =
      contrastOf(reading, sentence.text, next[0] ?? null, heading) ??
      comparedByName(reading, [sentence.text, behind], heading);
    const context = contextOf(reading, places[sentence.block], sentence.text);
    const plain = momentOf(reading, sentence, { next, context, contrast });
    return [sentence.index === 0 ? answering(reading, plain, sentence) : plain];
  });
}

/** What stands first below a heading that asks is its answer: both are said, and seen where they are short. */
function answering({ brief, tongue }: Reading, answer: Moment, { block, text }: Told): Moment {
  const above = brief.blocks[block - 1];
  if (above?.kind !== "heading" || !/[?？]$/.test(above.text)) return answer;
  if (answer.content.template !== "statement" || above.text === brief.title) return answer;
  const beats = [above.text, polish(text, tongue)];
  const isShort = beats.every((beat) => beat.length <= (tongue === "ja" ? 20 : 34));
  return {
    ...answer,
    ...(isShort ? { content: { template: "kinetic", beats, accent: 1 } } : {}),
    tellings: answer.tellings.map((telling) => [above.text, ...telling]),
    sources: [above.span, ...answer.sources],
    weight: answer.weight + 1,
  };
}

/** What stands around a sentence. */
interface Around {
  /** The sentence behind it in its paragraph. */
  readonly next: readonly string[];
  /** The heading that tells of it. */
  readonly context: string | null;
  /** The comparison that it opens. */
  readonly contrast: Contrast | null;
}

function momentOf(reading: Reading, sentence: Told, { next, context, contrast }: Around): Moment {
  const { brief, tongue } = reading;
  const strength = strengthOf(sentence, brief.title, brief.language);
  const figure = keyFigure(sentence.text, tongue);
  const beats = contrast ? null : beatsOfSentence(sentence.text, tongue);
  const drawn = contrast?.content ?? beats ?? locationScene(reading, sentence.text);
  const shows =
    drawn ??
    (figure
      ? figureScene(reading, sentence.text, figure, context)
      : (browserScene(reading, sentence) ??
        ownWords(reading, sentence.text) ??
        statementScene(reading, sentence)));
  const forms = shorterForms(sentence.text, tongue).map((form) => [form]);
  const tellings = contrast
    ? contrast.tellings
    : figure && shows.template === "figure"
      ? forms.filter(([form = ""]) => form.includes(figure.value))
      : forms;
  return moment({
    order: sentence.block + sentence.index / 100,
    content: shows,
    tellings,
    owns: contrast ? contrast.owns : [sentence.text],
    sources: [sentence.span],
    weight: strength + (contrast ? 2 : beats ? 1 : figure ? figure.weight * 0.5 : 0),
    leans: sentence.index > 0 && (tongue === "ja" ? LEANING_JA : LEANING).test(sentence.text),
    next: contrast && contrast.owns.length > 1 ? [] : next,
  });
}

/** Sentences that begin with their dates, all together; paragraphs of the shortest sentences. */
export function momentsOfDates(reading: Reading, places: readonly Place[]): Moment[] {
  const { brief, tongue } = reading;
  const told = toldSentences(brief.blocks);
  const dated = told.flatMap((sentence) => {
    const found = datedSentence(sentence.text);
    return found ? [{ sentence, found }] : [];
  });
  const [first] = dated;
  const title = (first && places[first.sentence.block]?.heading) ?? brief.title;
  const timeline = timelineScene(
    reading,
    headline(title, { tongue, max: 90 }),
    dated.map(({ found }) => found),
  );
  const sentences = dated.map(({ sentence }) => sentence);
  const together = brief.blocks.flatMap((block, at) => {
    const own = told.filter((sentence) => sentence.block === at);
    if (block.kind !== "paragraph") return [];
    return beatsOfParagraph(
      own.map(({ text }) => text),
      tongue,
    ).map(({ content, from, to }) => momentTogether(content, own.slice(from, to), VERSE));
  });
  return [...(timeline ? [momentTogether(timeline, sentences, TIMELINE)] : []), ...together];
}

/** It takes the place of three scenes at least, and costs the time of as many. */
const TIMELINE = 7.5;
/** As much as the sentences by themselves. */
const VERSE = 9;

/** One scene for sentences that belong together; they are said as they are written. */
function momentTogether(content: SceneContent, sentences: readonly Told[], weight: number): Moment {
  const [first] = sentences;
  const texts = sentences.map(({ text }) => text);
  return moment({
    order: (first?.block ?? 0) + (first?.index ?? 0) / 100,
    content,
    tellings: [texts],
    owns: texts,
    sources: sentences.map(({ span }) => span),
    weight,
  });
}

const HELD =
  /\b(?:takes? place|is held|are held|meets?|will be held|happens) (?:at|in) (?:the )?(\p{Lu}[^.,;]{2,56}?)(?= on \b| at \d| from \b| every\b|[.,;]|$)/u;
const HELD_JA = /(?:会場|場所|集合場所)は、?(.{2,30}?)(?:です|で、|。|$)|([^、。]{2,24}?)で開催/u;

/** "The workshop takes place at the Riverside Hall." */
function locationScene({ tongue }: Reading, text: string): SceneContent | null {
  const found = (tongue === "ja" ? HELD_JA : HELD).exec(text);
  const place = (found?.[1] ?? found?.[2] ?? "").trim();
  if (place === "" || tongue === "other") return null;
  return { template: "location", place: fit(place, 60, tongue), facts: [] };
}

const ONLINE =
  /\b(?:web ?sites?|online|docs|documentation|home ?page|web page|playground)\b|(?:^|[,;:–—]\s)(?:read|learn|find out) more\b|サイト|ウェブ|ホームページ|ドキュメント|オンライン/i;

const OWN_ADDRESS =
  /https?:\/\/[^\s)）」]+|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:org|com|net|io|dev|app)\/[\w./-]+/i;

/** A sentence that leads to a page: the page itself, with its address. */
function browserScene(reading: Reading, sentence: Told): SceneContent | null {
  const { brief, tongue } = reading;
  const own = OWN_ADDRESS.exec(sentence.text)?.[0]?.replace(/[.,。、]+$/, "");
  const link = own ?? (ONLINE.test(sentence.text) ? brief.link : null);
  if (!link) return null;
  const title = headline(withoutAddress(sentence.text), { tongue, max: 90 });
  return { template: "browser", address: shownLink(link), title };
}

function isOnlyAddress(text: string): boolean {
  return /^\S*(?:https?:\/\/|www\.)\S*$/.test(text.trim());
}

/** What somebody says in one long breath is shown whole, as the quotation that it is, rather than cut. */
function ownWords({ tongue }: Reading, text: string): SceneContent | null {
  const isOwn = (tongue === "ja" ? NARRATIVE_JA : NARRATIVE).test(text) && !OF_US_NOW.test(text);
  return isOwn && text.length > MOST_OF_A_LINE && text.length <= MOST_OF_A_QUOTE
    ? { template: "quote", text }
    : null;
}

/** "We ship it today": what a company says of itself is no story. */
const OF_US_NOW =
  /^(?!.*\b(?:I|me|my|was|were|had|did|shall|said|\w{3,}ed)\b).*\b(?:we|us|our)\b/is;

const MOST_OF_A_LINE = 140;
const MOST_OF_A_QUOTE = 200;

/** A strong line: the sentence as a headline, its emphasised words in the accent. */
export function statementScene(
  { tongue }: Reading,
  sentence: { text: string; emphasis: readonly string[] },
): SceneContent {
  const isTold = (tongue === "ja" ? NARRATIVE_JA : NARRATIVE).test(sentence.text);
  const condensed =
    isTold && tongue !== "other"
      ? fit(polish(sentence.text, tongue), 140, tongue)
      : headline(sentence.text, { tongue, max: 140, emphasis: sentence.emphasis });
  // The screen should not repeat the voice word by word.
  const isWhole = condensed.length >= sentence.text.length - 2;
  const isShort = condensed.length <= 48 && !condensed.includes(",");
  const text =
    isWhole && isShort && !isTold && tongue === "en" ? withoutArticles(condensed) : condensed;
  const inside = sentence.emphasis.filter(
    (phrase) => text.includes(phrase) && phrase.length < text.length,
  );
  const emphasis = inside.length > 0 ? inside.slice(0, 3) : accentOf(text);
  return { template: "statement", text, emphasis };
}

/** Somebody's own words keep every one of them. */
const NARRATIVE = /\b(?:I|me|my|we|us|our|was|were|had|did|shall|said)\b/i;
const NARRATIVE_JA = /わたし|わたくし|私は|自分は|ぼくは|僕は|われら/;

/** Without the author's emphasis, a number, a name or the last strong word carries the accent. */
function accentOf(text: string): string[] {
  const figure = [...text.matchAll(/\d[\d,.]*\s?(?:%|[\p{sc=Han}]{1,2})?/gu)].find(
    ({ index }) => !isNamed(text.slice(0, index)),
  )?.[0];
  if (figure) return [figure.trim().replace(/[.,]+$/, "")];
  const words = text.split(/\s+/);
  const name = words.slice(1).find((word) => /^[\p{Lu}][\p{L}\d]+$/u.test(word));
  if (name) return [name];
  const terms = [...text.matchAll(/[\p{sc=Kana}ー]{3,12}|[\p{sc=Han}]{2,5}/gu)].map(
    ([term]) => term,
  );
  const longest = terms.toSorted((a, b) => b.length - a.length)[0];
  if (longest && longest !== text) return [longest];
  const last = words.filter((word) => word.length > 4 && !DANGLING.has(word.toLowerCase())).at(-1);
  return last && words.length > 2 ? [last.replace(/[^\p{L}\p{N}]+$/u, "")] : [];
}

/** The number behind it belongs to a name: "HTTP/2", "Voyager 2". */
function isNamed(before: string): boolean {
  const word = /(?:^|\s)(\p{Lu}[\p{L}]*)\s$/u.exec(before)?.[1]?.toLowerCase();
  const isName = word !== undefined && !STOPWORDS.has(word) && !DANGLING.has(word);
  return (isName && !MONTH.test(word)) || /[\p{L}/.-]$/u.test(before);
}

const MONTH =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/;

/** A number that counts up; what it counts stands below it. */
export function figureScene(
  { tongue }: Reading,
  sentence: string,
  figure: Figure,
  heading: string | null,
): SceneContent {
  const unit = figure.unit.slice(0, 16);
  return {
    template: "figure",
    value: figure.value,
    ...(figure.prefix ? { prefix: figure.prefix } : {}),
    ...(unit ? { unit } : {}),
    label: labelOfFigure(sentence, figure, tongue),
    ...(heading ? { context: headline(heading, { tongue, max: 120 }) } : {}),
  };
}
