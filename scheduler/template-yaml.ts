import { isNode, LineCounter, parseDocument, type Document } from "yaml";
import type { z } from "zod";
import type { Problem } from "../kernel/errors.ts";
import { plainValue } from "../kernel/yaml.ts";

export type Path = readonly PropertyKey[];

/** YAML that remembers where each value stood, so that later findings can name line and column. */
export interface LocatedYaml {
  readonly value: unknown;
  /** Of the YAML itself; with any, `value` means nothing. */
  readonly problems: readonly Problem[];
  problemAt(path: Path, message: string, hint?: string): Problem;
  explain(error: z.ZodError): Problem[];
}

export function readYaml(text: string, file: string): LocatedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined): Partial<Problem> => {
    if (offset === undefined) return {};
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const problemAt = (path: Path, message: string, hint?: string): Problem => ({
    where: file,
    ...at(offsetOf(document, path)),
    message,
    ...(hint === undefined ? {} : { hint }),
  });
  const plain = plainValue(document);
  const flaws = "flaws" in plain ? plain.flaws : [];
  return {
    value: "value" in plain ? plain.value : undefined,
    problems: flaws.map(({ offset, words }) => ({ where: file, ...at(offset), ...words })),
    problemAt,
    explain: (error) => error.issues.flatMap((issue) => explainIssue(issue, problemAt)),
  };
}

/** Where the value at `path` starts, or that of the nearest thing around it. */
function offsetOf(document: Document, path: Path): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return undefined;
}

type Locate = LocatedYaml["problemAt"];

function explainIssue(issue: z.core.$ZodIssue, problemAt: Locate): Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => problemAt([...issue.path, key], `unknown field "${key}"`));
  }
  const field = issue.path.map(String).join(".");
  return [problemAt(issue.path, field === "" ? issue.message : `${field}: ${issue.message}`)];
}
