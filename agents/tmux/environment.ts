import type { Command } from "./command.ts";

/** The server's global environment, which every pane is given, in the words of a shell. */
export const SHOW_ENVIRONMENT: Command = ["show-environment", "-g", "-s"];

/** What `SHOW_ENVIRONMENT` answers. Only in a shell's words does one see where a value of several lines ends. */
export function readEnvironment(shown: string): Map<string, string> {
  return new Map(
    [...shown.matchAll(EXPORT)].map(([, name = "", value = ""]) => [
      name,
      value.replaceAll(ESCAPED, "$1"),
    ]),
  );
}

const EXPORT = /^([^=\n]+)="((?:[^"\\]|\\[^])*)"; export \1;$/gm;
const ESCAPED = /\\([\\"$`])/g;

/** Commands that leave the server this environment, whatever it had before. */
export function replaceEnvironment(
  before: ReadonlyMap<string, string>,
  environment: Readonly<Record<string, string>>,
): Command[] {
  const gone = [...before.keys()].filter((name) => !(name in environment) && name !== OF_TMUX);
  return [
    ...gone.map((name): Command => ["set-environment", "-g", "-u", "--", name]),
    ...Object.entries(environment).map(([name, value]): Command => [
      "set-environment",
      "-g",
      name,
      value,
    ]),
  ];
}

/** tmux sets it itself when it starts. */
const OF_TMUX = "PWD";
