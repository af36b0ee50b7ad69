import assert from "node:assert/strict";
import { test } from "node:test";
import type { Brief } from "../../../video/brief/brief.ts";
import { parseBrief } from "../../../video/brief/parse.ts";
import { filmOf } from "../script/films.ts";
import { validateScript } from "../../../video/script/validate.ts";
import { visibleText } from "../../../video/script/visible-text.ts";

const parse = (text: string): Brief => parseBrief(text, { file: "brief.md" });

const BADGE = "[![CI](https://img.example.org/ci.svg)](https://ci.example.org/run/7)";

test("a badge leads nowhere, and a project's film to the project", () => {
  const link = (text: string): string | null => parse(text).link;
  assert.equal(link(`# pagelint\n\n${BADGE}\n\nIt finds broken links.`), null);
  const text = `# pagelint\n\n${BADGE}\n\nIt reads [HTML](https://html.example.org), see [the rules](https://github.com/acme/pagelint/blob/main/rules.md).`;
  assert.equal(link(text), "https://github.com/acme/pagelint");
  assert.equal(
    link("# Lamps\n\nSee [the shop](https://shop.example.org)."),
    "https://shop.example.org",
  );
});

test("what a README installs is whose address ends its film, and no other project's", () => {
  const readme = (link: string): string | null =>
    parse(
      `# zwitch\n\nIt is like [mapz](${link}).\n\n## Install\n\n\`\`\`sh\nnpm install zwitch\n\`\`\``,
    ).link;
  assert.equal(readme("https://github.com/acme/mapz"), null);
  assert.equal(readme("https://github.com/zwitch/suite"), null);
  assert.equal(readme("https://github.com/acme/zwitch/wiki"), "https://github.com/acme/zwitch");
});

test("an address ends where full-width signs begin", () => {
  const { link } = parse("# 灯り\n\n通販（https://example.org/lamp）で販売します。");
  assert.equal(link, "https://example.org/lamp");
});

test("a list of the text's own chapters is none of its contents", () => {
  const brief = parse(
    "# A\n\nIt is fast.\n\n- [Usage](#usage)\n  - [Options](#options)\n- [FAQ](#faq)\n\n## Usage\n\nRun it.",
  );
  assert.ok(brief.blocks.every(({ kind }) => kind !== "list"));
});

test("a heading in HTML is a heading, and rows of links are no sentences", () => {
  const brief = parse(
    '<p align="center">\n  <h1 align="center">Zed</h1>\n  <p>Validation with static types\n  <br/>by <a href="#">@zed</a></p>\n</p>\n\n<div><a href="#">Docs</a> &nbsp;• <a href="#">Chat</a></div>\n\nIt checks data.',
  );
  assert.equal(brief.title, "Zed");
  assert.doesNotMatch(JSON.stringify(brief.blocks), /Docs|Chat|@zed|nbsp/);
  assert.match(JSON.stringify(brief.blocks), /Validation with static types/);
});

const README = `# pagelint

${BADGE}

Find broken links in a static site before your readers do.

pagelint crawls a folder, not the network. It finishes a 2,000-page site in about 1.4 s on a laptop.

## Install

\`\`\`bash
npm install --global pagelint@2
pagelint ./public --fail-on=error
\`\`\`

## Usage

\`\`\`js
import { lint } from "pagelint";

const report = await lint("./public", {
  ignore: ["**/drafts/**"],
  maxImageBytes: 300_000,
});
for (const finding of report.findings) {
  console.log(finding.rule);
}
\`\`\`

## Contributing

Pull requests are welcome. Open an issue first if the change is larger than 50 lines. See \`CONTRIBUTING.md\`.

## License

MIT © 2025 Mara Lindqvist
`;

test("a film of a README tells its tagline, speaks no bare heading, and leaves licence and authors out", () => {
  const { script, brief } = filmOf(README);
  const said = script.beats.flatMap(({ audio }) => audio.captions ?? audio.narration);
  const shown = script.beats.flatMap(({ text }) => visibleText(text));
  assert.match(said.join(" "), /Find broken links in a static site/);
  assert.match(said.join(" "), /2,000-page site/);
  for (const line of said) assert.doesNotMatch(line, /^(?:Install|Usage|Contributing|License)\.?$/);
  assert.doesNotMatch([...said, ...shown].join(" "), /Lindqvist|CONTRIBUTING|50|ci\.example/);
  assert.ok(script.leftOut.includes("Pull requests are welcome."));
  assert.deepEqual(
    validateScript(script, brief).filter(({ severity }) => severity !== "info"),
    [],
  );
});

test("a text that is all about contributing is told", () => {
  const { script } = filmOf(
    "# Contributing\n\nPull requests are welcome. Open an issue first. Tests run in ten seconds.",
  );
  assert.match(JSON.stringify(script.beats), /Pull requests are welcome/);
});

test("a power is no longer number, a sign by its number is a sign, and a wrapped line goes on", () => {
  const brief = parse(
    "# Long\n\nThe largest is 2<sup>53</sup>-1, on 5 m<sup>2</sup>, as some say<sup>1</sup>.\n\n<div><sub>It helps to make it last for maintainers while giving companies<br>assurances about their security.</sub></div>\n\n<table><tr><td>Size</td><td>A</td></tr><tr><td>Small</td><td>&#x2713; &gt; 3</td></tr></table>",
  );
  const text = JSON.stringify(brief.blocks);
  assert.match(text, /The largest is 2\^53-1, on 5 m², as some say\./);
  assert.match(text, /while giving companies assurances about their security\./);
  assert.match(text, /✓ > 3/);
});

test("a chapter below what a text begins with is not its title", () => {
  const { title } = parse(
    "Human-friendly process signals.\n\nThis is a map of them.\n\n# Example\n\n```js\nlog(1)\n```\n\n# Usage\n\nRun it.",
  );
  assert.equal(title, "Human-friendly process signals");
});

test("what leads away from an item is none of its words", () => {
  const [, list] = parse(
    "# A\n\n- **mersenne**: a generator — \\[[more](https://a.org)\\]\n- b",
  ).blocks;
  assert.ok(list?.kind === "list");
  assert.equal(list.items[0]?.text, "mersenne: a generator");
});
