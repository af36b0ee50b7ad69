/**
 * Renders the sample scenes to PNGs, for looking at them:
 * `node scripts/stills.ts FOLDER [--theme midnight] [--aspect 9:16] [--set short|long] [--language ja]
 *  [--only title,list] [--at 70] [--scale 0.5] [--framing left] [--sheet]`
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runOrThrow } from "../kernel/process.ts";
import { FRAMINGS } from "../video/look/names.ts";
import type { Aspect, Framing, ThemeName } from "../video/look/names.ts";
import { startBrowser } from "../video/render/browser.ts";
import { openBundle } from "../video/render/bundle.ts";
import { renderStill } from "../video/render/render-still.ts";
import { sampleFilm } from "../video/gallery/sample-film.ts";
import { SAMPLES } from "../video/gallery/samples.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    theme: { type: "string", default: "daybreak" },
    aspect: { type: "string", default: "16:9" },
    set: { type: "string", default: "long" },
    language: { type: "string", default: "en" },
    only: { type: "string", default: "" },
    framing: { type: "string", default: "" },
    at: { type: "string", default: "100" },
    scale: { type: "string", default: "0.5" },
    sheet: { type: "boolean", default: false },
  },
});

const FRAMES = 120;
const folder = positionals[0] ?? "stills";
const language = values.language === "ja" ? "ja" : "en";
const templates = values.only.split(",").filter(Boolean);
const contents = SAMPLES[language][values.set === "short" ? "short" : "long"].filter(
  ({ template }) => templates.length === 0 || templates.includes(template),
);
const framings = values.framing
  .split(",")
  .filter((name): name is Framing => (FRAMINGS as readonly string[]).includes(name));
const { graph, readAsset } = sampleFilm({
  contents,
  theme: values.theme as ThemeName,
  aspect: values.aspect as Aspect,
  language,
  frames: FRAMES,
  caption:
    language === "ja"
      ? "字幕はここに二行まで\n表示されます"
      : "Captions stand here, in at most\ntwo lines of forty-two characters",
  ...(framings.length > 0
    ? { framing: (index) => framings[index % framings.length] ?? "left" }
    : {}),
});
const serveUrl = await openBundle({ cacheFolder: join(import.meta.dirname, "../data/cache") });
await using browser = await startBrowser();
const outputs: string[] = [];
for (const [index, content] of contents.entries()) {
  for (const at of values.at.split(",").map(Number)) {
    const name = [
      values.theme,
      values.aspect.replace(":", "x"),
      language,
      values.set,
      String(index).padStart(2, "0"),
      content.template,
      at,
    ].join("-");
    const output = join(folder, `${name}.png`);
    await renderStill({
      graph,
      frame: index * FRAMES + at,
      scale: Number(values.scale),
      serveUrl,
      output,
      readAsset,
      browser,
    });
    outputs.push(output);
  }
}
if (values.sheet) {
  const columns = values.aspect === "16:9" ? 3 : 5;
  const rows = Math.ceil(outputs.length / columns);
  const inputs = outputs.flatMap((path) => ["-i", path]);
  const layout = outputs.map(
    (_, index) =>
      `${index % columns === 0 ? "0" : Array.from({ length: index % columns }, () => "w0").join("+")}_${index < columns ? "0" : Array.from({ length: Math.floor(index / columns) }, () => "h0").join("+")}`,
  );
  const sheet = join(
    folder,
    `sheet-${values.theme}-${values.aspect.replace(":", "x")}-${language}-${values.set}.png`,
  );
  await runOrThrow("ffmpeg", [
    "-y",
    "-loglevel",
    "error",
    ...inputs,
    "-filter_complex",
    `xstack=inputs=${outputs.length}:layout=${layout.join("|")}:fill=gray`,
    sheet,
  ]);
  process.stdout.write(`${sheet} (${rows} rows)\n`);
}
