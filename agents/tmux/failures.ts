import { OperationalError } from "../../kernel/errors.ts";

/** No such pane, no space, no such command. */
export function refused(command: readonly string[] | undefined, words: string): OperationalError {
  return new OperationalError("tmux-refused", `tmux refused ${command?.[0] ?? "that"}: ${words}`);
}

export function notRunning(socket: string): OperationalError {
  return new OperationalError("tmux-not-running", `No tmux server listens on ${socket}.`, {
    hint: "It is started again by the daemon: ./kantoku up",
  });
}

export function timedOut(socket: string, timeoutMs: number): OperationalError {
  return new OperationalError(
    "tmux-timed-out",
    `The tmux server on ${socket} was silent for ${timeoutMs} ms.`,
    { hint: "See whether the host is overloaded or the server was stopped (ps, state T)." },
  );
}

/** The connection ended under a call: whether tmux has carried it out, nobody knows. */
export function lost(socket: string): OperationalError {
  return new OperationalError("tmux-lost", `The connection to tmux on ${socket} ended.`, {
    hint: "Nothing to do: it is opened again, and the panes go on.",
  });
}
