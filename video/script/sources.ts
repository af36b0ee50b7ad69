import type { Block, Brief, Sentence, Span } from "../brief/brief.ts";
import { tongueOf } from "../language/detect.ts";
import { contentWords, coverageOf } from "../language/overlap.ts";
import type { Beat, Script } from "./script.ts";
import { visibleText } from "./visible-text.ts";

/** Share of a text's words that a sentence of the brief must hold to be where it comes from. */
const SAME_SENTENCE = 0.5;

/**
 * Says of beats without a source where in the brief their words come from: those that tell a key
 * message of the front matter, and all that a model wrote.
 */
export function withSources(script: Script, brief: Brief): Script {
  const tongue = tongueOf(script.language);
  let said: Said[] | null = null;
  const beats = script.beats.map((beat) => {
    if (beat.sources.length > 0) return beat;
    said ??= sentencesOf(brief).map(({ text, span }) => ({
      words: contentWords(text, tongue),
      span,
    }));
    const sentences = said;
    const spans = textsOf(beat).flatMap((text) => sourceOf(contentWords(text, tongue), sentences));
    return { ...beat, sources: distinct(spans) };
  });
  return { ...script, beats };
}

interface Said {
  readonly words: ReadonlySet<string>;
  readonly span: Span;
}

function textsOf({ audio, text }: Beat): string[] {
  return [...(audio.captions ?? audio.narration), ...visibleText(text)];
}

function sourceOf(words: ReadonlySet<string>, said: readonly Said[]): Span[] {
  if (words.size === 0) return [];
  const [best] = said
    .map((each) => ({ span: each.span, share: coverageOf(words, each.words) }))
    .toSorted((a, b) => b.share - a.share);
  return best && best.share >= SAME_SENTENCE ? [best.span] : [];
}

function sentencesOf({ anchors = [], blocks }: Brief): Sentence[] {
  return [...anchors, ...blocks.flatMap(sentencesIn)];
}

function sentencesIn(block: Block): readonly Sentence[] {
  const { span } = block;
  switch (block.kind) {
    case "paragraph":
      return block.sentences;
    case "list":
      return block.items;
    case "table":
      return [{ text: [block.header, ...block.rows].flat().join(" "), span }];
    case "heading":
    case "quote":
    case "code":
      return [{ text: block.text, span }];
  }
}

function distinct(spans: readonly Span[]): Span[] {
  const known = new Map(spans.map((span) => [`${span.start}-${span.end}`, span]));
  return [...known.values()].toSorted((a, b) => a.start - b.start);
}
