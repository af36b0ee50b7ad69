import type { Command, CommanderError } from "commander";
import { InputError } from "../../kernel/errors.ts";
import { nearest } from "../../kernel/nearest.ts";

/** The parser's complaint as one line like every other; `words` are the names of the command that was asked for. */
export function usageError(
  { message }: CommanderError,
  program: Command,
  words: readonly string[],
): InputError {
  const [what = "", suggestion] = message.replace(/^error: /, "").split("\n");
  const where = pathOf(program, words);
  const meant = suggestion?.replace(/^\(Did you mean (.*)\)$/, "did you mean $1");
  return new InputError([
    { where, message: what.replace(/\.$/, ""), hint: meant ?? `see: ${where} --help` },
  ]);
}

/** Throws when `command` has commands of its own and `word` is none of them. */
export function refuseUnknown(command: Command, word: string | undefined): void {
  const names = command.commands.map((each) => each.name());
  if (word === undefined || names.length === 0 || ["help", ...names].includes(word)) return;
  const near = names.find((name) => name === ELSEWHERE[word]) ?? nearest(word, names);
  const where = nameOf(command);
  const hint = near ? `did you mean "${near}"?` : `see: ${where} --help`;
  throw new InputError([{ where, message: `unknown command "${word}"`, hint }]);
}

/** What other programs call the same. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  start: "up",
  run: "up",
  stop: "down",
  list: "jobs",
  logs: "watch",
};

function pathOf(program: Command, words: readonly string[]): string {
  let here = program;
  for (const word of words) {
    const next = here.commands.find((each) => each.name() === word);
    if (!next) break;
    here = next;
  }
  return nameOf(here);
}

function nameOf(command: Command): string {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}
