import { isMap, isScalar, LineCounter, parseDocument, type Document, type YAMLMap } from "yaml";
import type { Problem } from "../../kernel/errors.ts";
import { FIELD_NAMES, fieldNamed } from "./fields.ts";
import type { Requirements } from "./requirements.ts";
import { nearest } from "../../kernel/nearest.ts";
import { plainValue } from "../../kernel/yaml.ts";

/** What stood between the two `---` lines, read and checked; `bodyStart` is where the text begins. */
export interface FrontMatter {
  readonly requirements: Requirements;
  readonly problems: readonly Problem[];
  readonly bodyStart: number;
}

const FENCED = /^---[ \t]*\n([\s\S]*?)(?:^(?:---|\.\.\.)[ \t]*(?:\n|$))/m;

/** Reads YAML front matter; without any, everything is text. */
export function readFrontMatter(text: string, file: string): FrontMatter {
  if (!/^---[ \t]*\n/.test(text)) return { requirements: {}, problems: [], bodyStart: 0 };
  const fenced = FENCED.exec(text);
  if (!fenced || fenced.index !== 0) return unclosed(text, file);
  const lines = new LineCounter();
  const document = parseDocument(fenced[1] ?? "", { lineCounter: lines, logLevel: "silent" });
  const bodyStart = fenced[0].length;
  const plain = plainValue(document);
  if ("value" in plain) return { ...readFields(document, plain.value, lines, file), bodyStart };
  // The others mostly follow from the first.
  const [{ message, offset, ...hint }] = plain.flaws;
  const where = place(file, lines.linePos(offset));
  const broken = { ...where, message: `broken front matter: ${message}`, ...hint };
  return { requirements: {}, problems: [broken], bodyStart };
}

/** A rule at the top of a page is no front matter, unless it is followed by `key: value`. */
function unclosed(text: string, file: string): FrontMatter {
  const looksLikeFields = /^---[ \t]*\n\s*[\w-]+:(?:\s|$)/.test(text);
  const problem: Problem = {
    where: file,
    line: 1,
    column: 1,
    message: "the front matter is never closed",
    hint: "add a line of --- after the last field",
  };
  return { requirements: {}, problems: looksLikeFields ? [problem] : [], bodyStart: 0 };
}

function readFields(
  document: Document.Parsed,
  plain: unknown,
  lines: LineCounter,
  file: string,
): Omit<FrontMatter, "bodyStart"> {
  if (document.contents === null) return { requirements: {}, problems: [] };
  if (!isMap(document.contents)) {
    const problem = {
      where: file,
      line: 2,
      column: 1,
      message: "the front matter is not a list of fields",
      hint: "write lines such as duration: 30",
    };
    return { requirements: {}, problems: [problem] };
  }
  const values = plain as Record<string, unknown>;
  const requirements: Requirements = {};
  const problems = (document.contents as YAMLMap).items.flatMap((pair) => {
    const name = isScalar(pair.key) ? String(pair.key.value) : "";
    const offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
    const problem = readField(name, values[name], requirements);
    return problem ? [{ ...place(file, lines.linePos(offset)), ...problem }] : [];
  });
  return { requirements, problems };
}

/** Puts one field's value into `into`; answers what is wrong with it, if anything. An empty field is left out. */
export function readField(
  name: string,
  value: unknown,
  into: Requirements,
): { message: string; hint?: string } | null {
  const field = fieldNamed(name);
  if (!field) {
    const meant = nearest(name, FIELD_NAMES);
    const hint = meant ? `did you mean "${meant}"?` : `known fields: ${FIELD_NAMES.join(", ")}`;
    return { message: `unknown field "${name}"`, hint };
  }
  if (value === null || value === undefined) return null;
  const reading = field.read(value);
  if ("message" in reading)
    return {
      message: `${name}: ${reading.message}`,
      ...(reading.hint ? { hint: reading.hint } : {}),
    };
  Object.assign(into, { [field.key]: reading.value });
  return null;
}

/** The parser counts from the line after `---`. */
function place(
  file: string,
  { line, col }: { line: number; col: number },
): { where: string; line: number; column: number } {
  return { where: file, line: line + 1, column: col };
}
