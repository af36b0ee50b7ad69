import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Command } from "commander";
import { codeOf } from "../../../kernel/errors.ts";
import { makeFolder } from "../../../kernel/files.ts";
import { nearest } from "../../../kernel/nearest.ts";
import type { GalleryChoice } from "../../../video/gallery/gallery.ts";
import { ASPECTS, THEME_NAMES } from "../../../video/look/names.ts";
import { createBar } from "../bar.ts";
import { configOf, examples, wrongFlag } from "../options.ts";
import { duration, note, print, printJson } from "../output.ts";

interface Options {
  readonly out: string;
  readonly template?: string;
  readonly theme?: string;
  readonly aspect?: string;
  readonly language: string;
  readonly length: string;
  readonly json?: boolean;
}

export function define(command: Command): void {
  command
    .option("--out <folder>", "gets index.html and the stills", "gallery")
    .option("--template <names>", "only these templates, such as title,chart-bar")
    .option("--theme <names>", `only these themes: ${THEME_NAMES.join(", ")}`)
    .option("--aspect <names>", `only these aspects: ${ASPECTS.join(", ")}`)
    .option("--language <tag>", "of the sample texts: en or ja", "en")
    .option("--length <length>", "of the sample texts: short or long", "short")
    .option("--json", "print JSON")
    .action(gallery);
  examples(
    command,
    "kantoku gallery",
    "kantoku gallery --theme cobalt,washi --aspect 9:16 --language ja",
    "kantoku gallery --template title --out /tmp/titles --json",
  );
}

/** Renders every scene template in every aspect and theme; needs no daemon. */
async function gallery(options: Options, command: Command): Promise<void> {
  const config = await configOf(command);
  const { renderGallery, templateNames } = await import("../../../video/gallery/gallery.ts");
  const language = oneOf("--language", options.language, ["en", "ja"]);
  const length = oneOf("--length", options.length, ["short", "long"]);
  const choice: GalleryChoice = {
    templates: chosen("--template", options.template, templateNames(language, length)),
    themes: chosen("--theme", options.theme, THEME_NAMES),
    aspects: chosen("--aspect", options.aspect, ASPECTS),
    language,
    length,
    brand: config.brand,
  };
  const folder = madeFolder(options.out);
  const { startBrowser } = await import("../../../video/render/browser.ts");
  const { openBundle } = await import("../../../video/render/bundle.ts");
  const started = performance.now();
  if (!options.json) note("Opening the studio …");
  const serveUrl = await openBundle({ cacheFolder: config.home.cache });
  await using browser = await startBrowser();
  const bar = createBar(process.stderr);
  const stills = await renderGallery({
    ...choice,
    folder,
    serveUrl,
    browser,
    concurrency: config.render.concurrency,
    onProgress: (done, total, still) => {
      if (!options.json) bar.show(done, total, `${still.theme} ${still.aspect} ${still.template}`);
    },
  });
  bar.end();
  const page = join(folder, "index.html");
  if (options.json) return printJson({ page, stills });
  note(`${stills.length} stills in ${duration(performance.now() - started)}. Open in a browser:`);
  print(pathToFileURL(page).href);
}

/** Before the browser is started, which takes its time. */
function madeFolder(path: string): string {
  const folder = resolve(path);
  try {
    makeFolder(folder);
    return folder;
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw wrongFlag("--out", `${folder} can't be made (${code})`);
  }
}

/** The named ones in the order of `all`, or all of them. */
function chosen<Name extends string>(
  flag: string,
  text: string | undefined,
  all: readonly Name[],
): readonly Name[] {
  if (text === undefined) return all;
  const asked = text.split(",").map((each) => each.trim());
  for (const name of asked) oneOf(flag, name, all);
  return all.filter((name) => asked.includes(name));
}

function oneOf<Name extends string>(flag: string, text: string, all: readonly Name[]): Name {
  const found = all.find((name) => name === text);
  if (found !== undefined) return found;
  const meant = nearest(text, all);
  const hint = meant ? `did you mean "${meant}"?` : `choose from ${all.join(", ")}`;
  throw wrongFlag(flag, `"${text}" is unknown`, hint);
}
