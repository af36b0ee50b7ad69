import type { Command } from "./command.ts";

/** The server's global environment, which every pane is given. */
export const SHOW_ENVIRONMENT: Command = ["show-environment", "-g"];

/** Of `show-environment`. A value of several lines is told as its first one. */
export function readEnvironment(shown: string): Map<string, string> {
  const entries = shown.split("\n").map((line) => /^(\w+)=(.*)$/.exec(line));
  return new Map(entries.flatMap((entry) => (entry ? [[entry[1] ?? "", entry[2] ?? ""]] : [])));
}

/** Commands that leave the server this environment, whatever it had before. */
export function replaceEnvironment(
  before: ReadonlyMap<string, string>,
  environment: Readonly<Record<string, string>>,
): Command[] {
  const gone = [...before.keys()].filter((name) => !(name in environment) && name !== OF_TMUX);
  return [
    ...gone.map((name): Command => ["set-environment", "-g", "-u", name]),
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
