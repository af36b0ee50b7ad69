import type { SceneContent } from "../scene-graph/content.ts";

type FigureContent = Extract<SceneContent, { template: "figure" }>;

/** A word or phrase as spoken, in frames from the start of its scene. */
export interface SpokenWord {
  readonly text: string;
  readonly start: number;
}

export interface RevealContext {
  /** Frames until the entrance is over; nothing is revealed before. */
  readonly entrance: number;
  readonly duration: number;
  readonly words: readonly SpokenWord[];
  /** From first to last spoken frame of the scene; null when it is silent. */
  readonly voice: { readonly from: number; readonly to: number } | null;
}

const SMALLEST_GAP = 5;
/** The last item is there for at least a second before the scene ends. */
const FINAL_HOLD = 36;

/**
 * When each item of a scene appears: on the word that names it where the voice does, otherwise
 * spread over the first part of what is spoken. Rising, inside the scene, one number per item.
 */
export function revealFrames(content: SceneContent, context: RevealContext): number[] {
  if (content.template === "figure") return settle(figureFrames(content, context), context);
  const items = itemsOf(content);
  if (items.length === 0) return [];
  const spoken = spokenStarts(items, context.words);
  const named = spoken.filter((start) => start !== null).length;
  const wished =
    named * 2 >= items.length ? fillGaps(spoken, context) : evenly(items.length, context);
  return settle(wished, context);
}

/** The number counts as soon as the scene stands, so that it is there when it is spoken; its context follows. */
function figureFrames(
  content: FigureContent,
  { entrance, duration, voice }: RevealContext,
): number[] {
  const context = voice ? voice.from + (voice.to - voice.from) * 0.6 : duration * 0.4;
  return content.context === undefined ? [entrance] : [entrance, context];
}

function itemsOf(content: SceneContent): string[] {
  switch (content.template) {
    case "list":
      return content.items.map((item) => item.text);
    case "steps":
      return content.steps.map((step) => step.label);
    case "comparison":
      return [
        `${content.left.title} ${content.left.points[0]}`,
        `${content.right.title} ${content.right.points[0]}`,
      ];
    case "chart":
      return content.series.map((point) => point.label);
    case "table":
      return content.rows.map((row) => row.join(" "));
    case "code":
      return content.lines;
    case "terminal":
      return content.lines.flatMap(({ kind, text }) => (kind === "command" ? [text] : []));
    case "fileTree":
      return content.entries.map(({ name, note }) => `${name} ${note ?? ""}`);
    case "timeline":
      return content.events.map(({ when, label }) => `${when} ${label}`);
    case "kinetic":
      return content.beats;
    case "phone":
      return content.cards.map(({ title }) => title);
    case "relations":
      return content.nodes.map(({ label }) => label);
    case "location":
      return content.facts.map(({ label, text }) => `${label} ${text}`);
    case "imageGrid":
      return content.images.map(({ caption }) => caption ?? "");
    case "statement":
      return content.emphasis;
    case "figure":
    case "title":
    case "section":
    case "quote":
    case "browser":
    case "image":
    case "logo":
    case "closing":
      return [];
  }
}

/** The first spoken word, from left to right, that belongs to each item. */
function spokenStarts(items: readonly string[], words: readonly SpokenWord[]): (number | null)[] {
  let from = 0;
  return items.map((item) => {
    const tokens = tokensOf(item);
    const at = words.findIndex((word, i) => i >= from && sharesToken(word.text, tokens));
    if (at < 0) return null;
    from = at + 1;
    return words[at]?.start ?? null;
  });
}

const SCRIPT_WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Words of four letters and more; for scripts without spaces, pairs of characters. */
function tokensOf(text: string): Set<string> {
  const tokens = new Set<string>();
  for (const word of text.toLowerCase().split(/[^\p{L}\p{N}]+/u)) {
    if (SCRIPT_WITHOUT_SPACES.test(word)) {
      for (let i = 0; i + 2 <= word.length; i += 1) tokens.add(word.slice(i, i + 2));
    } else if (word.length >= 4) tokens.add(word.slice(0, 7));
  }
  return tokens;
}

function sharesToken(word: string, tokens: ReadonlySet<string>): boolean {
  return [...tokensOf(word)].some((token) => tokens.has(token));
}

function fillGaps(starts: readonly (number | null)[], context: RevealContext): number[] {
  const even = evenly(starts.length, context);
  return starts.map((start, i) => start ?? Math.max(starts[i - 1] ?? 0, even[i] ?? 0));
}

function evenly(count: number, { entrance, duration, voice }: RevealContext): number[] {
  const from = Math.max(entrance, voice?.from ?? entrance);
  const to = voice ? voice.from + (voice.to - voice.from) * 0.75 : duration * 0.5;
  const step = Math.max(SMALLEST_GAP, (to - from) / count);
  return Array.from({ length: count }, (_, i) => from + i * step);
}

/** Slightly ahead of the word, rising, and early enough to be read. */
function settle(wished: readonly number[], { entrance, duration }: RevealContext): number[] {
  const latest = Math.max(entrance, duration - FINAL_HOLD);
  const gap = Math.min(SMALLEST_GAP, Math.floor((latest - entrance) / wished.length));
  let before = entrance - gap;
  return wished.map((frame, i) => {
    const room = latest - (wished.length - 1 - i) * gap;
    before = Math.round(Math.max(before + gap, Math.min(frame - 3, room)));
    return Math.max(0, before);
  });
}
