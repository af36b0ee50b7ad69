import type { Block } from "../brief/brief.ts";
import { shorterForms } from "../language/clauses.ts";
import { headline } from "../language/headline.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import { fileTreeOf } from "./file-tree.ts";
import { moment, opening, type Moment, type Place, type Reading } from "./moment.ts";
import { terminalOf } from "./terminal.ts";

type Code = Extract<Block, { kind: "code" }>;

const MOST_LINES = 12;
const WIDEST_LINE = 64;

/** Code as it is written, told by the sentence before it; a session or a tree of files as what it is. */
export function momentsOfCode(reading: Reading, place: Place, code: Code): Moment[] {
  const isLong = (place.lead ?? "").length > (reading.tongue === "ja" ? 28 : 64);
  const title = isLong ? (place.heading ?? place.lead) : (place.lead ?? place.heading);
  const head = title
    ? { headline: headline(title, { tongue: reading.tongue, max: 90 }) }
    : ({} as const);
  const content = terminalOf(code, head) ?? fileTreeOf(code, head) ?? listingOf(code, head);
  if (!content) return [];
  const telling = opening(place);
  const isWhole = code.text.split("\n").length <= MOST_LINES;
  return [
    moment({
      order: place.at,
      content,
      tellings: [
        ...telling.flatMap((one) => shorterForms(one, reading.tongue).map((form) => [form])),
        ...(place.lead === null ? [[]] : []),
      ],
      announces: telling[0] ?? null,
      owns: place.lead ? [place.lead] : [],
      sources: [code.span],
      weight: isWhole ? 5.6 : 4.4,
    }),
  ];
}

function listingOf(code: Code, head: { headline?: string }): SceneContent | null {
  const lines = code.text
    .split("\n")
    .filter((line, index, all) => line.trim() !== "" || index < all.length - 1);
  const shown = lines.slice(0, MOST_LINES).map((line) => line.slice(0, WIDEST_LINE).trimEnd());
  if (shown.every((line) => line.trim() === "")) return null;
  return {
    template: "code",
    ...head,
    language: code.language,
    lines: shown,
    highlight: highlightOf(shown),
  };
}

/** The lines that do something: not comments, brackets, imports. In a short listing none stands out. */
function highlightOf(lines: readonly string[]): number[] {
  if (lines.length < 3) return [];
  const acting = lines.flatMap((line, index) => {
    const text = line.trim();
    const idle = text === "" || /^(?:#|\/\/|--|\/\*|\*|import\b|from\b|[{}()[\];]+$)/.test(text);
    return idle ? [] : [{ line: index + 1, length: text.length }];
  });
  const strongest = acting
    .toSorted((a, b) => b.length - a.length)
    .slice(0, Math.max(1, Math.floor(lines.length / 4)));
  return strongest.map((one) => one.line).toSorted((a, b) => a - b);
}
