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
/** A longer line goes on in another row of the window, of which there are not many. */
const ROW = 56;
const MOST_ROWS = 11;
const LONGEST_LINE = 240;

/**
 * A session at a command line. With prompts, what has none is an answer; without any, every line is
 * a command. Null for scripts, for what doesn't stand in a window whole, and for other languages.
 */
export function terminalOf(code: Code, head: { headline?: string }): SceneContent | null {
  const source = code.text.split("\n").map((line) => line.trimEnd());
  const isSession = source.some((line) => /^\s*\$\s+\S/.test(line));
  const isTyped = isShell(code) || (code.language === "" && isSession);
  if (!isTyped || (!isSession && SCRIPT.test(code.text))) return null;
  const hasPrompts = source.some((line) => PROMPT.test(line));
  const lines = joined(source)
    .filter((line) => line.trim() !== "")
    .map((line): Line => lineOf(line, hasPrompts));
  if (lines.length === 0 || lines.length > MOST_LINES || !fits(lines)) return null;
  return lines.some(({ kind }) => kind === "command")
    ? { template: "terminal", ...head, lines }
    : null;
}

function fits(lines: readonly Line[]): boolean {
  const rows = lines.reduce((sum, { text }) => sum + Math.ceil(text.length / ROW), 0);
  return rows <= MOST_ROWS && lines.every(({ text }) => text.length <= LONGEST_LINE);
}

/** What is written for a shell: it must be shown whole, or it would do something else. */
export function isShell({ language }: Code): boolean {
  return SHELLS.has(language.toLowerCase());
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
  const text = isPrompted ? line.replace(PROMPT, "") : line;
  if (/^\s*#\s/.test(text)) return { kind: "comment", text };
  return { kind: isPrompted || !hasPrompts ? "command" : "output", text };
}
