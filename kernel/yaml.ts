import { visit, type Document, type ErrorCode, type Node } from "yaml";

/** What the parser complains of, and the aliases that it lets pass and nobody can follow. */
export type YamlCode = ErrorCode | "HOLLOW_ALIAS" | "CIRCULAR_ALIAS" | "TOWER_OF_ALIASES";

/** Why a YAML text can't be read, and where it begins to be wrong (UTF-16 units from the start). */
export interface YamlFlaw {
  readonly code: YamlCode;
  /** Name of the alias that it is about. */
  readonly alias?: string;
  readonly words: { readonly message: string; readonly hint?: string };
  readonly offset: number;
}

/** A document as plain values, or what hinders that: the parser's complaints, or an alias without a value. */
export function plainValue(
  document: Document.Parsed,
): { readonly value: unknown } | { readonly flaws: readonly [YamlFlaw, ...YamlFlaw[]] } {
  const [first, ...rest] = document.errors.map(({ message, code, pos }) => ({
    code,
    words: {
      message: message.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "") ?? message,
      ...hintOn(code),
    },
    offset: pos[0],
  }));
  if (first) return { flaws: [first, ...rest] };
  const hollow = hollowAlias(document);
  if (hollow) return { flaws: [hollow] };
  try {
    return { value: document.toJS() as unknown };
  } catch (error) {
    // With every alias resolved, only a tower of them that would fill the memory is left to be refused.
    if (!(error instanceof ReferenceError)) throw error;
    return { flaws: [{ code: "TOWER_OF_ALIASES", words: TOWER, offset: document.range[0] }] };
  }
}

const TOWER = {
  message: "its aliases repeat each other too often",
  hint: "write the values out",
};

const IN_QUOTES = "put text that begins with a sign such as * & @ [ in quotes";

/** What people do who never heard of YAML, such as `title: Kantoku: films` and `- *Fast* and small`. */
const HINTS: Partial<Record<ErrorCode, string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'put text with ": " in it in quotes',
  UNEXPECTED_TOKEN: IN_QUOTES,
  BAD_SCALAR_START: IN_QUOTES,
  BAD_ALIAS: IN_QUOTES,
  TAB_AS_INDENT: "indent with spaces",
  DUPLICATE_KEY: "name each one once",
};

function hintOn(code: ErrorCode): { hint?: string } {
  const hint = HINTS[code];
  return hint === undefined ? {} : { hint };
}

/**
 * The first alias that stands for nothing (`title: *Lamp*`, which a person meant as emphasis), or for what it is in itself:
 * an anchor stands before its aliases, so a circle can only be closed inside of what it repeats.
 */
function hollowAlias(document: Document.Parsed): YamlFlaw | undefined {
  let found: YamlFlaw | undefined;
  visit(document, {
    Alias: (_, alias, path) => {
      const source: Node | undefined = alias.resolve(document);
      if (source !== undefined && !path.includes(source)) return undefined;
      found = flawOf(alias.source, source !== undefined, alias.range?.[0] ?? 0);
      return visit.BREAK;
    },
  });
  return found;
}

function flawOf(alias: string, isCircle: boolean, offset: number): YamlFlaw {
  const message = isCircle
    ? `*${alias} repeats what it stands in`
    : `*${alias} is an alias, and nothing is called &${alias}`;
  const code = isCircle ? "CIRCULAR_ALIAS" : "HOLLOW_ALIAS";
  return { code, alias, words: { message, hint: IN_QUOTES }, offset };
}
