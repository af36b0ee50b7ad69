import type { Block } from "../brief/brief.ts";
import type { SceneContent } from "../scene-graph/content.ts";

type Code = Extract<Block, { kind: "code" }>;
type Entry = Extract<SceneContent, { template: "fileTree" }>["entries"][number];

const TEXTS = new Set(["", "text", "txt", "plain", "tree", "plaintext", "console"]);
const BRANCH = /^[\s│|├└─┣┗━┃`+-]*(?:[├└┣┗]|[|`+]--)[─━-]*\s*/u;
const NAME = /^[\p{L}\p{N}_.@*~-][\p{L}\p{N}_.@*~ -]{0,34}\/?$/u;
const MOST_ENTRIES = 12;
const DEEPEST = 4;

/** A tree of folders and files, drawn with branches or indented; null for anything else. */
export function fileTreeOf(
  { language, text }: Code,
  head: { headline?: string },
): SceneContent | null {
  if (!TEXTS.has(language.toLowerCase())) return null;
  const lines = text.split("\n").filter((line) => line.replaceAll(/[\s│|┃]/gu, "") !== "");
  const isDrawn = lines.filter((line) => BRANCH.test(line)).length >= 2;
  const isIndented = lines.some((line) => /^\s*\S+\/(?:\s|$)/.test(line));
  if (lines.length < 2 || lines.length > MOST_ENTRIES || !(isDrawn || isIndented)) return null;
  const read = lines.map(rawOf);
  if (read.some((one) => !NAME.test(one.name))) return null;
  const columns = [...new Set(read.map(({ column }) => column))].toSorted((a, b) => a - b);
  const depths = read.map(({ column }) => Math.min(DEEPEST, columns.indexOf(column)));
  const entries = read.map(({ name, note }, index): Entry => {
    const depth = depths[index] ?? 0;
    const isFolder = name.endsWith("/") || (depths[index + 1] ?? 0) > depth;
    const bare = name.replace(/\/$/, "");
    return { name: bare, depth, isFolder, ...(note ? { note: note.slice(0, 32) } : {}) };
  });
  return entries.every(({ name }) => name !== "")
    ? { template: "fileTree", ...head, entries }
    : null;
}

interface Raw {
  readonly name: string;
  /** Where the name begins. */
  readonly column: number;
  readonly note: string;
}

/** `├── policies/   # what is kept` */
function rawOf(line: string): Raw {
  const prefix = BRANCH.exec(line)?.[0] ?? /^[\s│|┃]*/u.exec(line)?.[0] ?? "";
  const rest = line.slice(prefix.length);
  const [name = "", note = ""] = rest.split(/\s+(?:#|\/\/|<-|←|—|–)\s*|\s{3,}/u);
  const short = note.length <= 32 ? note : "";
  return { name: name.trim(), column: prefix.length, note: short.trim() };
}
