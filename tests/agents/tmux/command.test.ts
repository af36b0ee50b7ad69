import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { connectLasting, connectPerCall } from "../../../agents/tmux/connection.ts";
import * as fc from "../../support/fast-check.ts";
import { seedOf } from "../../support/seed.ts";
import { eventually } from "../../support/eventually.ts";
import { privateTmux } from "../../support/tmux.ts";

const WAYS = { lasting: connectLasting, "per call": connectPerCall };

/** What has a meaning to tmux, to a shell, or to a reader of lines. */
const SIGNS = Array.from("\\\"'$#{}();&|~%*?[]<>!^`= \n\r\t\v\f\u001b\u0007\u007fa0é日本🎬");
const ODD = [
  "",
  ";",
  "\\;",
  "#{pane_id}",
  "#(touch /tmp/never)",
  "##{",
  "$HOME",
  "${HOME}",
  "~",
  "~root",
  "it's",
  'say "x"',
  "a\nb",
  "\n",
  "\\n",
  "\\u0041",
  "\\101",
  "%if 1",
  "{ kill-server }",
  "-t",
  "--",
  "A=b",
  "x".repeat(40_000),
];
const text = fc.oneof(
  fc.constantFrom(...ODD),
  fc.string({ unit: fc.constantFrom(...SIGNS), maxLength: 40 }),
  fc
    .string({ unit: "binary", maxLength: 20 })
    .map((any) => any.replaceAll("\0", "").toWellFormed()),
);

/** Waits, whatever its arguments are. */
const PROGRAM = ["sh", "-c", "read _", "sh"] as const;

for (const [way, connect] of Object.entries(WAYS)) {
  test(`every string arrives as it is (${way})`, async (t) => {
    const { tmux, folder } = privateTmux(t);
    await tmux.ensureServer();
    const pane = await tmux.spawnPane("crew");
    const environment = { PATH: process.env["PATH"] ?? "", HOME: folder };
    using connection = connect({ socket: tmux.socket, timeoutMs: 20_000, environment });
    const arrive = async (values: readonly string[]): Promise<void> => {
      const [, pid] = await connection.call([
        ["respawn-pane", "-k", "-t", pane, "-e", `ODD=${values[0] ?? ""}`, ...PROGRAM, ...values],
        ["display-message", "-p", "-t", pane, "#{pane_pid}"],
      ]);
      const has = (file: string): string[] =>
        readFileSync(`/proc/${pid}/${file}`, "utf8").split("\0").slice(0, -1);
      await eventually("it runs", () => has("cmdline")[0] === "sh");
      assert.deepEqual(has("cmdline").slice(PROGRAM.length), values);
      assert.ok(has("environ").includes(`ODD=${values[0] ?? ""}`));
    };
    for (const value of ODD) await arrive([value]);
    await fc.assert(fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 3 }), arrive), {
      seed: seedOf(t),
      numRuns: 60,
    });
  });
}
