import { codeOf } from "../../kernel/errors.ts";
import { runTmux, NEVER_START, type Reach } from "./call.ts";
import type { Command } from "./command.ts";
import { look, type Connection } from "./connection.ts";
import { gridLayout } from "./layout.ts";
import { COLUMNS, OVERVIEW, ROWS, SESSION, WAITING } from "./settings.ts";

/**
 * Keeps a pane's last words. When tmux (up to 3.6) learns of a process's end before it has read the
 * output, it closes the terminal unread, except in panes with a pipe (`window_pane_destroy_ready`).
 * Lost is still what the kernel has not passed on by then: more than 4 KiB to a server without time.
 */
const DRAIN = "exec cat >/dev/null";

/** Adds a waiting pane to a window, which is made when it is missing, and arranges the window. */
export async function spawnPane(connection: Connection, window: string): Promise<string> {
  const { call } = connection;
  const places = await listPlaces(connection);
  if (places.length === 0) await openSession(connection);
  const pane = await spawnIn(connection, places, window);
  const [, facts = ""] = await call([
    ["pipe-pane", "-t", pane, DRAIN],
    ["display-message", "-p", "-t", pane, FACTS],
  ]);
  await arrange(connection, pane, facts);
  return pane;
}

/** Ends a pane and arranges what is left of its window. */
export async function killPane(connection: Connection, pane: string): Promise<void> {
  const { call } = connection;
  const [siblings = ""] = await call([
    ["list-panes", "-t", pane, "-F", "#{pane_id}"],
    ["kill-pane", "-t", pane],
  ]);
  const sibling = siblings.split("\n").find((id) => id !== pane);
  if (!sibling) return;
  const [facts = ""] = await call([["display-message", "-p", "-t", sibling, FACTS]]);
  await arrange(connection, sibling, facts);
}

/** What is cleared goes into the pane's history, where nobody is to take it for what is now: that is cleared, too. */
const CLEAR = "\u001b[H\u001b[2J\u001b[3J";

/**
 * Shows `text` in the window before all others. No process runs in its pane: that shows what is
 * written to it and costs nothing. tmux takes the text from a client's input, so this is a process.
 */
export async function showOverview(
  connection: Connection,
  reach: Reach,
  text: string,
): Promise<void> {
  const places = await listPlaces(connection);
  const own = places.find(({ window, pid }) => window === OVERVIEW && pid === 0);
  const pane = own?.pane ?? (await openOverview(connection, places));
  const drawing = CLEAR + text.replaceAll("\n", "\r\n");
  await runTmux(reach, [NEVER_START], ["display-message", "-I", "-t", pane], drawing);
}

/** A pane of our session. */
interface Place {
  readonly pane: string;
  readonly pid: number;
  readonly window: string;
}

async function listPlaces(connection: Connection): Promise<Place[]> {
  const format = "#{session_name},#{pane_id},#{pane_pid},#{window_name}";
  const [listed = ""] = await look(connection, ["list-panes", "-a", "-F", format]);
  return listed
    .split("\n")
    .filter((line) => line.startsWith(`${SESSION},`))
    .map((line) => {
      const [, pane = "", pid, ...window] = line.split(",");
      return { pane, pid: Number(pid), window: window.join(",") };
    });
}

/** After the window's last pane; in a new window when there is none, or no room in it. */
async function spawnIn(
  connection: Connection,
  places: readonly Place[],
  window: string,
): Promise<string> {
  const last = places.findLast((place) => place.window === window);
  if (last) {
    const split = await unlessRefused(spawn(connection, ["split-window", "-t", last.pane]));
    if (split) return split;
  }
  return spawn(connection, ["new-window", "-t", `=${SESSION}:`, "-n", window]);
}

async function openSession(connection: Connection): Promise<string> {
  const size = ["-x", `${COLUMNS}`, "-y", `${ROWS}`];
  const command: Command = ["new-session", "-s", SESSION, "-n", OVERVIEW, ...size];
  return emptied(connection, await spawn(connection, command));
}

async function openOverview(connection: Connection, places: readonly Place[]): Promise<string> {
  if (places.length === 0) return openSession(connection);
  const first: Command = ["new-window", "-b", "-t", `=${SESSION}:^`, "-n", OVERVIEW];
  return emptied(connection, await spawn(connection, first));
}

/** A pane without a process in place of this one: tmux makes one only beside another. */
async function emptied({ call }: Connection, beside: string): Promise<string> {
  const [pane = ""] = await call([
    ["split-window", "-d", "-t", beside, "-P", "-F", "#{pane_id}", ""],
    ["kill-pane", "-t", beside],
  ]);
  return pane;
}

async function spawn({ call }: Connection, place: Command): Promise<string> {
  const [pane = ""] = await call([[...place, "-d", "-P", "-F", "#{pane_id}", ...WAITING]]);
  return pane;
}

const FACTS = "#{window_width} #{window_height} #{window_panes}";

/** Arranges the window of `pane`. Of a pane that people have closed meanwhile tmux tells nothing. */
async function arrange({ call }: Connection, pane: string, facts: string): Promise<void> {
  const [columns = COLUMNS, rows = ROWS, panes = 0] = facts.split(" ").map(Number);
  if (panes > 0) await call([["select-layout", "-t", pane, gridLayout(columns, rows, panes)]]);
}

async function unlessRefused<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === "tmux-refused") return undefined;
    throw error;
  }
}
