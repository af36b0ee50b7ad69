import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { messageOf } from "../../kernel/errors.ts";
import { startBrowser } from "../../video/render/browser.ts";
import { openBundle } from "../../video/render/bundle.ts";
import { runProgram } from "../support/program.ts";
import { drawSheet } from "./contact-sheet.ts";
import { type FilmFacts, problemsOf } from "./facts.ts";
import { makeFilm } from "./make-film.ts";
import { keepFacts, writePage } from "./page.ts";
import { type FilmText, filmTexts } from "./texts.ts";

const HELP = `usage: npm run films -- [options]

Makes a film of every text in examples/ and tests/films/texts/, with real voices, music and a real browser: scripts,
shots, sound and layout are measured, and every scene is drawn to a contact sheet.

  --only NAMES   of these texts alone: names without .md, separated by commas
  --render       render the whole films too, one after the other, and let the Critic measure them
  --scale N      how large rendered films are, 0.1 to 1 (default 0.25)
  --out FOLDER   where sheets, figures and the page go (default docs/gallery)
  --list         print the texts with their sources, and do nothing
  --help

Example:
  npm run films -- --only sencha,voyager --out /tmp/films

Exit codes: 0 every film is within its limits; 1 one is not, or could not be made; 2 bad usage;
130 interrupted, and the films made until then are kept.
`;

const INTERRUPTED = 130;

await runProgram({
  help: HELP,
  read: flagsOf,
  run: async (flags, signal) => {
    if (!flags.list) return film(flags, signal);
    for (const { name, source } of flags.texts) process.stdout.write(`${name}: ${source}\n`);
    return 0;
  },
});

async function film({ texts, out, scale }: Flags, signal: AbortSignal): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "kantoku-films-"));
  mkdirSync(out, { recursive: true });
  signal.addEventListener("abort", () => interrupt(folder));
  const failures: string[] = [];
  try {
    const serveUrl = await openBundle({ cacheFolder: join(folder, "bundle") });
    await using browser = await startBrowser();
    for (const [index, text] of texts.entries()) {
      const started = Date.now();
      progress(`${index + 1} of ${texts.length}  ${text.name}`);
      const problems = await one(text, { out, scale, serveUrl, browser });
      failures.push(...problems.map((problem) => `${text.name}: ${problem}`));
      const seconds = Math.round((Date.now() - started) / 1000);
      progress(`${problems.length === 0 ? "good" : problems.join("; ")}, ${seconds} s`, "    ");
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  writePage(out);
  for (const failure of failures) process.stderr.write(`${failure}\n`);
  return failures.length === 0 ? 0 : 1;
}

/** What is done stays; the browser goes with this process. */
function interrupt(folder: string): never {
  rmSync(folder, { recursive: true, force: true });
  process.exit(INTERRUPTED);
}

type Stage = Pick<Flags, "out" | "scale"> & Omit<Parameters<typeof drawSheet>[1], "output">;

/** Makes one film, keeps its sheet and figures, and says what is wrong with it. */
async function one(text: FilmText, { out, scale, serveUrl, browser }: Stage): Promise<string[]> {
  const endings: (() => void | Promise<void>)[] = [];
  try {
    const made = await makeFilm({ after: (work) => void endings.push(work) }, text, scale);
    const output = join(out, `${text.name}.jpg`);
    const layout = await drawSheet(made, { serveUrl, browser, output });
    const facts: FilmFacts = { ...made.facts, layout };
    keepFacts(out, facts);
    return problemsOf(facts);
  } catch (error) {
    return [messageOf(error)];
  } finally {
    for (const end of endings) await end();
  }
}

function progress(line: string, indent = ""): void {
  process.stderr.write(`${indent}${line}\n`);
}

interface Flags {
  readonly texts: readonly FilmText[];
  readonly out: string;
  /** Null when nothing is rendered. */
  readonly scale: number | null;
  readonly list: boolean;
}

function flagsOf(args: string[]): Flags {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const options = { only: text, scale: text, out: text, render: flag, list: flag };
  const { values } = parseArgs({ args, options });
  const { only, scale = "0.25", out = "docs/gallery", render, list } = values;
  const size = Number(scale);
  if (!(size >= 0.1 && size <= 1)) throw new TypeError(`--scale must be 0.1 to 1, not ${scale}.`);
  return { list, texts: chosen(only), out: resolve(out), scale: render ? size : null };
}

function chosen(only: string | undefined): FilmText[] {
  const texts = filmTexts();
  if (only === undefined) return texts;
  const names = only.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !texts.some((text) => text.name === name));
  if (unknown !== undefined)
    throw new TypeError(`--only: there is no text ${JSON.stringify(unknown)}; see --list.`);
  return texts.filter(({ name }) => names.includes(name));
}
