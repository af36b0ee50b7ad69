import { InputError } from "../../kernel/errors.ts";

/** What a person typed after `kantoku`, put into the order in which it is read. */

/** The program's own options that take a value, and what that is. */
const VALUED: ReadonlyMap<string, string> = new Map([
  ["--home", "folder"],
  ["--config", "file"],
]);
const PLAIN: readonly string[] = ["-V", "--version", "-h", "--help"];

/**
 * `kantoku status --home X` means the same as `kantoku --home X status`, and `help queue send` the same as
 * `queue send --help`.
 */
export function inOrder(words: readonly string[]): string[] {
  const [front, back] = hoist(words);
  const isHelp = back[0] === "help" && back.length > 1;
  return [...front, ...(isHelp ? [...back.slice(1), "--help"] : back)];
}

/** The words that name a command, up to the first that is an option; none behind an option that nobody knows. */
export function commandWords(words: readonly string[]): string[] {
  const [, back] = hoist(words);
  const named: string[] = [];
  for (const word of back) {
    if (!word.startsWith("-")) named.push(word);
    else if (named.length > 0 || !PLAIN.includes(word)) break;
  }
  return named;
}

/** The program's options with their values, and the rest; what follows `--` is nobody's option. Throws an InputError. */
function hoist(words: readonly string[]): [front: string[], back: string[]] {
  const front: string[] = [];
  const back: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    if (word === "--") return [front, [...back, ...words.slice(index)]];
    const [option = "", value = words[index + 1]] = word.split(/=(.*)/s);
    const kind = VALUED.get(option);
    if (kind === undefined) {
      back.push(word);
      continue;
    }
    if (!value) throw nameless(option, kind);
    front.push(option, value);
    if (option === word) index += 1;
  }
  return [front, back];
}

/** An empty name would mean the folder in which one happens to be. */
function nameless(option: string, kind: string): InputError {
  const hint = `write it as ${option} ${kind.toUpperCase()}`;
  return new InputError([{ where: option, message: `names no ${kind}`, hint }]);
}
