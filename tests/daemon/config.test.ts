import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { test } from "node:test";
import { ROLES } from "../../agents/agent.ts";
import { loadConfig } from "../../daemon/config.ts";
import { configMark } from "../../daemon/configfile.ts";
import { defineConfig, Settings } from "../../daemon/settings.ts";
import { InputError } from "../../kernel/errors.ts";
import { PROJECT, temporaryFolder } from "./command.ts";

test("with nothing set, every default holds and the home is the project's folder", async () => {
  const config = await loadConfig({}, {});
  assert.equal(config.home.root, PROJECT);
  assert.equal(config.http.host, "127.0.0.1");
  assert.equal(config.http.port, 4750);
  assert.equal(config.render.scale, 1);
  assert.ok(config.crew.length >= 6);
  assert.deepEqual(config.github.repositories, []);
  assert.equal(config.secrets.openaiApiKey, undefined);
});

test("the example names every setting, with its default where it says no other", async (t) => {
  const example = join(PROJECT, "kantoku.config.example.yaml");
  const home = temporaryFolder(t);
  const [shown, defaults] = [
    await loadConfig({ home, config: example }, {}),
    await loadConfig({ home }, {}),
  ];
  const text = readFileSync(example, "utf8");
  for (const name of Object.keys(Settings.shape) as (keyof typeof Settings.shape)[]) {
    assert.deepEqual(shown[name], defaults[name], name);
    for (const key of keysOf(defaults[name])) {
      assert.ok(new RegExp(`\\b${key}:`).test(text), `${name}: ${key} is not in the example`);
    }
  }
});

function keysOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  // What labels mean is filled up with defaults of its own.
  return Object.entries(value).flatMap(([key, part]) => [
    key,
    ...(key === "labels" ? [] : keysOf(part)),
  ]);
}

test("flags win over the environment, and the environment over the file", async (t) => {
  const home = temporaryFolder(t);
  const file = join(home, "kantoku.config.yaml");
  writeFileSync(file, "http: { host: 127.0.0.2, port: 1001 }\nrender: { scale: 0.5 }\n");
  const environment = { KANTOKU_HOME: home, KANTOKU_PORT: "1002", KANTOKU_RENDER_SCALE: "0.25" };
  const config = await loadConfig({ port: 1003 }, environment);
  assert.equal(config.http.port, 1003);
  assert.equal(config.http.host, "127.0.0.2");
  assert.equal(config.render.scale, 0.25);
  assert.equal((await loadConfig({}, environment)).http.port, 1002);
  assert.equal((await loadConfig({}, { KANTOKU_HOME: home })).http.port, 1001);
});

test("the configuration can't be changed afterwards, however deep", async () => {
  const config = await loadConfig({}, {});
  assert.throws(() => Object.assign(config.http, { port: 1 }), TypeError);
  assert.throws(() => (config.crew as unknown[]).push({}), TypeError);
});

test("an unknown setting is answered with its line and what was probably meant", async (t) => {
  const home = temporaryFolder(t);
  writeFileSync(join(home, "kantoku.config.yaml"), "http:\n  port: 0\n  hosst: x\nrendr: {}\n");
  const error = await inputError(loadConfig({}, { KANTOKU_HOME: home }));
  assert.equal(
    error.message,
    [
      'kantoku.config.yaml:3:3: unknown setting "http.hosst" (did you mean "host"?)',
      'kantoku.config.yaml:4:1: unknown setting "rendr" (did you mean "render"?)',
    ].join("\n"),
  );
});

test("patience that every healthy agent would exceed is refused", async (t) => {
  const home = temporaryFolder(t);
  const refusal = async (agents: string) => {
    writeFileSync(join(home, "kantoku.config.yaml"), `http: { port: 0 }\nagents:\n  ${agents}\n`);
    return (await inputError(loadConfig({}, { KANTOKU_HOME: home }))).message;
  };
  assert.equal(
    await refusal("beatMs: 30000"),
    [
      "kantoku.config.yaml:3:3: agents.silentMs: 5000 is no longer than beatMs, 30000: everybody would be silent",
      "kantoku.config.yaml:3:3: agents.blockedMs: 20000 is too short: at least silentMs and three beats, 90000",
    ].join("\n"),
  );
  assert.equal(
    await refusal("blockedMs: 4000"),
    "kantoku.config.yaml:3:14: agents.blockedMs: 4000 is too short: at least silentMs and three beats, 5000",
  );
  writeFileSync(
    join(home, "kantoku.config.yaml"),
    "agents: { beatMs: 30000, silentMs: 40000, blockedMs: 90000 }\n",
  );
  assert.equal((await loadConfig({}, { KANTOKU_HOME: home })).agents.beatMs, 30_000);
});

test("a wrong value is answered with its line and the setting's name", async (t) => {
  const home = temporaryFolder(t);
  writeFileSync(
    join(home, "kantoku.config.yaml"),
    "render:\n  scale: big\ngithub:\n  repositories: [kantoku]\n",
  );
  const error = await inputError(loadConfig({}, { KANTOKU_HOME: home }));
  assert.equal(
    error.message,
    [
      'kantoku.config.yaml:2:10: render.scale: "big" is no number',
      "kantoku.config.yaml:4:18: github.repositories.0: write it as owner/name",
    ].join("\n"),
  );
});

test("broken YAML is answered with line and column", async (t) => {
  const home = temporaryFolder(t);
  writeFileSync(join(home, "kantoku.config.yaml"), "http:\n  port: [1\ncrew: x\n");
  const error = await inputError(loadConfig({}, { KANTOKU_HOME: home }));
  assert.match(error.message, /^kantoku\.config\.yaml:\d+:\d+: /);
});

test("what only YAML or the schema would understand is told in plain words", async (t) => {
  const home = temporaryFolder(t);
  const refusal = async (text: string): Promise<string> => {
    writeFileSync(join(home, "kantoku.config.yaml"), text);
    return (await inputError(loadConfig({ home }, {}))).message;
  };
  assert.match(await refusal("github: *x\n"), /:1:9: \*x is an alias, and nothing is called &x/);
  assert.match(await refusal("http: &a\n  port: *a\n"), /:2:9: \*a repeats what it stands in/);
  assert.match(
    await refusal("http: { port: 99999 }\n"),
    /http\.port: 99999 is too big \(at most 65535\)/,
  );
  assert.match(await refusal("http: { port: 1.5 }\n"), /http\.port: 1\.5 is no whole number/);
  assert.match(await refusal("log: [debug]\n"), /log: \["debug"\] is no group of settings/);
  assert.match(await refusal("rendr:\n  scale: 1\n"), /yaml:1:1: unknown setting "rendr"/);
});

test("a config file that can't be read is bad input", async (t) => {
  const home = temporaryFolder(t);
  assert.match((await inputError(loadConfig({ home, config: home }, {}))).message, /: is no file$/);
  const missing = join(home, "none.yaml");
  const error = await inputError(loadConfig({ home, config: missing }, {}));
  assert.equal(error.message, `${missing}: there is no such config file`);
});

test("limits of agents: defaults, those of a crew, and what can't be a limit", async (t) => {
  const home = temporaryFolder(t);
  const file = join(home, "kantoku.config.yaml");
  const { agents } = await loadConfig({ home }, {});
  assert.deepEqual(agents.limits, { memory: "50%", cpuWeight: 100, tasks: 4_096 });
  const crew = (limits: string): string =>
    `crew: [{ name: one, roles: [${ROLES.join(", ")}], limits: { ${limits} } }]\n`;
  writeFileSync(file, crew("memory: 3GB, cpus: 1.5"));
  const own = await loadConfig({ home }, {});
  assert.deepEqual(own.crew[0]?.limits, { memory: "3GB", cpus: 1.5 });
  const refusal = async (limits: string): Promise<string> => {
    writeFileSync(file, crew(limits));
    return (await inputError(loadConfig({ home }, {}))).message;
  };
  assert.match(await refusal("memory: 2G"), /:1:\d+: crew\.0\.limits\.memory: write it as 2GB, /);
  assert.match(await refusal("memory: 64MB"), /limits\.memory: an agent needs 128MB at least$/);
  assert.match(await refusal("memry: 2GB"), /"crew\.0\.limits\.memry" \(did you mean "memory"\?\)/);
});

test("a crew that leaves a role unserved is refused", async (t) => {
  const home = temporaryFolder(t);
  writeFileSync(join(home, "kantoku.config.yaml"), "crew: [{ name: one, roles: [renderer] }]\n");
  const error = await inputError(loadConfig({}, { KANTOKU_HOME: home }));
  assert.match(error.message, /nobody serves .*scriptsmith/);
});

test("what is wrong with a crew is told with its place and with what was probably meant", async (t) => {
  const home = temporaryFolder(t);
  const refusal = async (text: string): Promise<string> => {
    writeFileSync(join(home, "kantoku.config.yaml"), text);
    return (await inputError(loadConfig({ home }, {}))).message;
  };
  const crew = (line: string) => `crew:\n  - { ${line} }\n`;
  assert.equal(
    await refusal(crew("name: one, roles: [scriptsmth]")),
    'kantoku.config.yaml:2:26: crew.0.roles.0: there is no "scriptsmth" (did you mean "scriptsmith"?)',
  );
  assert.equal(
    await refusal(crew("nam: one, roles: [critic]")),
    [
      "kantoku.config.yaml:2:5: crew.0.name: is missing",
      'kantoku.config.yaml:2:7: unknown setting "crew.0.nam" (did you mean "name"?)',
    ].join("\n"),
  );
  assert.equal(
    await refusal("crew: []\n"),
    "kantoku.config.yaml:1:7: crew: has too few entries: at least 1 is needed",
  );
  const all = `name: one, roles: [${ROLES.join(", ")}]`;
  assert.equal(
    await refusal(crew(`${all}, min: 3, max: 1`)),
    'kantoku.config.yaml:2:189: crew "one": min (3) is more than max (1) (lower min or raise max)',
  );
  assert.equal(
    await refusal(`crew:\n  - ${all.replace(", ", "\n    ")}\n    count: 0\n`),
    'kantoku.config.yaml:4:12: crew "one": count must be a whole number from 1 to 64, not 0',
  );
  assert.match(
    await refusal(`crew:\n  - { ${all} }\n  - { ${all} }\n`),
    /^kantoku\.config\.yaml:2:3: crews: two agents would be called "one"$/,
  );
});

test("an environment variable that is no number is refused", async () => {
  const error = await inputError(loadConfig({}, { KANTOKU_PORT: "http" }));
  assert.equal(error.message, 'KANTOKU_PORT: "http" is no number');
});

test("what the environment or a flag sets wrongly is told by its own name, not the file's", async (t) => {
  const home = temporaryFolder(t);
  writeFileSync(join(home, "kantoku.config.yaml"), "http: { port: 4711, host: localhost }\n");
  const flags = { home, port: 70_000 };
  const environment = { KANTOKU_PORT: "1", KANTOKU_LOG_LEVEL: "wran" };
  assert.equal(
    (await inputError(loadConfig(flags, environment))).message,
    [
      "--port: http.port: 70000 is too big (at most 65535)",
      'KANTOKU_LOG_LEVEL: log.level: there is no "wran" (did you mean "warn"?)',
    ].join("\n"),
  );
});

test("kantoku.config.ts sets through its default export", async (t) => {
  const home = temporaryFolder(t);
  const define = join(PROJECT, "daemon", "settings.ts");
  writeFileSync(
    join(home, "kantoku.config.ts"),
    `import { defineConfig, Settings } from ${JSON.stringify(define)};\n` +
      "export default defineConfig({ agents: { beatMs: 500 } });\n",
  );
  assert.equal((await loadConfig({}, { KANTOKU_HOME: home })).agents.beatMs, 500);
  assert.deepEqual(defineConfig({ http: { port: 0 } }), { http: { port: 0 } });
  writeFileSync(join(home, "other.ts"), "export const settings = {};\n");
  const error = await inputError(
    loadConfig({ config: join(home, "other.ts") }, { KANTOKU_HOME: home }),
  );
  assert.match(error.message, /has no default export \(export default defineConfig/);
});

test("a config file that was named but is missing is an error, and so is one that throws", async (t) => {
  const home = temporaryFolder(t);
  const missing = await inputError(loadConfig({ config: join(home, "none.yaml") }, {}));
  assert.match(missing.message, /there is no such config file/);
  writeFileSync(join(home, "bad.ts"), 'throw new Error("not today");\n');
  const thrown = await inputError(loadConfig({ config: join(home, "bad.ts") }, {}));
  assert.match(thrown.message, /bad\.ts: not today/);
});

test("a secret's file that can't be read is told with its variable", async (t) => {
  const home = temporaryFolder(t);
  const error = await inputError(loadConfig({ home }, { OPENAI_API_KEY_FILE: home }));
  assert.equal(error.message, `OPENAI_API_KEY: ${home} is no file`);
});

test("secrets come from the environment or from systemd's credentials, never from the file", async (t) => {
  const home = temporaryFolder(t);
  const credentials = join(home, "credentials");
  mkdirSync(credentials);
  writeFileSync(join(credentials, "github-token"), "from-a-file\n");
  const environment = { KANTOKU_HOME: home, CREDENTIALS_DIRECTORY: credentials };
  const config = await loadConfig({}, { ...environment, OPENAI_API_KEY: " from-outside " });
  const { openaiApiKey, githubToken } = config.secrets;
  assert.deepEqual([openaiApiKey, githubToken], ["from-outside", "from-a-file"]);
  writeFileSync(join(home, "kantoku.config.yaml"), "openai: { apiKey: sk-1 }\n");
  const error = await inputError(loadConfig({}, { KANTOKU_HOME: home }));
  assert.match(error.message, /unknown setting "openai\.apiKey"/);
});

test("agents are told what the daemon was told, except secrets", async (t) => {
  const home = temporaryFolder(t);
  const { agentEnvironment } = await loadConfig(
    { home },
    {
      PATH: "/bin",
      OPENAI_API_KEY: "k",
      GITHUB_TOKEN: "t",
      OPENAI_BASE_URL: "http://127.0.0.1:1/v1",
    },
  );
  assert.deepEqual(agentEnvironment, {
    PATH: "/bin",
    KANTOKU_HOME: home,
    OPENAI_BASE_URL: "http://127.0.0.1:1/v1",
    KANTOKU_LIFELINE: join(home, "data", "run", "life.sock"),
    NODE_COMPILE_CACHE: join(home, "data", "cache", "node"),
  });
});

test("agents read the config file that the daemon was told to read, wherever they run", async (t) => {
  const home = temporaryFolder(t);
  writeFileSync(join(home, "other.yaml"), "http: { port: 0 }\n");
  const config = relative(process.cwd(), join(home, "other.yaml"));
  for (const told of [
    await loadConfig({ home, config }, {}),
    await loadConfig({ home }, { KANTOKU_CONFIG: config }),
  ]) {
    assert.equal(told.agentEnvironment["KANTOKU_CONFIG"], join(home, "other.yaml"));
    assert.equal(told.configFile, join(home, "other.yaml"));
  }
});

test("a config file's mark changes with it, when it comes and when it goes", (t) => {
  const home = temporaryFolder(t);
  const file = join(home, "kantoku.config.yaml");
  const marks = [configMark(home, undefined)];
  writeFileSync(file, "http: {}\n");
  marks.push(configMark(home, undefined));
  assert.equal(configMark(home, undefined), marks[1]);
  writeFileSync(file, "http: { port: 0 }\n");
  marks.push(configMark(home, undefined));
  assert.equal(configMark(home, file), marks[2]);
  rmSync(file);
  marks.push(configMark(home, file));
  assert.equal(new Set(marks).size, 4);
});

test("a crew's policy is checked", async (t) => {
  const home = temporaryFolder(t);
  const crew = (line: string) =>
    writeFileSync(
      join(home, "kantoku.config.yaml"),
      `crew: [{ name: all, roles: [${ROLES.join(", ")}], ${line} }]\n`,
    );
  crew("restart: temporary, strategy: rest-for-one");
  assert.equal((await loadConfig({ home }, {})).crew[0]?.restart, "temporary");
  crew("restart: sometimes");
  await assert.rejects(
    loadConfig({ home }, {}),
    /crew.0.restart: there is no "sometimes" \(there are: permanent, transient, /,
  );
  crew("restart: transient, count: 2");
  await assert.rejects(loadConfig({ home }, {}), /is transient, so its min can't be 2/);
});

test("systemd's variables say whether it started us and how long its patience is", async () => {
  const { systemd } = await loadConfig(
    {},
    { NOTIFY_SOCKET: "/run/notify", WATCHDOG_USEC: "30000000", KANTOKU_TMUX: "systemd" },
  );
  const told = { notifySocket: "/run/notify", watchdogMs: 30_000, ownsTmux: true };
  assert.deepEqual(systemd, { ...told, delegatesCgroup: false });
  assert.equal(
    (await loadConfig({}, { KANTOKU_CGROUP: "delegated" })).systemd.delegatesCgroup,
    true,
  );
});

async function inputError(promise: Promise<unknown>): Promise<InputError> {
  const outcome = await promise.catch((error: unknown) => error);
  assert.ok(outcome instanceof InputError, `an InputError, not ${String(outcome)}`);
  return outcome;
}
