import { parse } from "yaml";
import type { Phrases } from "../../../phrases/phrases.ts";
import {
  issueRef,
  repositoryNamed,
  repositoryRef,
  type IssueName,
  type RepositoryName,
} from "../names.ts";

/** A text without the lines that say what must come first, and what they say. */
export interface NamedNeeds {
  readonly text: string;
  /** `owner/repo#12`, each once. */
  readonly needs: readonly string[];
  /** What was meant as a dependency and can't be understood, a sentence each. */
  readonly problems: readonly string[];
}

/**
 * Reads "Depends on #12", "Blocked by owner/repo#3", a heading of that name with references below, and
 * `depends_on: [..]` in front matter or a YAML block. Whole lines that say nothing else are taken
 * out: they are not for the film.
 */
export function namedNeeds(text: string, home: RepositoryName, say: Phrases): NamedNeeds {
  const needs = new Set<string>();
  const problems: string[] = [];
  const take = (reference: string): void => {
    const issue = issueMeant(reference, home);
    if (issue) needs.add(issueRef(issue));
    else problems.push(say.needsNoIssue(reference.slice(0, 60)));
  };
  const withoutYaml = takeYaml(text, take);
  const rest = takeLines(withoutYaml, take);
  return { text: rest, needs: [...needs], problems };
}

const KEYS = /^(?:depends[_-]on|blocked[_-]by|needs)$/i;
const FRONT_MATTER = /^---\n([\s\S]*?)\n---(?=\n|$)/;
const YAML_BLOCK = /^```ya?ml[^\S\n]*\n([\s\S]*?)\n```[^\S\n]*$/gm;

/** Anything else in the YAML is the brief's own, and stays. */
function takeYaml(text: string, take: (reference: string) => void): string {
  const entries =
    /^(depends[_-]on|blocked[_-]by)[^\S\n]*:[^\n]*(?:\n[^\S\n]*-[^\n]*|\n[^\S\n]+[^\n]*)*\n?/gim;
  const cut = (yaml: string): string =>
    yaml.replaceAll(entries, (entry) => {
      for (const reference of referencesIn(entry)) take(reference);
      return "";
    });
  return text
    .replace(FRONT_MATTER, (block) => {
      const rest = cut(block.slice(4, -4));
      return rest.trim() === "" ? "" : `---\n${rest.replace(/\n$/, "")}\n---`;
    })
    .replaceAll(YAML_BLOCK, (block, yaml: string) => (cut(yaml).trim() === "" ? "" : block));
}

/** As YAML reads it: `[12, "#13"]`, a list, or one value; an unquoted # begins a comment there. */
function referencesIn(entry: string): string[] {
  const value = readYaml(entry);
  if (typeof value !== "object" || value === null) return [entry.trim()];
  return Object.entries(value)
    .filter(([key]) => KEYS.test(key))
    .flatMap(([, listed]) => (Array.isArray(listed) ? (listed as unknown[]) : [listed]))
    .map((item) => (typeof item === "number" && item > 0 ? `#${item}` : String(item)));
}

function readYaml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

const REFERENCE = String.raw`(?:https?:\/\/[^\s<>()]+\/issues\/\d+|(?:[\w.-]+\/[\w.-]+)?#\d+)`;
const REFERENCES = String.raw`${REFERENCE}(?:(?:\s*[,、&]\s*|\s+(?:and|と)?\s*)${REFERENCE})*`;
const WORDS = String.raw`(?:depends on|blocked by|依存(?:先)?|前提)`;
const SENTENCE = new RegExp(
  String.raw`(?<![\w])${WORDS}[*_]*\s*[:：]?[*_]*\s*(${REFERENCES})`,
  "giu",
);
const WHOLE_LINE = new RegExp(
  String.raw`^\s*(?:[-*+]\s+(?:\[[ x]\]\s+)?)?[*_]*${WORDS}[*_]*\s*[:：]?[*_]*\s*${REFERENCES}\s*[.。]?\s*$`,
  "iu",
);
const HEADING = new RegExp(String.raw`^#{1,6}\s+${WORDS}\s*$`, "iu");
const LISTED = new RegExp(String.raw`^\s*(?:[-*+]\s+(?:\[[ x]\]\s+)?)?${REFERENCES}\s*$`, "iu");

/** Code is left alone. */
function takeLines(text: string, take: (reference: string) => void): string {
  const kept: string[] = [];
  let isCode = false;
  let isBelowHeading = false;
  for (const written of text.split("\n")) {
    const line = written.replaceAll(/\s+/g, " ").trimEnd();
    if (/^\s*(?:```|~~~)/.test(line)) isCode = !isCode;
    if (!isCode && HEADING.test(line)) {
      isBelowHeading = true;
      continue;
    }
    const isListed: boolean = isBelowHeading && LISTED.test(line);
    const isEmpty = line.trim() === "" || line.trim() === "_No response_";
    isBelowHeading &&= isListed || isEmpty;
    if (isBelowHeading && isEmpty && line.trim() !== "") continue;
    const said = isCode ? [] : isListed ? [line] : sentences(line);
    for (const words of said)
      for (const [found] of words.matchAll(new RegExp(REFERENCE, "gu"))) take(found);
    if (!isListed && !(said.length > 0 && WHOLE_LINE.test(line))) kept.push(written);
  }
  return kept.join("\n");
}

function sentences(line: string): string[] {
  const withoutCode = line.replaceAll(/`[^`]*`/g, "");
  return [...withoutCode.matchAll(SENTENCE)].map(([, references = ""]) => references);
}

/** `12`, `#12`, `owner/repo#12` or an issue's address. */
function issueMeant(reference: string, home: RepositoryName): IssueName | undefined {
  const address = /^https?:\/\/[^/\s]+\/([\w.-]+\/[\w.-]+)\/issues\/(\d+)$/.exec(reference);
  const short = /^(?:([\w.-]+\/[\w.-]+))?#?(\d+)$/.exec(reference);
  const [, path = repositoryRef(home), number] = address ?? short ?? [];
  if (number === undefined || Number(number) < 1 || !Number.isSafeInteger(Number(number))) {
    return undefined;
  }
  return { ...repositoryNamed(path), number: Number(number) };
}
