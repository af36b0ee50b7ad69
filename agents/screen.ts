import { writeSync } from "node:fs";
import type { WriteStream } from "node:tty";
import { plainLine, renderView, titleOf, type ViewState } from "./view.ts";

/** Where an agent shows itself. */
export interface AgentView {
  /** Draws soon; several changes at once make one picture. */
  show(view: ViewState): void;
  /** Leaves the last picture standing, and below it why the agent ends. */
  end(reason: string): void;
}

/** Draws at most this often: progress may be reported for every frame of a film. */
const REST_MS = 100;

/** Redraws in place on a terminal; writes a line for each change elsewhere (a pipe, a log). */
export function openView(output: WriteStream = process.stdout): AgentView {
  return output.isTTY ? openScreen(output) : openLines(output);
}

function openScreen(terminal: WriteStream): AgentView {
  let latest: ViewState | undefined;
  let pending: NodeJS.Timeout | undefined;
  let drawnAt = 0;
  const draw = (): void => {
    pending = undefined;
    drawnAt = performance.now();
    if (latest) terminal.write(picture(latest, terminal.columns, terminal.rows));
  };
  const redraw = (): void => {
    pending ??= setTimeout(draw, Math.max(drawnAt + REST_MS - performance.now(), 0));
  };
  terminal.on("resize", redraw);
  return {
    show: (view) => {
      latest = view;
      redraw();
    },
    end: (reason) => {
      clearTimeout(pending);
      terminal.off("resize", redraw);
      // Straight to the file: the process may end with this very call.
      const last = latest ? picture(latest, terminal.columns, terminal.rows) : "";
      writeSync(1, `${last}\r\n${reason.replaceAll("\n", "\r\n")}\r\n${SHOW_CURSOR}`);
    },
  };
}

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";

/** Overwrites line by line and clears only what is left over, so that nothing flickers. */
function picture(view: ViewState, columns: number, rows: number): string {
  const lines = renderView(view, columns, rows).split("\n").join("\u001b[K\r\n");
  return `${HIDE_CURSOR}\u001b]2;${titleOf(view)}\u001b\\\u001b[H${lines}\u001b[K\u001b[J`;
}

function openLines(output: WriteStream): AgentView {
  let last = "";
  return {
    show: (view) => {
      const line = plainLine(view);
      if (line !== last) output.write(`${line}\n`);
      last = line;
    },
    end: (reason) => void output.write(`${reason}\n`),
  };
}
