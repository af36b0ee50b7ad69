import { isMap, isScalar, LineCounter, parseDocument, type Document, type YAMLMap } from "yaml";
import { FIELD_NAMES, fieldNamed } from "./fields.ts";
import type { FoundFlaw } from "./flaws/flaw.ts";
import type { Requirements } from "./requirements.ts";
import { nearest } from "../../kernel/nearest.ts";
import { plainValue } from "../../kernel/yaml.ts";

/** What stood between the two `---` lines, read and checked; `bodyStart` is where the text begins. */
export interface FrontMatter {
  readonly requirements: Requirements;
  readonly flaws: readonly FoundFlaw[];
  readonly bodyStart: number;
}

const FENCED = /^---[ \t]*\n([\s\S]*?)(?:^(?:---|\.\.\.)[ \t]*(?:\n|$))/m;

/** Reads YAML front matter; without any, everything is text. */
export function readFrontMatter(text: string): FrontMatter {
  if (!/^---[ \t]*\n/.test(text)) return { requirements: {}, flaws: [], bodyStart: 0 };
  const fenced = FENCED.exec(text);
  if (!fenced || fenced.index !== 0) return unclosed(text);
  const lines = new LineCounter();
  const document = parseDocument(fenced[1] ?? "", { lineCounter: lines, logLevel: "silent" });
  const bodyStart = fenced[0].length;
  const plain = plainValue(document);
  if ("value" in plain) return { ...readFields(document, plain.value, lines), bodyStart };
  // The others mostly follow from the first.
  const [{ offset, ...cause }] = plain.flaws;
  const flaw = { code: "broken-fields", cause } as const;
  return { requirements: {}, flaws: [{ flaw, ...place(lines, offset) }], bodyStart };
}

/** A rule at the top of a page is no front matter, unless it is followed by `key: value`. */
function unclosed(text: string): FrontMatter {
  const looksLikeFields = /^---[ \t]*\n\s*[\w-]+:(?:\s|$)/.test(text);
  const flaws = looksLikeFields
    ? [{ flaw: { code: "fields-unclosed" } as const, line: 1, column: 1 }]
    : [];
  return { requirements: {}, flaws, bodyStart: 0 };
}

function readFields(
  document: Document.Parsed,
  plain: unknown,
  lines: LineCounter,
): Omit<FrontMatter, "bodyStart"> {
  if (document.contents === null) return { requirements: {}, flaws: [] };
  if (!isMap(document.contents)) {
    return { requirements: {}, flaws: [{ flaw: { code: "no-fields" }, line: 2, column: 1 }] };
  }
  const values = plain as Record<string, unknown>;
  const requirements: Requirements = {};
  const flaws = (document.contents as YAMLMap).items.flatMap((pair) => {
    const name = isScalar(pair.key) ? String(pair.key.value) : "";
    const offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
    const found = readField(name, values[name], requirements);
    return found ? [{ ...found, ...place(lines, offset) }] : [];
  });
  return { requirements, flaws };
}

/** Puts one field's value into `into`; answers what is wrong with it, if anything. An empty field is left out. */
export function readField(name: string, value: unknown, into: Requirements): FoundFlaw | null {
  const field = fieldNamed(name);
  if (!field) return unknownField(name);
  if (value === null || value === undefined) return null;
  const reading = field.read(value);
  if ("flaw" in reading) return { flaw: reading.flaw, field: name };
  Object.assign(into, { [field.key]: reading.value });
  return null;
}

export function unknownField(name: string): FoundFlaw {
  const meant = nearest(name, FIELD_NAMES);
  return { flaw: { code: "unknown-field", name, meant, known: FIELD_NAMES } };
}

/** The parser counts from the line after `---`. */
function place(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: line + 1, column: col };
}
