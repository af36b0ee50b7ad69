import { tongueOf } from "../language/detect.ts";
import { fit } from "../language/headline.ts";
import { shorterForms } from "../language/clauses.ts";
import { coverage } from "../language/overlap.ts";
import { SPEECH_SHARE, speechSeconds } from "../script/pace.ts";
import { assumedIn, languageName } from "./assumed/assumed.ts";
import { endAddress, installedBy } from "./links.ts";
import type { LanguageOfText } from "./language.ts";
import type { Block, Brief, OwnFile } from "./brief.ts";
import type { Requirements } from "./requirements.ts";
import { titleOf } from "./title.ts";
import { withoutForbidden } from "./forbidden.ts";
import { followsBan, strengthOf, toldSentences, type Told } from "./strength.ts";
import { isTerms, topicOfRequest, wishedAspect, wishedAudience, wishedDuration } from "./wishes.ts";

interface Draft {
  readonly requirements: Requirements;
  readonly blocks: readonly Block[];
  readonly links: readonly string[];
  readonly hasBadges: boolean;
  readonly pictures: readonly OwnFile[];
  readonly language: LanguageOfText;
  readonly assumptions: readonly string[];
}

/** Fills what the author left open from the text itself, and notes every assumption. */
export function complete(draft: Draft): Omit<Brief, "sha256"> {
  const { requirements: asked, language } = draft;
  const assumptions = [...draft.assumptions];
  const assume = <Value>(value: Value, sentence: string): Value => {
    assumptions.push(sentence);
    return value;
  };
  const say = assumedIn(language.tag);
  if (language.assumed) assume(null, say.language(languageName(language.tag)));
  if (language.found !== null)
    assume(
      null,
      say.otherLanguage(languageName(language.tag), languageName(language.found, language.tag)),
    );
  const wishes = wishesOf(draft.blocks, language.tag);
  const { title, blocks } = titled(draft, wishes, assume);
  const duration =
    asked.duration ??
    wishes.duration ??
    assumedDuration(blocks, asked, title, language.tag, assume);
  const keyMessages =
    asked.keyMessages && asked.keyMessages.length > 0
      ? asked.keyMessages
      : strongest(
          withoutForbidden(blocks, asked.mustNot ?? []),
          title,
          language.tag,
          duration,
          assume,
        );
  return {
    title,
    audience: asked.audience ?? wishes.audience,
    goal: asked.goal ?? null,
    keyMessages,
    durationSeconds: duration,
    aspect: asked.aspect ?? wishes.aspect ?? assume("16:9" as const, say.aspect),
    language: language.tag,
    style: asked.style ?? null,
    tone: asked.tone ?? null,
    theme: asked.theme ?? null,
    ...(asked.brand ? { brand: asked.brand } : {}),
    mustHave: asked.mustHave ?? [],
    mustNot: asked.mustNot ?? [],
    budgetUsd: asked.budget ?? null,
    blocks: [...blocks],
    link: asked.link ?? endOf(draft, title, blocks),
    assumptions,
    ...openPoints(asked, wishes),
    ...ownFiles(draft),
    ...(asked.seed === undefined ? {} : { seed: asked.seed }),
    ...(asked.deadline ? { deadline: asked.deadline } : {}),
    ...(asked.captions ? { captions: asked.captions } : {}),
    ...(asked.loudness ? { loudness: asked.loudness } : {}),
    ...(asked.pronunciations ? { pronunciations: asked.pronunciations } : {}),
  };
}

function endOf(
  { links, hasBadges }: Draft,
  title: string,
  blocks: readonly Block[],
): string | null {
  return endAddress(links, title, { hasBadges, installed: installedBy(blocks) });
}

/** What the author brings along. */
function ownFiles({ requirements, pictures }: Draft): Pick<Brief, "files" | "assets"> {
  const { music, assets } = requirements;
  const files = [
    ...pictures,
    ...(music === undefined ? [] : [{ path: music, use: "music" as const, text: "", span: null }]),
  ];
  return { ...(files.length > 0 ? { files } : {}), ...(assets === undefined ? {} : { assets }) };
}

/** What decides over the whole film and was said nowhere. */
function openPoints(asked: Requirements, wishes: Wishes): Pick<Brief, "open"> {
  const open = (["duration", "aspect"] as const).filter(
    (point) => asked[point] === undefined && wishes[point] === null,
  );
  return open.length > 0 ? { open } : {};
}

type Assume = <Value>(value: Value, sentence: string) => Value;

interface Wishes {
  readonly request: Told | null;
  readonly topic: string;
  readonly duration: number | null;
  readonly aspect: Brief["aspect"] | null;
  readonly audience: string | null;
}

/** What a request such as "Make a 30 second vertical video about X" asks for. */
function wishesOf(blocks: readonly Block[], language: string): Wishes {
  const sentences = toldSentences(blocks).slice(0, 6);
  const request = sentences.find((one) => topicOfRequest(one.text, language) !== null) ?? null;
  const heading = blocks.find((block) => block.kind === "heading");
  const words = [heading?.text ?? "", request?.text ?? "", ...sentences.map((one) => one.text)]
    .join(" ")
    .slice(0, 800);
  return {
    request,
    topic: request ? (topicOfRequest(request.text, language) ?? "") : "",
    duration: wishedDuration(words),
    aspect: wishedAspect(words),
    audience: request ? wishedAudience(request.text, language) : null,
  };
}

/** The title, and the blocks without what was only a request. */
function titled(
  draft: Draft,
  wishes: Wishes,
  assume: Assume,
): { title: string; blocks: readonly Block[] } {
  const tag = draft.language.tag;
  const blocks = withoutRequest(draft.blocks, wishes.request);
  const { title: asked, goal, keyMessages } = draft.requirements;
  const found = titleOf(blocks, tag, { topic: wishes.topic, goal, message: keyMessages?.[0] });
  if (asked) {
    const title = fit(asked, 140, tongueOf(tag));
    return { title, blocks: found.isTaken ? blocks : found.blocks };
  }
  const title = found.isTaken
    ? assume(found.title, assumedIn(tag).title(found.title))
    : found.title;
  return { title, blocks: found.blocks };
}

/** The request and its terms are no part of the film. */
function withoutRequest(blocks: readonly Block[], request: Told | null): Block[] {
  return blocks.flatMap((block, at): Block[] => {
    if (block.kind !== "paragraph") return [block];
    const sentences = block.sentences.filter(
      (sentence, index) =>
        !(at === request?.block && index === request.index) && !(at < 3 && isTerms(sentence.text)),
    );
    return sentences.length > 0 ? [{ ...block, sentences }] : [];
  });
}

const USUAL_SECONDS = 30;

/** 30 s, or less when there is less to say. */
function assumedDuration(
  blocks: readonly Block[],
  asked: Requirements,
  title: string,
  language: string,
  assume: Assume,
): number {
  const told = [title, ...(asked.keyMessages ?? []), ...blocks.flatMap(sayable)];
  const speech = told.reduce((sum, text) => sum + speechSeconds(text, language) + 0.5, 0);
  const fitting = Math.ceil(speech / SPEECH_SHARE.aim / 5 + 0.4) * 5;
  const seconds = Math.min(USUAL_SECONDS, Math.max(10, fitting));
  return assume(seconds, assumedIn(language).duration(seconds, seconds < USUAL_SECONDS));
}

function sayable(block: Block): string[] {
  if (block.kind === "paragraph") return block.sentences.map((one) => one.text);
  if (block.kind === "list") return block.items.map((one) => one.text);
  if (block.kind === "quote") return [block.text];
  return block.kind === "heading" ? [] : ["a scene of its own here"];
}

/** Facts that stand here are what a notice gives notice of, and take the time of a message. */
const HEAD = 8;

/** A step says little without those around it. */
const IN_SEQUENCE =
  /^(?:(?:first(?:ly| of all)?|second(?:ly)?|third(?:ly)?|then|next|after that|finally|lastly),?\s|まず|次に|つぎに|続いて|それから|最後に)/i;

/** Without a list of key messages the strongest sentences stand in for it, as many as the film can carry. */
function strongest(
  blocks: readonly Block[],
  title: string,
  language: string,
  duration: number,
  assume: Assume,
): string[] {
  const tongue = tongueOf(language);
  const notices = blocks
    .slice(0, HEAD)
    .filter((block) => block.kind === "list" && block.facts === true).length;
  const count = Math.max(1, Math.min(5, Math.floor(duration / 12) - notices));
  const all = toldSentences(blocks);
  const ranked = all
    .filter(
      (one) => !/[?？]$/.test(one.text) && !IN_SEQUENCE.test(one.text) && !followsBan(all, one),
    )
    .map((told) => ({ told, strength: strengthOf(told, title, language) }))
    .filter(({ strength }) => strength > 2)
    .toSorted((a, b) => b.strength - a.strength);
  const chosen: Told[] = [];
  for (const { told } of ranked) {
    if (chosen.length < count && chosen.every((one) => coverage(told.text, one.text, tongue) < 0.6))
      chosen.push(told);
  }
  if (chosen.length === 0) return [];
  const inOrder = chosen.toSorted((a, b) => a.span.start - b.span.start || a.index - b.index);
  const messages = inOrder.map((one) => shorterForms(one.text, tongue).at(-1) ?? one.text);
  return assume(messages, assumedIn(language).messages(messages.length));
}
