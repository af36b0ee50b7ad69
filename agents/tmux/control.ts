import { spawn } from "node:child_process";
import type { Socket } from "node:net";
import type { OperationalError } from "../../kernel/errors.ts";
import { NEVER_START, toServer, type Reach } from "./call.ts";
import { openCallsInHand } from "./calls-in-hand.ts";
import { lineOf, type Command } from "./command.ts";
import { lost, timedOut } from "./failures.ts";
import { noteClient } from "./notes.ts";
import { SENTINEL_SESSION, WAITING } from "./settings.ts";
import { wordReader } from "./words.ts";

/** A `tmux` process in control mode: calls go in by its standard input, answers and news come out. */
export interface ControlClient extends Disposable {
  /**
   * Answers what each command printed. Rejects with `tmux-refused`; with `tmux-timed-out`, which ends
   * the client; with `tmux-lost` when it ends otherwise. Calls may overlap.
   */
  call(commands: readonly Command[]): Promise<string[]>;
}

export interface ControlEvents {
  /** Something happened, such as `%window-close`. */
  readonly onNotice: (name: string) => void;
  /** Told once, when a client that was open has ended. */
  readonly onEnd: (reason: OperationalError) => void;
}

/** In the sentinel's session, which is made anew if somebody ended it. */
const ATTACH: Command = [
  "new-session",
  "-A",
  "-s",
  SENTINEL_SESSION,
  "-f",
  "no-output,ignore-size",
  ...WAITING,
];

/**
 * Opens a client on a server that runs. It is sent no output of panes, and its size counts for
 * nothing: the panes are the same without it. Rejects as its calls do.
 */
export async function openControl(reach: Reach, events: ControlEvents): Promise<ControlClient> {
  const { socket, timeoutMs } = reach;
  const client = startClient(reach);
  const calls = openCallsInHand(timeoutMs, () => end(timedOut(socket, timeoutMs)));
  let isOpen = false;
  let failure: OperationalError | undefined;

  const end = (reason: OperationalError): void => {
    if (failure) return;
    failure = reason;
    client.end();
    calls.fail(reason);
    if (isOpen) events.onEnd(reason);
  };
  const read = wordReader((word) => {
    if (word.kind === "notice") {
      events.onNotice(word.name);
      // Said before its process ends: what is asked after this is not answered.
      if (word.name === "%exit") end(lost(socket));
      return;
    }
    // Its own start is the one thing that is answered unasked, apart from hooks.
    if (word.isAsked !== isOpen) return;
    isOpen ||= !word.isRefusal;
    if (!calls.take(word)) end(lost(socket));
  });
  client.onOutput(read);
  client.onExit(() => end(lost(socket)));
  await calls.add([ATTACH]);
  return {
    call: (commands) => {
      if (failure) return Promise.reject(failure);
      client.write(`${lineOf(commands)}\n`);
      return calls.add(commands);
    },
    [Symbol.dispose]: () => end(lost(socket)),
  };
}

/** A group of its own keeps Ctrl-C in the daemon's terminal from it; it ends when its input does. */
function startClient({ socket, environment }: Reach) {
  const child = spawn("tmux", [NEVER_START, "-C", ...toServer(socket), ...ATTACH], {
    env: environment,
    stdio: ["pipe", "pipe", "ignore"],
    detached: true,
  });
  if (child.pid !== undefined) noteClient(socket, child.pid);
  const input = child.stdin as Socket;
  const output = child.stdout as Socket;
  // Nobody is kept from ending by a connection that waits; a call in hand has its deadline.
  for (const part of [child, input, output]) part.unref();
  input.on("error", () => {}); // Its exit tells.
  output.setEncoding("utf8");
  return {
    write: (line: string) => void input.write(line),
    onOutput: (read: (chunk: string) => void) => void output.on("data", read),
    onExit: (tell: () => void) => {
      child.once("error", tell);
      child.once("exit", tell);
    },
    end: () => {
      child.kill("SIGKILL");
      input.destroy();
      output.destroy();
    },
  };
}
