import { systemClock } from "../../kernel/clock.ts";
import { codeOf } from "../../kernel/errors.ts";
import { openBreaker } from "./breaker.ts";
import { callOnce, type Reach } from "./call.ts";
import { openChanges, type Changes } from "./changes.ts";
import type { Command } from "./command.ts";
import { openControl, type ControlClient } from "./control.ts";
import { notRunning } from "./failures.ts";
import { isListening, isReachable } from "./socket.ts";

/** Runs commands in the server, and hears what happens there. */
export interface Connection extends Disposable {
  /** Answers what each command printed. When one is refused, those after it are not run. */
  readonly call: (commands: readonly Command[]) => Promise<string[]>;
  readonly changes: Changes;
}

/** For commands that change nothing: asked once more when the connection ended under them. */
export async function look(
  { call }: Pick<Connection, "call">,
  ...commands: readonly Command[]
): Promise<string[]> {
  try {
    return await call(commands);
  } catch (error) {
    if (codeOf(error) !== "tmux-lost") throw error;
    return call(commands);
  }
}

/** Every call is a `tmux` process, and nothing is heard: for a command that calls once or twice. */
export function connectPerCall(reach: Reach): Connection {
  return {
    call: (commands) => callOnce(reach, commands),
    changes: openChanges(),
    [Symbol.dispose]: () => {},
  };
}

/** News for who watches panes: of the bell's window, of windows and sessions that are gone. */
const TELLING = /^%(?:window-renamed|(?:unlinked-)?window-close|sessions?-changed|exit)$/;

/**
 * One control client for all calls, opened when it is first needed. After it was lost, calls are
 * processes of their own until the breaker lets the next client be opened; after silence, until one of
 * them was answered, too: tmux 3.3a crashes when it goes on and finds two clients in control mode that
 * gave up waiting to be let in, and every agent with it.
 */
export function connectLasting(reach: Reach): Connection {
  const changes = openChanges();
  const breaker = openBreaker(systemClock);
  let client: Promise<ControlClient> | undefined;
  let isClosed = false;
  let isSilent = false;

  const open = (): Promise<ControlClient> => {
    const openedAt = systemClock.uptime();
    const drop = (reason: unknown): void => {
      client = undefined;
      isSilent ||= isSilence(reason);
      breaker.trip(systemClock.uptime() - openedAt);
      changes.tell();
    };
    const onNotice = (name: string): void => void (TELLING.test(name) && changes.tell());
    const opening = openControl(reach, { onNotice, onEnd: drop });
    opening.catch((reason: unknown) => {
      client = undefined;
      isSilent ||= isSilence(reason);
      breaker.trip(0);
    });
    return opening;
  };
  const current = async (): Promise<ControlClient | undefined> => {
    if (client) return client.catch(() => undefined);
    if (isClosed || isSilent || breaker.isOpen()) return undefined;
    if (!(await isReachable(reach.socket))) throw notRunning(reach.socket);
    client ??= open();
    return client.catch(() => undefined);
  };
  const callByProcess = async (commands: readonly Command[]): Promise<string[]> => {
    try {
      const answers = await callOnce(reach, commands);
      isSilent = false;
      return answers;
    } catch (error) {
      isSilent &&= isSilence(error);
      throw error;
    }
  };
  return {
    changes,
    call: async (commands) => {
      const at = await current();
      return at ? explained(reach, at.call(commands)) : callByProcess(commands);
    },
    [Symbol.dispose]: () => {
      isClosed = true;
      client?.then(
        (open) => open[Symbol.dispose](),
        () => {},
      );
    },
  };
}

const isSilence = (error: unknown): boolean => codeOf(error) === "tmux-timed-out";

/** A connection that ended because the server did is told as such. */
async function explained<T>({ socket }: Reach, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (codeOf(error) === "tmux-lost" && !(await isListening(socket))) throw notRunning(socket);
    throw error;
  }
}
