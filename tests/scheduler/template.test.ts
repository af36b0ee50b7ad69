import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { formatProblem, InputError } from "../../kernel/errors.ts";
import { loadTemplates, readTemplate } from "../../scheduler/template.ts";
import { temporaryFolder } from "../support/temp.ts";

const head = "name: test\nsteps:\n";

function problemsOf(yaml: string, roles?: string[]): string[] {
  const read = readTemplate(yaml, "test.yaml", roles ? { roles } : {});
  return read.kind === "invalid" ? read.problems.map(formatProblem) : [];
}

test("the film workflow goes from the concept to the publication", () => {
  const film = loadTemplates().get("film");
  const steps = new Map(film?.steps.map((step) => [step.name, step]));
  assert.equal(film?.steps[0]?.name, "concept");
  assert.equal(film?.steps.at(-1)?.name, "publish");
  assert.equal(steps.get("assets")?.each, "shots");
  assert.equal(steps.get("render")?.each, "segments");
  assert.deepEqual(steps.get("direct")?.needs, ["assets", "voice", "music"]);
  assert.deepEqual(steps.get("music")?.needs, ["voice"], "the music follows the spoken beats");
  assert.deepEqual(steps.get("finish")?.needs, ["render", "mix"]);
  assert.deepEqual(steps.get("critique")?.revises, { step: "edit", rounds: 3 });
});

test("a step's fields have defaults, and durations are read as ms", () => {
  const read = readTemplate(
    `${head}  - { name: a, role: r, timeout: 30m, stall: 90s, params: { size: 2 } }`,
    "test.yaml",
  );
  assert.equal(read.kind, "template");
  assert.deepEqual(read.kind === "template" && read.template.steps[0], {
    name: "a",
    role: "r",
    needs: [],
    fanOut: [],
    onFailure: "fail",
    maxAttempts: 3,
    timeout: 1_800_000,
    stall: 90_000,
    params: { size: 2 },
  });
});

test("broken YAML is answered with its line and column", () => {
  const [problem] = problemsOf("name: test\nsteps: [\n  - name: a");
  assert.match(problem ?? "", /^test\.yaml:\d+:\d+: /);
});

test("an unknown field is named where it stands", () => {
  const problems = problemsOf(`${head}  - name: a\n    role: r\n    ruins: x`);
  assert.deepEqual(problems, ['test.yaml:5:12: unknown field "ruins"']);
});

test("a wrong value is named with its field", () => {
  const problems = problemsOf(
    `${head}  - name: a\n    role: r\n    onFailure: shrug\n    timeout: soon`,
  );
  assert.equal(problems.length, 2);
  assert.match(problems[0] ?? "", /^test\.yaml:5:16: steps\.0\.onFailure: /);
  assert.match(problems[1] ?? "", /^test\.yaml:6:14: steps\.0\.timeout: must be a duration/);
});

test("an empty file and an empty list of steps are problems", () => {
  assert.equal(problemsOf("").length, 1);
  assert.match(problemsOf("name: test\nsteps: []")[0] ?? "", /at least one step/);
});

test("a circle is told in its order", () => {
  const problems = problemsOf(
    `${head}  - { name: a, role: r, needs: [c] }\n  - { name: b, role: r, needs: [a] }\n  - { name: c, role: r, needs: [b] }`,
  );
  assert.deepEqual(problems, [
    "test.yaml:3:32: steps need each other in a circle: a → c → b → a (take one of these needs away)",
  ]);
});

test("unknown, repeated and own needs are told apart", () => {
  const problems = problemsOf(
    `${head}  - { name: a, role: r, needs: [a] }\n  - { name: b, role: r, needs: [a, a, x] }`,
  );
  assert.deepEqual(problems, [
    'test.yaml:3:33: step "a" needs itself',
    'test.yaml:4:36: step "b" needs "a" twice',
    'test.yaml:4:39: step "b" needs the unknown step "x" (known: a, b)',
  ]);
});

test("two steps of one name, and a step called brief, are refused", () => {
  const problems = problemsOf(
    `${head}  - { name: a, role: r }\n  - { name: a, role: r }\n  - { name: brief, role: r }`,
  );
  assert.deepEqual(problems, [
    'test.yaml:4:13: a second step is called "a" (give it another name)',
    'test.yaml:5:13: "brief" is the name of the job\'s own input (give it another name)',
  ]);
});

test("a role that nobody serves is refused when the roles are known", () => {
  const problems = problemsOf(`${head}  - { name: a, role: directr }`, ["director", "editor"]);
  assert.deepEqual(problems, [
    'test.yaml:3:22: step "a" asks for the unknown role "directr" (known: director, editor)',
  ]);
});

test("a fan-out needs a list that an earlier step brings", () => {
  const none = problemsOf(
    `${head}  - { name: a, role: r }\n  - { name: b, role: r, each: xs, needs: [a] }`,
  );
  assert.match(
    none[0] ?? "",
    /fans out over "xs", which no step before it brings \(add "fanOut: \[xs\]"/,
  );
  const aside = problemsOf(
    `${head}  - { name: a, role: r, fanOut: [xs] }\n  - { name: b, role: r, each: xs }`,
  );
  assert.match(aside[0] ?? "", /\(let it need "a"\)$/);
});

test("a list comes from one step, and not from the items of a fan-out", () => {
  const twice = problemsOf(
    `${head}  - { name: a, role: r, fanOut: [xs] }\n  - { name: b, role: r, fanOut: [xs] }`,
  );
  assert.match(twice[0] ?? "", /list "xs" already comes from step "a"/);
  const nested = problemsOf(
    `${head}  - { name: a, role: r, fanOut: [xs] }\n  - { name: b, role: r, needs: [a], each: xs, fanOut: [ys] }`,
  );
  assert.match(nested[0] ?? "", /runs once per item of "xs" and can't bring a list itself/);
});

test("only a step that sees the outcome may have an earlier one revised, three times at most", () => {
  const steps = (revises: string, each = ""): string =>
    `${head}  - { name: a, role: r, fanOut: [xs] }\n  - { name: b, role: r, needs: [a], each: xs }\n  - { name: c, role: r, needs: [b]${each}, revises: ${revises} }`;
  const read = readTemplate(steps("{ step: a }"), "test.yaml");
  assert.deepEqual(read.kind === "template" && read.template.steps[2]?.revises, {
    step: "a",
    rounds: 3,
  });
  assert.deepEqual(problemsOf(steps("{ step: d }")), [
    'test.yaml:5:54: step "c" revises "d", which it does not need (it may revise: b, a)',
  ]);
  assert.match(problemsOf(steps("{ step: c }"))[0] ?? "", /which it does not need/);
  assert.match(problemsOf(steps("{ step: b }"))[0] ?? "", /"b", which runs once per item/);
  const member = problemsOf(steps("{ step: a }", ", each: xs"));
  assert.match(member[0] ?? "", /runs once per item of "xs" and can't revise another/);
  assert.match(problemsOf(steps("{ step: a, rounds: 4 }"))[0] ?? "", /revises\.rounds/);
});

test("a folder is loaded whole, and all its problems come at once", (t) => {
  const folder = join(temporaryFolder(t), "templates");
  mkdirSync(folder);
  writeFileSync(join(folder, "good.yaml"), "name: good\nsteps: [{ name: a, role: r }]");
  writeFileSync(join(folder, "notes.txt"), "not a template");
  assert.deepEqual([...loadTemplates(folder).keys()], ["good"]);
  writeFileSync(join(folder, "other.yaml"), "name: good\nsteps: [{ name: a, role: r }]");
  writeFileSync(join(folder, "bad.yaml"), "name: bad\nsteps: [{ name: A, role: r }]");
  assert.throws(
    () => loadTemplates(folder),
    (error) => error instanceof InputError && error.problems.length === 2,
  );
});
