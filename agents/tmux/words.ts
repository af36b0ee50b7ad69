/** What tmux says to a client in control mode (tmux(1), CONTROL MODE). */
export type Word =
  | {
      readonly kind: "answer";
      /** False for what hooks answered, and for the very first answer: to the client's own start. */
      readonly isAsked: boolean;
      readonly isRefusal: boolean;
      readonly text: string;
    }
  /** Something happened, such as `%window-close`. */
  | { readonly kind: "notice"; readonly name: string };

interface Block {
  /** Time, number and flags, as in `%begin 1795189668 272 1`: what ends the block repeats them. */
  readonly guard: string;
  readonly lines: string[];
}

const BEGIN = "%begin ";
const ASKED = " 1";

/**
 * Takes the output apart, in chunks as they come. The text of an answer may be anything, even what
 * looks like the end of an answer: only the end that repeats the guard is one.
 */
export function wordReader(tell: (word: Word) => void): (chunk: string) => void {
  let rest = "";
  let block: Block | undefined;
  const readLine = (line: string): void => {
    if (!block) {
      if (line.startsWith(BEGIN)) block = { guard: line.slice(BEGIN.length), lines: [] };
      else if (line.startsWith("%")) tell({ kind: "notice", name: line.split(" ", 1)[0] ?? "" });
      return;
    }
    const { guard, lines } = block;
    const isRefusal = line === `%error ${guard}`;
    if (!isRefusal && line !== `%end ${guard}`) return void lines.push(line);
    block = undefined;
    tell({ kind: "answer", isAsked: guard.endsWith(ASKED), isRefusal, text: lines.join("\n") });
  };
  return (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) readLine(line);
  };
}
