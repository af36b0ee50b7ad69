import type { Block } from "../brief/brief.ts";
import type { SceneContent } from "../scene-graph/content.ts";

type Code = Extract<Block, { kind: "code" }>;
type Line = Extract<SceneContent, { template: "terminal" }>["lines"][number];

const SHELLS = new Set(
  "sh bash zsh fish shell console terminal shell-session shellsession powershell ps1 cmd".split(
    " ",
  ),
);
/** What a script has and a session has not. */
const SCRIPT = /^\s*(?:#!|if\b|for\b|while\b|case\b|function\b|done\b|fi\b|\w+\(\)\s*\{|<<)/m;
const PROMPT = /^\s*(?:[\w.~@:/-]{0,24}[$%❯»]|PS[^>]{0,24}>|>)\s+(?=\S)/;
const MOST_LINES = 10;
const WIDEST_LINE = 64;

/**
 * A session at a command line. With prompts, what has none is an answer; without any, every line is
 * a command. Null for scripts, for what is too long, and for other languages.
 */
export function terminalOf(
  { language, text }: Code,
  head: { headline?: string },
): SceneContent | null {
  const source = text.split("\n").map((line) => line.trimEnd());
  const isSession = source.some((line) => /^\s*\$\s+\S/.test(line));
  const isShell = SHELLS.has(language.toLowerCase()) || (language === "" && isSession);
  if (!isShell || (!isSession && SCRIPT.test(text))) return null;
  const hasPrompts = source.some((line) => PROMPT.test(line));
  const lines = joined(source)
    .filter((line) => line.trim() !== "")
    .map((line): Line => lineOf(line, hasPrompts));
  if (lines.length === 0 || lines.length > MOST_LINES) return null;
  return lines.some(({ kind }) => kind === "command")
    ? { template: "terminal", ...head, lines }
    : null;
}

/** A command that goes on behind a backslash is one. */
function joined(lines: readonly string[]): string[] {
  const found: string[] = [];
  let isOpen = false;
  for (const line of lines) {
    const bare = line.replace(/\s*\\$/, "");
    if (isOpen) found.push(`${found.pop() ?? ""} ${bare.trim()}`);
    else found.push(bare);
    isOpen = line.endsWith("\\");
  }
  return found;
}

function lineOf(line: string, hasPrompts: boolean): Line {
  const isPrompted = PROMPT.test(line);
  const bare = isPrompted ? line.replace(PROMPT, "") : line;
  const text = bare.slice(0, WIDEST_LINE).trimEnd();
  if (/^\s*#\s/.test(bare)) return { kind: "comment", text };
  return { kind: isPrompted || !hasPrompts ? "command" : "output", text };
}
