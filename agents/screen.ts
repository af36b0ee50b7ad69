import { openPen, type Terminal } from "./pen.ts";
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
/** So soon again where the terminal has not taken everything. */
const FULL_REST_MS = 500;

/** Redraws in place on a terminal; writes a line for each change elsewhere (a pipe, a log). */
export function openView(output: Terminal = process.stdout): AgentView {
  return output.isTTY ? openScreen(output) : openLines(output);
}

function openScreen(terminal: Terminal): AgentView {
  const pen = openPen(terminal);
  let latest: ViewState | undefined;
  let shown: readonly string[] = [];
  let pending: NodeJS.Timeout | undefined;
  let drawnAt = 0;
  const paint = (): string => {
    if (!latest) return "";
    const lines = renderView(latest, terminal.columns, terminal.rows).split("\n");
    const changes = difference(shown, lines);
    shown = lines;
    return changes === "" ? "" : `${title(latest)}${changes}`;
  };
  const draw = (): void => {
    pending = undefined;
    drawnAt = performance.now();
    // Only the picture of the moment in which there is room for one.
    const isDrawn = pen.write("") && pen.write(paint());
    if (!isDrawn) pending = setTimeout(draw, FULL_REST_MS);
  };
  const redraw = (): void => {
    pending ??= setTimeout(draw, Math.max(drawnAt + REST_MS - performance.now(), 0));
  };
  const redrawAll = (): void => {
    shown = [];
    redraw();
  };
  terminal.on("resize", redrawAll);
  return {
    show: (view) => {
      latest = view;
      redraw();
    },
    end: (reason) => {
      clearTimeout(pending);
      terminal.off("resize", redrawAll);
      const bottom = `\u001b[${terminal.rows};1H`;
      pen.write(`${paint()}${bottom}\r\n${reason.replaceAll("\n", "\r\n")}\r\n${SHOW_CURSOR}`);
    },
  };
}

const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";
/** With what tmux has kept of earlier sizes: nobody shall take an old picture for the present one. */
const CLEAR = "\u001b[H\u001b[2J\u001b[3J";

const title = (view: ViewState): string => `\u001b]2;${titleOf(view)}\u001b\\`;

/**
 * Writes only the lines that changed. Each is cleared first: where a character of several bytes is
 * written over a plain one, tmux keeps a cell for it until the whole line goes (grid.c), for weeks.
 */
function difference(before: readonly string[], after: readonly string[]): string {
  const start = before.length === after.length ? "" : `${HIDE_CURSOR}${CLEAR}`;
  const changes = after.map((line, row) => {
    const isSame = start === "" ? line === before[row] : line === "";
    return isSame ? "" : `\u001b[${row + 1};1H\u001b[2K${line}`;
  });
  return start + changes.join("");
}

function openLines(output: Terminal): AgentView {
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
