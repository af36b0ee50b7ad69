import type { Block } from "../brief/brief.ts";
import { shorterForms } from "../language/clauses.ts";
import { headline } from "../language/headline.ts";
import type { SceneContent } from "../scene-graph/content.ts";
import { fileTreeOf } from "./file-tree.ts";
import { moment, opening, type Moment, type Place, type Reading } from "./moment.ts";
import { isShell, terminalOf } from "./terminal.ts";

type Code = Extract<Block, { kind: "code" }>;

const MOST_LINES = 12;
/** A longer line goes on in another row, of which there are not many. */
const ROW = 62;
const MOST_ROWS = 14;
const LONGEST_LINE = 160;
/** Stands by itself, so that nobody takes it for code. */
const CUT = "…";

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
  const lines = code.text.trimEnd().split("\n");
  const shown = linesThatFit(lines.map((line) => line.trimEnd()));
  const isCut = shown.some((line) => line.endsWith(CUT)) && !code.text.includes(CUT);
  if (shown.every((line) => line.trim() === "") || (isCut && isShell(code))) return null;
  return {
    template: "code",
    ...head,
    language: code.language,
    lines: shown,
    highlight: highlightOf(shown),
  };
}

/** From the first one on; what is left out has a mark. */
function linesThatFit(lines: readonly string[]): string[] {
  const whole = lines.map((line) =>
    line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE - 2)} ${CUT}`,
  );
  if (areFew(whole)) return whole;
  const most = whole.findLastIndex((_, index) => areFew([...whole.slice(0, index), CUT]));
  return [...whole.slice(0, most), CUT];
}

function areFew(lines: readonly string[]): boolean {
  const rows = lines.reduce((sum, { length }) => sum + Math.max(1, Math.ceil(length / ROW)), 0);
  return lines.length <= MOST_LINES && rows <= MOST_ROWS;
}

/** The lines that do something: not comments, brackets, imports. In a short listing none stands out. */
function highlightOf(lines: readonly string[]): number[] {
  if (lines.length < 3) return [];
  const acting = lines.flatMap((line, index) => {
    const text = line.trim();
    const idle = text === "" || /^(?:…|#|\/\/|--|\/\*|\*|import\b|from\b|[{}()[\];]+$)/.test(text);
    return idle ? [] : [{ line: index + 1, length: text.length }];
  });
  const strongest = acting
    .toSorted((a, b) => b.length - a.length)
    .slice(0, Math.max(1, Math.floor(lines.length / 4)));
  return strongest.map((one) => one.line).toSorted((a, b) => a - b);
}
