import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ALERT_RULES } from "../../daemon/alerts/alerts.ts";
import { generatedFiles } from "../../daemon/alerts/generate.ts";
import { RECORDING_RULES } from "../../daemon/alerts/recordings.ts";
import { runbookOf } from "../../daemon/alerts/rules-file.ts";
import { run } from "../../kernel/process.ts";
import { temporaryFolder } from "../support/temp.ts";
import { promtoolFile } from "./alerts/case.ts";
import { ALERT_CASES, RECORDING_CASES } from "./alerts/cases.ts";
import { withoutPrometheus } from "./alerts/programs.ts";
import { PROJECT } from "./command.ts";

const RULES = join(PROJECT, "docs", "dashboards", "kantoku.rules.yaml");
const RUNBOOKS = join(PROJECT, "docs", "runbooks");
const skip = withoutPrometheus();

test("rules, dashboard and tables are what the code makes: npm run monitoring", () => {
  for (const { path, text } of generatedFiles(PROJECT)) {
    assert.equal(readFileSync(join(PROJECT, path), "utf8"), text, path);
  }
});

test("at most ten alerts, each named like a sentence's subject and said in words", () => {
  assert.ok(ALERT_RULES.length <= 10);
  for (const { alert, summary, description } of ALERT_RULES) {
    assert.match(alert, /^([A-Z][a-z]+){2,}|^GitHub[A-Z][a-z]+$/);
    assert.match(summary, /\.$/);
    assert.match(description, /\.$/);
  }
});

const CHAPTERS = ["What it means", "Who suffers", "How to see it", "What to do", "It is over when"];

test("each alert has its page, and each page its alert", () => {
  const pages = readdirSync(RUNBOOKS).toSorted();
  assert.deepEqual(pages, ALERT_RULES.map(({ alert }) => `${alert}.md`).toSorted());
  for (const rule of ALERT_RULES) {
    const text = readFileSync(join(PROJECT, runbookOf(rule)), "utf8");
    const [title] = text.split("\n", 1);
    assert.equal(title, `# ${rule.alert}`);
    const chapters = [...text.matchAll(/^## (.+)$/gm)].map(([, chapter]) => chapter);
    assert.deepEqual(chapters, CHAPTERS, rule.alert);
  }
});

test("the commands in the pages exist", async () => {
  const texts = readdirSync(RUNBOOKS).map((page) => readFileSync(join(RUNBOOKS, page), "utf8"));
  const named = texts.flatMap((text) => [
    ...text.matchAll(/\bkantoku ((?:queue |agents )?[a-z]+)\b/g),
  ]);
  const commands = new Set(named.map(([, command]) => command ?? ""));
  assert.ok(commands.size > 8);
  const known = new Set([
    ...(await commandsOf()),
    ...(await commandsOf("queue")).map((command) => `queue ${command}`),
    ...(await commandsOf("agents")).map((command) => `agents ${command}`),
  ]);
  assert.deepEqual(
    [...commands].filter((command) => !known.has(command)),
    [],
  );
});

async function commandsOf(...parents: string[]): Promise<string[]> {
  const env = { PATH: process.env["PATH"] ?? "" };
  const { stdout } = await run(join(PROJECT, "kantoku"), [...parents, "--help"], { env });
  return [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, command]) => command ?? "");
}

test("each alert is shown firing and silent, and each recorded number is shown", () => {
  for (const { alert } of ALERT_RULES) {
    const cases = ALERT_CASES.filter((each) => each.alert === alert);
    assert.ok(
      cases.some(({ fires }) => fires.length > 0),
      `${alert} fires`,
    );
    assert.ok(
      cases.some(({ fires }) => fires.length === 0),
      `${alert} is silent`,
    );
  }
  for (const { record } of RECORDING_RULES) {
    assert.ok(
      RECORDING_CASES.some((each) => each.record === record),
      record,
    );
  }
});

test("Prometheus finds no fault with the rules", { skip }, async () => {
  const checked = await run("promtool", ["check", "rules", "--lint-fatal", RULES]);
  assert.equal(checked.exitCode, 0, checked.stderr);
});

test(
  "alerts fire when they should and only then, and numbers are what they say",
  { skip },
  async (t) => {
    const file = join(temporaryFolder(t), "cases.yaml");
    writeFileSync(file, promtoolFile(RULES, ALERT_CASES, RECORDING_CASES));
    const tested = await run("promtool", ["test", "rules", file], { timeoutMs: 120_000 });
    assert.equal(tested.exitCode, 0, tested.stdout + tested.stderr);
  },
);

test("the cases are really looked at: a rule that never fires fails them", { skip }, async (t) => {
  const folder = temporaryFolder(t);
  const [rules, file] = [join(folder, "rules.yaml"), join(folder, "cases.yaml")];
  writeFileSync(rules, readFileSync(RULES, "utf8").replace("> 120", "> 1e9"));
  const cases = ALERT_CASES.filter(({ alert }) => alert === "WorkNotTaken");
  writeFileSync(file, promtoolFile(rules, cases, []));
  const tested = await run("promtool", ["test", "rules", file], { timeoutMs: 120_000 });
  assert.equal(tested.exitCode, 1);
});
