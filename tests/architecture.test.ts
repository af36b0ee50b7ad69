import assert from "node:assert/strict";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";

/** The import table of docs/architecture.md: results travel as messages, imports point down. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  queue: ["kernel"],
  video: ["kernel"],
  agents: ["video", "queue", "kernel"],
  scheduler: ["queue", "kernel"],
  watchdog: ["agents", "queue", "kernel"],
  daemon: ["dashboard", "watchdog", "scheduler", "agents", "video", "queue", "kernel"],
  scripts: ["tests", "daemon", "watchdog", "scheduler", "agents", "video", "queue", "kernel"],
  dashboard: [],
};

/** Packages that one place alone speaks to. */
const SPEAKERS: readonly { readonly packages: RegExp; readonly place: RegExp }[] = [
  { packages: /^(octokit|@octokit\/(?!openapi))/, place: /^scheduler\/inbox\/github/ },
  { packages: /^openai(\/|$)/, place: /^agents\/llm\// },
  { packages: /^better-sqlite3$/, place: /^kernel\/database\.ts$/ },
];

/** What only some files may say. */
const WORDS: readonly { readonly rule: string; readonly said: RegExp; readonly place: RegExp }[] = [
  {
    rule: "runs tmux",
    said: /\b(?:run|runOrThrow|spawn|spawnSync|exec\w*)\(\s*["'`]tmux\b/,
    place: /^agents\/tmux\//,
  },
  {
    rule: "says SQL",
    said: /["'`]\s*(?:select\s[^;]*?\sfrom\s|insert into\s|update\s+\w+\s+set\s|delete from\s|create (?:table|index)\s|with\s+\w+\s+as\s+\()/i,
    place: /(?:^|\/)statements\.ts$|^kernel\/database\.ts$/,
  },
  {
    rule: "reads the environment",
    said: /\bprocess\.env\b/,
    place: /^daemon\/config\.ts$|^scripts\//,
  },
];

const VAGUE = /(?:^|[-.])(?:utils?|helpers?|managers?|common)(?:[-.]|$)/;

interface Survey {
  readonly files: number;
  readonly violations: readonly string[];
}

/** Compositions are bundled, never imported by Node. */
const COMPOSITION = "video/composition/";

/** Reads every .ts and .tsx file of the rooms below `root` and says what breaks the rules. */
function survey(root: string): Survey {
  const pattern = `{${Object.keys(MAY_IMPORT).join(",")}}/**/*.{ts,tsx}`;
  const files = globSync(pattern, { cwd: root, exclude: ["**/node_modules/**"] });
  return { files: files.length, violations: files.toSorted().flatMap((file) => judge(root, file)) };
}

function judge(root: string, file: string): string[] {
  const code = withoutComments(readFileSync(join(root, file), "utf8"));
  const said = WORDS.filter(({ said, place }) => said.test(code) && !place.test(file));
  return [
    ...importsOf(code).flatMap((specifier) => judgeImport(root, file, specifier)),
    ...said.map(({ rule }) => `${file} ${rule}`),
    ...(VAGUE.test(basename(file)) ? [`${file} has a name that says nothing`] : []),
  ];
}

function judgeImport(root: string, file: string, specifier: string): string[] {
  const room = roomOf(file);
  if (!specifier.startsWith(".")) {
    const closed = SPEAKERS.find(
      ({ packages, place }) => packages.test(specifier) && !place.test(file),
    );
    return closed ? [`${file} imports ${specifier}`] : [];
  }
  const target = relative(root, resolve(root, dirname(file), specifier));
  if (target.endsWith(".tsx") && !file.startsWith(COMPOSITION))
    return [`${file} imports ${target}`];
  const other = roomOf(target);
  const isFree = other === room || target === "package.json" || MAY_IMPORT[room]?.includes(other);
  return isFree ? [] : [`${file} imports ${target}`];
}

/** Static, type-only, re-exporting and dynamic imports alike, and what is required. */
function importsOf(code: string): string[] {
  const patterns = [
    /^\s*(?:import|export)\b[^;"'`]*?\bfrom\s*["']([^"']+)["']/gm,
    /^\s*import\s*["']([^"']+)["']/gm,
    /\bimport\(\s*["']([^"']+)["']\s*\)/g,
    /\b(?:require|createRequire\([^()]*\))\(\s*["']([^"']+)["']\s*\)/g,
  ];
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] ?? ""));
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[^]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}

function roomOf(file: string): string {
  return file.split("/")[0] ?? "";
}

test("every room imports only what the table allows, and speaks only for itself", () => {
  const { files, violations } = survey(resolve(import.meta.dirname, ".."));
  assert.deepEqual(violations, []);
  assert.ok(files > 50, `visited ${files} files only`);
});

test("the survey finds a violation of each kind", () => {
  const root = mkdtempSync(join(tmpdir(), "kantoku-architecture-"));
  const plant = (file: string, code: string): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), code);
  };
  plant("kernel/upward.ts", 'import type { Queue } from "../queue/queue.ts";');
  plant("queue/lazy.ts", 'const jobs = await import("../scheduler/jobs.ts");');
  plant(
    "queue/required.ts",
    'const jobs = createRequire(import.meta.url)("../scheduler/jobs.ts");',
  );
  plant("video/required.ts", 'const jobs = require("../scheduler/jobs.ts");');
  plant("agents/sideways.ts", 'export { admit } from "../scheduler/jobs.ts";');
  plant("scheduler/multiline.ts", 'import {\n  one,\n  other,\n} from "../agents/agent.ts";');
  plant("watchdog/bare.ts", 'import "../scheduler/jobs.ts";');
  plant("video/model.ts", 'import OpenAI from "openai";');
  plant("agents/llm/model.ts", 'import OpenAI from "openai";');
  plant("daemon/issues.ts", 'import { Octokit } from "octokit";');
  plant("queue/raw.ts", 'import Sqlite from "better-sqlite3";');
  plant("video/still.ts", 'import { Film } from "./composition/film.tsx";');
  plant("watchdog/shell.ts", 'await run("tmux", ["kill-server"]);');
  plant("scheduler/sql.ts", "const rows = prepare(`\n  select id from jobs`);");
  plant("scheduler/statements.ts", "const rows = prepare(`select id from jobs`);");
  plant("agents/environment.ts", "const key = process.env.OPENAI_API_KEY;");
  plant("queue/queue-helpers.ts", "// import nothing from '../daemon/main.ts'; process.env");
  const { files, violations } = survey(root);
  rmSync(root, { recursive: true });
  assert.equal(files, 17);
  assert.deepEqual(violations, [
    "agents/environment.ts reads the environment",
    "agents/sideways.ts imports scheduler/jobs.ts",
    "daemon/issues.ts imports octokit",
    "kernel/upward.ts imports queue/queue.ts",
    "queue/lazy.ts imports scheduler/jobs.ts",
    "queue/queue-helpers.ts has a name that says nothing",
    "queue/raw.ts imports better-sqlite3",
    "queue/required.ts imports scheduler/jobs.ts",
    "scheduler/multiline.ts imports agents/agent.ts",
    "scheduler/sql.ts says SQL",
    "video/model.ts imports openai",
    "video/required.ts imports scheduler/jobs.ts",
    "video/still.ts imports video/composition/film.tsx",
    "watchdog/bare.ts imports scheduler/jobs.ts",
    "watchdog/shell.ts runs tmux",
  ]);
});
