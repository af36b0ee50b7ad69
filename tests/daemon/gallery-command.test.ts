import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { renderBar } from "../../daemon/cli/bar.ts";
import { homeAt } from "../../kernel/home.ts";
import { shareBundle } from "../support/bundle.ts";
import { kantoku, kantokuJson, temporaryFolder } from "./command.ts";

interface Answer {
  readonly page: string;
  readonly stills: readonly { readonly theme: string; readonly file: string }[];
}

test("the gallery renders what was chosen, and a page that shows it without the network", async (t) => {
  const home = temporaryFolder(t);
  const out = join(home, "gallery");
  const chosen = ["--template", "title,list", "--theme", "cobalt,washi", "--aspect", "1:1"];
  const { page, stills } = await kantokuJson<Answer>(home, ["gallery", "--out", out, ...chosen]);
  assert.deepEqual(
    stills.map(({ file }) => file),
    ["washi", "cobalt"].flatMap((theme) =>
      ["title", "list"].map((template) => `stills/${theme}/1x1/${template}.jpg`),
    ),
  );
  const html = readFileSync(page, "utf8");
  for (const { file } of stills) {
    const path = join(dirname(page), file);
    assert.ok(existsSync(path) && statSync(path).size > 2_000, path);
    assert.ok(html.includes(`src="${file}"`), file);
  }
  assert.doesNotMatch(html, /https?:|@import|src="\/|href=/u);
});

test("the gallery shows the house's own brand", async (t) => {
  const home = temporaryFolder(t);
  writeFileSync(
    join(home, "kantoku.config.yaml"),
    'brand: { colours: { background: "#203040" }, fonts: { display: Newsreader } }\n',
  );
  await shareBundle(homeAt(home));
  const chosen = ["--template", "section", "--theme", "signal", "--aspect", "16:9"];
  const { page } = await kantokuJson<Answer>(home, [
    "gallery",
    "--out",
    join(home, "g"),
    ...chosen,
  ]);
  assert.match(readFileSync(page, "utf8"), /background:#203040.*Newsreader/u);
});

test("an unknown template, theme or aspect is refused with the nearest name", async (t) => {
  const home = temporaryFolder(t);
  for (const [flag, wrong, meant] of [
    ["--theme", "cobolt", "cobalt"],
    ["--template", "titel", "title"],
    ["--aspect", "9:17", "9:16"],
  ] as const) {
    const { exitCode, stderr } = await kantoku(home, ["gallery", flag, wrong]);
    assert.equal(exitCode, 2);
    assert.match(stderr, new RegExp(`${flag}.*"${wrong}" is unknown[^]*"${meant}"`, "u"));
  }
});

test("the help of the gallery shows how it is called", async (t) => {
  const { stdout } = await kantoku(temporaryFolder(t), ["gallery", "--help"]);
  assert.match(stdout, /Examples:\n {2}kantoku gallery\n/u);
});

test("the bar fills with the work", () => {
  assert.equal(renderBar(1, 4, "washi title"), "██████░░░░░░░░░░░░░░░░░░ 1/4 · 25 % · washi title");
});
