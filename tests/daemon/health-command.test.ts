import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { stringify } from "yaml";
import { ROLES } from "../../agents/agent.ts";
import { openDatabase } from "../../kernel/database.ts";
import { watchdogMigrations } from "../../watchdog/agents.ts";
import type { Alert, Reading } from "../../watchdog/health/record.ts";
import { openHealthRecords } from "../../watchdog/health/records.ts";
import { makeHome } from "./command.ts";
import { eventually } from "../support/eventually.ts";
import { daemonIn, type TestDaemon } from "../support/daemon.ts";

const CONFIG = stringify({
  http: { port: 0 },
  health: { everyMs: 200 },
  crew: [{ name: "everybody", roles: [...ROLES] }],
});

interface Answer {
  readonly verdict: string;
  readonly alerts: readonly Alert[];
  readonly readings: readonly Reading[];
}

/** As an earlier daemon left it; no disk is so large that it would be over. */
function leaveAlert({ home }: TestDaemon): Alert {
  const openedAt = Date.now() - 600_000;
  const about = { subject: "host", measure: "disk-free", value: 3e9, usual: 60e9 } as const;
  const alert: Alert = { ...about, openedAt, seenAt: openedAt + 1_000, calm: 1e18 };
  using database = openDatabase(join(home, "data", "kantoku.db"), {
    migrations: [watchdogMigrations],
  });
  openHealthRecords(database).write({ seen: [alert], ended: [], readings: null });
  return alert;
}

test("where nothing stands out, the exit code is 0, and all that was measured can be seen", async (t) => {
  const daemon = daemonIn(t, CONFIG);
  await daemon.up();
  const { verdict, readings } = await eventually("a look", async () => {
    const answer = await daemon.json<Answer>("health");
    return answer.readings.length > 0 && answer;
  });
  assert.notEqual(verdict, "not-running");
  const found = readings.map(({ subject, measure }) => `${subject} ${measure}`);
  assert.ok(found.includes("host disk-free") && found.includes("daemon memory"), found.join(", "));
  const { stdout, exitCode } = await daemon.command("health", "--all");
  assert.equal(exitCode, stdout.startsWith("Nothing stands out") ? 0 : 1);
  assert.match(stdout, /^who +measure +now +usual/m);
  assert.match(stdout, /^host +free disk +[\d.]+ GB/m);
});

test("what stands out is shown, counted in the status, and told once over restarts", async (t) => {
  const daemon = daemonIn(t, CONFIG);
  await makeHome(daemon.home);
  const before = await daemon.command("health");
  assert.equal(before.exitCode, 3);
  assert.match(before.stderr, /No daemon runs/);
  const { openedAt } = leaveAlert(daemon);
  await daemon.up();
  const alert = await eventually("the daemon to look again", async () => {
    const { alerts } = await daemon.json<Answer>("health");
    return alerts.find(
      ({ seenAt, measure }) => measure === "disk-free" && seenAt > openedAt + 1_000,
    );
  });
  assert.equal(alert.openedAt, openedAt);
  const { stdout, exitCode } = await daemon.command("health");
  assert.equal(exitCode, 1);
  assert.match(
    stdout,
    /^who +measure +now +usual +since +seen\n(?:.*\n)*host +free disk +.* +60 GB +1\d min/,
  );
  const { healthAlerts } = await daemon.json<{ healthAlerts: number }>("status");
  assert.ok(healthAlerts >= 1);
  assert.match((await daemon.command("status")).stdout, /^health \d+ out of the usual/m);
  const log = readFileSync(join(daemon.home, "logs", "kantoku.log"), "utf8");
  assert.doesNotMatch(log, /"event":"health.alert","subject":"host"/);
});
