import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test, type TestContext } from "node:test";
import { keepForAgents, loadConfig, type Environment } from "../../daemon/config.ts";
import { openStores } from "../../daemon/stores.ts";
import { createHome, homeAt } from "../../kernel/home.ts";
import { Result } from "../../queue/payloads.ts";
import { RESULT_TOPIC, workTopic, type Work } from "../../queue/topics.ts";
import { parseBrief } from "../../video/brief/parse.ts";
import { startOpenAi } from "../support/openai/openai.ts";
import { PROJECT, temporaryFolder } from "./command.ts";

/** What costs more than the rest of an agent's start together. */
const DEAR = /node_modules\/(?:yaml|zod|openai)\/|daemon\/settings|\/video\//;
const PATIENCE = { timeout: 120_000 };

test(
  "an agent is ready before it loads a schema, and does so before its first work",
  PATIENCE,
  async (t) => {
    const config = await keptConfig(t);
    const { beforeReady, untilLoaded } = await startAgent(t, config.agentEnvironment);
    assert.ok(beforeReady.some((url) => url.endsWith("/agents/worker.ts")));
    assert.deepEqual(dearOf(beforeReady), []);
    await untilLoaded("/queue/payloads.ts");
    await untilLoaded("/node_modules/zod/index.js");
  },
);

test("so it is with a model's key, and the model is asked all the same", PATIENCE, async (t) => {
  await using openai = await startOpenAi();
  openai.sayAlways(() => ({ nonsense: true }));
  const config = await keptConfig(t, { OPENAI_BASE_URL: openai.baseUrl });
  const environment = { ...config.agentEnvironment, OPENAI_API_KEY: "test" };
  const { beforeReady, untilLoaded } = await startAgent(t, environment);
  assert.deepEqual(dearOf(beforeReady), []);
  await untilLoaded("/agents/llm/model.ts");

  using stores = openStores(config);
  const { queue, blobs } = stores;
  const blob = blobs.putJson(parseBrief("# A lighthouse\n\nIt shines.\n", { file: "brief.md" }));
  const inputs = [{ step: "brief", key: null, name: "brief", blob }];
  const role = "concept-planner";
  const work: Work = { job: "j", step: "s", role, attempt: 1, title: "", params: {}, inputs };
  await queue.send([{ topic: workTopic(role), payload: work }]);
  const [answer] = await queue.receive({ topics: [RESULT_TOPIC], worker: "t#1", waitMs: 60_000 });
  const { outcome } = Result.parse(answer?.payload);
  assert.ok(outcome.kind === "done" && outcome.tokens.input > 0);
});

const dearOf = (urls: readonly string[]): string[] => urls.filter((url) => DEAR.test(url));

/** Tells on stderr each module that a process loads, and when its view says that it is ready. */
const TELLS_MODULES = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from "node:fs";
  import { registerHooks } from "node:module";
  const tell = (word) => writeSync(2, word + "\\n");
  registerHooks({ load: (url, context, next) => (tell(url), next(url, context)) });
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (text, ...others) => {
    if (String(text).includes("writer#1 ready")) tell("ready");
    return write(text, ...others);
  };
`)}`;

/** The real thing; resolves when it is ready. */
async function startAgent(t: TestContext, environment: Environment) {
  const words = wordsOf(t, environment);
  const untilLoaded = async (end: string): Promise<string[]> => {
    const told: string[] = [];
    for (;;) {
      const { value, done } = await words.next();
      assert.ok(!done, `the agent has ended without ${end}: ${told.join("\n")}`);
      if (value.endsWith(end)) return told;
      told.push(value);
    }
  };
  return { beforeReady: await untilLoaded("ready"), untilLoaded };
}

/** What an agent says on stderr, line by line; it ends with the test. */
function wordsOf(t: TestContext, environment: Environment): AsyncIterator<string> {
  const args = ["--import", TELLS_MODULES, join(PROJECT, "daemon", "agent.ts"), "writer", "1"];
  // Node adds to a child's environment when it measures coverage.
  const env = { ...environment };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "pipe"] });
  t.after(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  });
  return createInterface({ input: child.stderr })[Symbol.asyncIterator]();
}

/** Of a home whose settings a daemon has kept for its agents. */
async function keptConfig(t: TestContext, environment: Environment = {}) {
  const home = homeAt(temporaryFolder(t));
  createHome(home);
  mkdirSync(home.cache, { recursive: true });
  const { PATH, HOME } = process.env;
  const config = await loadConfig({ home: home.root }, { PATH, HOME, ...environment });
  await keepForAgents(config);
  return config;
}
