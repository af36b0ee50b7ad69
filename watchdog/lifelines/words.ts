import type { Socket } from "node:net";
import { z } from "zod";
import type { LifelineWord } from "../../agents/lifeline.ts";

/** The process at the other end of a line, by its own word. */
export type Holder = Pick<LifelineWord, "agent" | "generation" | "pid">;

/** Told of what comes over one connection, in this order, `said` as often as it likes. */
export interface Listener {
  introduced(holder: Holder): void;
  said(holder: Holder, state: LifelineWord["state"]): void;
  left(holder: Holder): void;
}

/** Three times the longest word of an agent. */
const LONGEST_WORD = 512;
/** Who connects says who it is, or has no business here. */
const INTRODUCTION_MS = 5_000;

const Word: z.ZodType<LifelineWord> = z.strictObject({
  agent: z.string().min(1).max(64),
  generation: z.int().min(0),
  pid: z.int().min(1),
  state: z.enum(["starting", "ready", "busy", "draining"]),
});

/** Listens to one connection until it ends; ends it when what is said makes no sense. */
export function hear(connection: Socket, listener: Listener): void {
  let rest = "";
  let holder: Holder | undefined;
  const take = (word: LifelineWord): boolean => {
    const { state, ...self } = word;
    if (holder && !isSame(holder, self)) return false;
    if (!holder) {
      holder = self;
      connection.setTimeout(0);
      listener.introduced(self);
    }
    listener.said(self, state);
    return true;
  };
  connection.setEncoding("utf8");
  connection.setTimeout(INTRODUCTION_MS, () => connection.destroy());
  connection.on("error", () => {}); // "close" follows.
  connection.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    const isSense = lines.every((line) => {
      const word = wordOf(line);
      return word !== undefined && take(word);
    });
    if (!isSense || rest.length > LONGEST_WORD) connection.destroy();
  });
  connection.on("close", () => {
    if (holder) listener.left(holder);
  });
}

function wordOf(line: string): LifelineWord | undefined {
  if (line.length > LONGEST_WORD) return undefined;
  try {
    return Word.safeParse(JSON.parse(line)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const isSame = (one: Holder, other: Holder): boolean =>
  one.agent === other.agent && one.generation === other.generation && one.pid === other.pid;
