import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { stringify } from "yaml";
import { ROLES } from "../../agents/agent.ts";
import { ALERT_RULES } from "../../daemon/alerts/alerts.ts";
import { RECORDING_RULES } from "../../daemon/alerts/recordings.ts";
import { rulesFile } from "../../daemon/alerts/rules-file.ts";
import { METRICS, type Metric } from "../../daemon/metrics/catalogue.ts";
import { run } from "../../kernel/process.ts";
import { eventually } from "../support/eventually.ts";
import { daemonIn, type TestDaemon } from "../support/daemon.ts";
import { withoutPrometheus } from "./alerts/programs.ts";
import { startPrometheus, type Alert, type Prometheus } from "./alerts/prometheus.ts";
import { selectorsIn, type Selector } from "./alerts/selectors.ts";
import { PROJECT } from "./command.ts";

const skip = withoutPrometheus();

/** One agent for everything: enough of a daemon to be watched. */
const CONFIG = stringify({
  http: { port: 0 },
  crew: [{ name: "everybody", roles: [...ROLES] }],
});

interface Watched {
  readonly daemon: TestDaemon;
  /** `127.0.0.1:port`. */
  readonly address: string;
}

async function watched(t: TestContext): Promise<Watched> {
  const daemon = daemonIn(t, CONFIG);
  await daemon.up();
  const { http } = await daemon.json<{ http: { url: string } }>("status");
  return { daemon, address: new URL(http.url).host };
}

async function metricsOf({ address }: Watched): Promise<string> {
  return (await fetch(`http://${address}/metrics`)).text();
}

/** Names of all series that the text can hold; a histogram has three. */
function namesIn(text: string): Set<string> {
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  return new Set(
    types.flatMap(([, name = "", type]) =>
      type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
}

/** Every selector of the dashboard, of the alerts and of the recording rules, as operators load them. */
function selectorsInUse(): Selector[] {
  const dashboard = readFileSync(join(PROJECT, "docs", "dashboards", "kantoku.json"), "utf8");
  const queries = [...dashboard.matchAll(/"expr": (".*")/g)].map(
    ([, expr = ""]) => JSON.parse(expr) as string,
  );
  assert.ok(queries.length > 30);
  const rules = [...ALERT_RULES, ...RECORDING_RULES].map(({ expr }) => expr);
  return [...queries, ...rules].flatMap(selectorsIn);
}

test("a daemon tells every metric of the catalogue, and all that rules and dashboard ask for", async (t) => {
  const text = await metricsOf(await watched(t));
  const names = namesIn(text);
  const told = new Set([...text.matchAll(/^# TYPE (kantoku_\S+) /gm)].map(([, name]) => name));
  assert.deepEqual(told, new Set(Object.values<Metric>(METRICS).map(({ name }) => name)));
  const recorded = new Set<string>(RECORDING_RULES.map(({ record }) => record));
  const known = (name: string): boolean => name === "up" || names.has(name) || recorded.has(name);
  const unknown = selectorsInUse().filter(({ name }) => !known(name));
  assert.deepEqual(unknown, []);
});

test("rules and dashboard ask only for labels that a metric has, and values that they can have", () => {
  const metrics = Object.values<Metric>(METRICS);
  for (const { name, matchers } of selectorsInUse()) {
    const metric = metrics.find((each) => name.replace(/_(bucket|sum|count)$/, "") === each.name);
    for (const { label, value, isPattern } of matchers) {
      if (label === "instance" || label === "job") continue;
      const values = metric?.labels[label];
      assert.notEqual(values, undefined, `${name} has no label ${label}`);
      if (!values) continue;
      for (const each of isPattern ? value.split("|") : [value]) {
        assert.ok(values.includes(each), `${name}: ${label} is never ${each}`);
      }
    }
  }
});

test("the series stay few, whatever anybody sends", async (t) => {
  const it = await watched(t);
  for (let n = 0; n < 3; n += 1) await it.daemon.command("queue", "send", `made-up-${n}`, "{}");
  const series = (await metricsOf(it)).split("\n").filter((line) => line.startsWith("kantoku_"));
  assert.ok(series.length < 1_000, `${series.length} series`);
  assert.ok(!series.some((line) => line.includes("made-up")));
  assert.ok(series.includes('kantoku_queue_messages{topic="other",state="ready"} 3'));
});

test("Prometheus' own linter finds no fault with the metrics of a daemon", { skip }, async (t) => {
  const input = await metricsOf(await watched(t));
  const linted = await run("promtool", ["check", "metrics"], { input });
  assert.deepEqual([linted.exitCode, linted.stdout + linted.stderr], [0, ""]);
});

/** The rules as they are, except that nobody waits for minutes before an alert fires. */
const IMPATIENT = rulesFile(
  RECORDING_RULES,
  ALERT_RULES.map((rule) => ({ ...rule, for: "1s" })),
);

test(
  "a real Prometheus scrapes a real daemon; an alert fires, and ends with its cause",
  { skip },
  async (t) => {
    const { daemon, address } = await watched(t);
    const prometheus = await startPrometheus(t, address, IMPATIENT);
    const rules = await eventually("all rules to be looked at", () => healthyRules(prometheus));
    assert.equal(rules, RECORDING_RULES.length + ALERT_RULES.length);
    await eventually("a scrape", () => isUp(prometheus));
    assert.deepEqual(await firing(prometheus, "MessagesDead"), []);

    await daemon.command("queue", "send", "greetings", "{}", "--start-by", "1");
    const [alert] = await eventually("the alert", async () => {
      const alerts = await firing(prometheus, "MessagesDead");
      return alerts.length > 0 && alerts;
    });
    assert.equal(alert?.labels["severity"], "warning");
    assert.deepEqual(alert?.annotations, {
      summary: `1 message(s) of the topic other on ${address} are dead.`,
      description: "Nobody could do what they asked for, and nobody tries any more.",
      runbook_url: "docs/runbooks/MessagesDead.md",
    });
    await daemon.command("queue", "purge", "greetings");
    await eventually(
      "its end",
      async () => (await firing(prometheus, "MessagesDead")).length === 0,
    );

    await daemon.command("down");
    const [down] = await eventually("the daemon to be missed", async () => {
      const alerts = await firing(prometheus, "KantokuDown");
      return alerts.length > 0 && alerts;
    });
    assert.equal(down?.annotations["summary"], `Kantoku on ${address} does not answer.`);
  },
);

async function firing(prometheus: Prometheus, name: string): Promise<Alert[]> {
  const answer = await prometheus.api<{ alerts: Alert[] }>("alerts");
  const alerts = answer?.alerts ?? [];
  return alerts.filter(({ state, labels }) => state === "firing" && labels["alertname"] === name);
}

interface RuleGroups {
  readonly groups: readonly { readonly rules: readonly { readonly health: string }[] }[];
}

/** Their number, once none of those that were looked at has failed. */
async function healthyRules(prometheus: Prometheus): Promise<number | undefined> {
  const answer = await prometheus.api<RuleGroups>("rules");
  const rules = answer?.groups.flatMap(({ rules }) => rules) ?? [];
  assert.ok(rules.every(({ health }) => health !== "err"));
  return rules.some(({ health }) => health === "ok") ? rules.length : undefined;
}

async function isUp(prometheus: Prometheus): Promise<boolean> {
  interface Result {
    readonly result: readonly { readonly value: readonly [number, string] }[];
  }
  const query = encodeURIComponent('kantoku_check_ok{check="tmux"}');
  const answer = await prometheus.api<Result>(`query?query=${query}`);
  return answer?.result[0]?.value[1] === "1";
}
