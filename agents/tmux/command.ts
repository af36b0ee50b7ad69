import { assert } from "../../kernel/errors.ts";

/**
 * A tmux command and its arguments, each taken literally. It answers once: commands that run others
 * (`if-shell`, `run-shell`, `source-file`) would answer for each of those as well.
 */
export type Command = readonly [name: string, ...args: string[]];

/** A line of tmux's language for these commands; when one is refused, those after it are not run. */
export function lineOf(commands: readonly Command[]): string {
  return commands.map((command) => command.map(quoted).join(" ")).join(" ; ");
}

const ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r" };

/** Between double quotes tmux reads `\`, `$`, `"` and a `~` in front; and a line ends with the line. */
export function quoted(argument: string): string {
  assert(!argument.includes("\0"), "no argument of a program holds a NUL");
  const escaped = argument.replaceAll(/[\\"$~\n\r]/g, (sign) => ESCAPES[sign] ?? `\\${sign}`);
  return `"${escaped}"`;
}
