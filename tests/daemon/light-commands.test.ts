import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { keepForAgents, loadConfig } from "../../daemon/config.ts";
import { run } from "../../kernel/process.ts";
import { makeHome, PROJECT, temporaryFolder } from "./command.ts";

/** People wait for these, and scripts call them again and again. */
const LIGHT = ["status", "jobs", "agents", "health", "queue list"];

for (const command of LIGHT) {
  test(`kantoku ${command} loads neither the YAML parser nor a schema`, async (t) => {
    const home = temporaryFolder(t);
    await makeHome(home);
    await keepForAgents(await loadConfig({ home }, {}));
    const script = join(PROJECT, "daemon", "cli", "main.ts");
    const args = ["--import", TELLS_MODULES, script, ...command.split(" ")];
    const env = { PATH: process.env["PATH"] ?? "", KANTOKU_HOME: home };
    const { stderr } = await run(process.execPath, args, { env, timeoutMs: 120_000 });
    const loaded = stderr.split("\n");
    assert.ok(
      loaded.some((url) => url.endsWith("/daemon/stores.ts")),
      stderr,
    );
    const dear = /node_modules\/(?:yaml|zod)\/|\/daemon\/settings|\/video\//;
    assert.deepEqual(
      loaded.filter((url) => dear.test(url)),
      [],
    );
  });
}

/** Says at its end on stderr which modules a process has loaded. */
const TELLS_MODULES = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  const loaded = [];
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
  process.on("exit", () => process.stderr.write(loaded.join("\\n")));
`)}`;
