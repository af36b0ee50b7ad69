import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { readSettings } from "../../daemon/checked-settings.ts";
import {
  keepForAgents,
  loadConfig,
  recallAgentConfig,
  recallConfig,
  type Environment,
  type Flags,
} from "../../daemon/config.ts";
import { keepSettings, recallSettings } from "../../daemon/kept-settings.ts";
import { InputError } from "../../kernel/errors.ts";
import { createHome, homeAt } from "../../kernel/home.ts";
import { kantokuJson, PROJECT, temporaryFolder } from "./command.ts";

const NOBODY = 65_534;
const NOT_ROOT = process.geteuid?.() === 0 ? false : "only root may give a home away";

test("an agent recalls what was kept of the very same file and environment", async (t) => {
  const { home, file, kept } = homeWith(t, "http: { port: 1001 }\n");
  const port = async (more = {}) =>
    (await recallAgentConfig({ KANTOKU_HOME: home.root, ...more })).http.port;
  assert.equal(await port(), 1001);
  writeFileSync(kept, readFileSync(kept, "utf8").replace("1001", "1002"));
  assert.equal(await port(), 1002, "by what was kept");
  assert.equal(await port({ KANTOKU_LOG_LEVEL: "warn" }), 1001, "of another environment");
  for (const text of ["http: { port: 1003 }\n", "http: { port: 1004 } # a remark\n"]) {
    writeFileSync(file, text);
    assert.equal(await port(), Number(/\d+/.exec(text)?.[0]));
  }
  for (const damage of ["", "null", "[]", '{"digest": 1}']) {
    writeFileSync(kept, damage);
    assert.equal(await port(), 1004);
  }
});

test("what is recalled is the same as what is read, to the last setting", async (t) => {
  const example = readFileSync(join(PROJECT, "kantoku.config.example.yaml"), "utf8");
  for (const text of [undefined, example]) {
    const { home, kept } = homeWith(t, text);
    const environment = { KANTOKU_HOME: home.root, KANTOKU_RENDER_SCALE: "0.5", PATH: "/bin" };
    const config = await loadConfig({}, environment);
    assert.deepEqual(await recallAgentConfig(environment), config);
    assert.ok(existsSync(kept));
    assert.deepEqual(await recallAgentConfig(environment), config);
    assert.equal(Object.isFrozen((await recallAgentConfig(environment)).http), true);
  }
});

test("what a daemon keeps replaces what an earlier program kept", async (t) => {
  const { home, kept } = homeWith(t, "http: { port: 1001 }\n");
  const config = await loadConfig({ home: home.root, port: 4_711 }, { GITHUB_API_URL: "http://x" });
  await keepForAgents(config);
  writeFileSync(kept, readFileSync(kept, "utf8").replace("1001", "1002"));
  await keepForAgents(config);
  assert.equal((await recallAgentConfig(config.agentEnvironment)).http.port, 1001);
});

test("a mistake has its line whatever was kept, and a missing file its name", async (t) => {
  const { home } = homeWith(t, "http:\n  hosst: x\n");
  for (let times = 0; times < 2; times += 1) {
    await assert.rejects(recallAgentConfig({ KANTOKU_HOME: home.root }), (error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, /^kantoku\.config\.yaml:2:3: unknown setting/);
      return true;
    });
  }
  const KANTOKU_CONFIG = join(home.root, "none.yaml");
  const missing = recallAgentConfig({ KANTOKU_HOME: home.root, KANTOKU_CONFIG });
  await assert.rejects(missing, /none\.yaml: there is no such config file/);
});

test("a config file that is a program is run each time, for it may import others", async (t) => {
  const { home, kept } = homeWith(t);
  writeFileSync(join(home.root, "kantoku.config.ts"), "export default { http: { port: 1001 } };\n");
  assert.equal((await recallAgentConfig({ KANTOKU_HOME: home.root })).http.port, 1001);
  assert.equal(existsSync(kept), false);
});

test("what JSON can't hold is not kept, and no folder is made to keep something", async (t) => {
  const { home, kept } = homeWith(t);
  const settings = await readSettings(undefined, []);
  const source = { text: undefined, overrides: [] };
  const odd = { ...settings, queue: { ...settings.queue, batch: Infinity } };
  writeFileSync(kept, "what an earlier program kept");
  keepSettings(home.cache, source, odd);
  assert.equal(existsSync(kept), false, "nor is what was there before");
  const bare = homeAt(temporaryFolder(t));
  await recallAgentConfig({ KANTOKU_HOME: bare.root });
  assert.equal(existsSync(bare.cache), false);
});

test("a program that was exchanged under its daemon believes nothing that the old one kept", async (t) => {
  const { home } = homeWith(t);
  const settings = await readSettings(undefined, []);
  const schema = [join(home.root, "schema.ts")];
  const source = { schema, text: undefined, overrides: [] };
  writeFileSync(join(home.root, "schema.ts"), "export {};\n");
  keepSettings(home.cache, source, settings);
  assert.equal(recallSettings(home.cache, source)?.http.port, settings.http.port);
  writeFileSync(join(home.root, "schema.ts"), "export { more };\n");
  assert.equal(recallSettings(home.cache, source), undefined);
});

test("a command recalls what was kept for the agents, with its flags, and keeps nothing itself", async (t) => {
  const { home, kept } = homeWith(t, "http: { port: 1001 }\n");
  const port = async (flags: Flags = {}, environment: Environment = {}) =>
    (await recallConfig({ home: home.root, ...flags }, environment)).http.port;
  assert.equal(await port(), 1001);
  assert.equal(existsSync(kept), false);
  await keepForAgents(await loadConfig({ home: home.root }, {}));
  writeFileSync(kept, readFileSync(kept, "utf8").replace("1001", "1002"));
  assert.equal(await port(), 1002, "by what was kept");
  assert.equal(await port({ port: 1003 }), 1003);
  assert.equal(await port({ scale: 0.5 }), 1001, "of other flags");
  assert.equal(await port({}, { KANTOKU_PORT: "1004" }), 1004);
});

test(
  "root believes nothing that others may have kept in their home",
  { skip: NOT_ROOT },
  async (t) => {
    const { home, kept } = homeWith(t, "http: { port: 1001 }\n");
    await keepForAgents(await loadConfig({ home: home.root }, {}));
    writeFileSync(kept, readFileSync(kept, "utf8").replace("1001", "1002"));
    const port = async () =>
      (await kantokuJson<{ http: { port: number } }>(home.root, ["config"])).http.port;
    assert.equal(await port(), 1002, "in its own");
    execFileSync("chown", ["-R", `${NOBODY}:${NOBODY}`, home.root]);
    assert.equal(await port(), 1001);
  },
);

function homeWith(t: TestContext, text?: string) {
  const home = homeAt(temporaryFolder(t));
  createHome(home);
  mkdirSync(home.cache, { recursive: true });
  const file = join(home.root, "kantoku.config.yaml");
  if (text !== undefined) writeFileSync(file, text);
  return { home, file, kept: join(home.cache, "settings.json") };
}
