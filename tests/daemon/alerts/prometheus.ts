import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Cleanup } from "../../support/temp.ts";
import { temporaryFolder } from "../../support/temp.ts";

/** A Prometheus of the test's own, on loopback. */
export interface Prometheus {
  /** What its API answers at `/api/v1/<path>`; undefined as long as it does not. */
  api<T>(path: string): Promise<T | undefined>;
}

export interface Alert {
  readonly state: "pending" | "firing";
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Scrapes `target` and looks at the rules every second; ended and removed with the test. */
export async function startPrometheus(
  t: Cleanup,
  target: string,
  rules: string,
): Promise<Prometheus> {
  const started: { end?: () => Promise<void> } = {};
  t.after(() => started.end?.());
  const folder = temporaryFolder(t);
  const [config, rulesFile] = [join(folder, "prometheus.yml"), join(folder, "rules.yaml")];
  writeFileSync(rulesFile, rules);
  writeFileSync(
    config,
    stringify({
      global: { scrape_interval: "1s", evaluation_interval: "1s" },
      rule_files: [rulesFile],
      scrape_configs: [{ job_name: "kantoku", static_configs: [{ targets: [target] }] }],
    }),
  );
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    "prometheus",
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=${address}`,
    ],
    { stdio: "ignore" },
  );
  const ended = once(child, "exit");
  started.end = async () => {
    child.kill("SIGKILL"); // Nothing of its data is wanted.
    await ended;
  };
  return { api: (path) => ask(`http://${address}/api/v1/${path}`) };
}

async function ask<T>(url: string): Promise<T | undefined> {
  try {
    const answer = await fetch(url);
    return answer.ok ? ((await answer.json()) as { data: T }).data : undefined;
  } catch {
    return undefined; // It has not begun to listen.
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
