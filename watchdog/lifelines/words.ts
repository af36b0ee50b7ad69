import type { Socket } from "node:net";
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

const LONGEST_NAME = 64;
const STATES: ReadonlySet<unknown> = new Set<LifelineWord["state"]>([
  "starting",
  "ready",
  "busy",
  "draining",
]);

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
    const said: unknown = JSON.parse(line);
    return isWord(said) ? said : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** These four fields and nothing else. */
function isWord(said: unknown): said is LifelineWord {
  if (typeof said !== "object" || said === null || Object.keys(said).length !== 4) return false;
  const { agent, generation, pid, state } = said as Partial<LifelineWord>;
  if (typeof agent !== "string" || agent === "" || agent.length > LONGEST_NAME) return false;
  return isAtLeast(0, generation) && isAtLeast(1, pid) && STATES.has(state);
}

const isAtLeast = (least: number, value: unknown): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least;

const isSame = (one: Holder, other: Holder): boolean =>
  one.agent === other.agent && one.generation === other.generation && one.pid === other.pid;
