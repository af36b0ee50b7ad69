import { EX_CONFIG } from "../agents/agent.ts";
import type { Model } from "../agents/llm/model.ts";
import { openLifeline } from "../agents/lifeline.ts";
import { rolesFor } from "../agents/roles/index.ts";
import { agentNamed, type AgentSpec } from "../agents/roster.ts";
import { openView } from "../agents/screen.ts";
import { runWorker, type WorkerEnding } from "../agents/worker.ts";
import { openBlobs } from "../kernel/blobs.ts";
import { openDatabase } from "../kernel/database.ts";
import { InputError } from "../kernel/errors.ts";
import { createEvents, type Events } from "../kernel/events.ts";
import { openHeartbeats } from "../queue/heartbeats.ts";
import { openQueue, queueMigrations } from "../queue/sqlite/queue.ts";
import { catalogOf } from "./catalog.ts";
import { keepCompiledCode } from "./compiled-code.ts";
import { recallAgentConfig, type Config } from "./config.ts";
import type { Log } from "./log.ts";
import { untilSignal } from "./signals.ts";

/**
 * The process in a pane: `node daemon/agent.ts NAME GENERATION`. Only what it needs is loaded: the
 * sooner an agent beats, the shorter its absence after a crash.
 */
const [name = "", generation = ""] = process.argv.slice(2);
const { config, spec } = await readConfig();
keepCompiledCode();
const ending = await serve(config, spec, Number(generation));
// A superseded process may still have work under way, which no longer counts.
if (ending === "superseded") process.exit(1);

/** What starting again can't mend ends with a code of its own; the words in the pane say what can. */
async function readConfig(): Promise<{ config: Config; spec: AgentSpec }> {
  try {
    const config = await recallAgentConfig();
    return { config, spec: specOf(config, name) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`The configuration can't be used.\n\n${error.message}\n`);
    return process.exit(EX_CONFIG);
  }
}

async function serve(config: Config, spec: AgentSpec, generation: number): Promise<WorkerEnding> {
  const { home, agents, render } = config;
  // First of all, so that an end while the rest is opened is known at once too; never closed but by the
  // kernel, so that it tells of the very end.
  const lifeline = openLifeline({ socket: home.lifeline, agent: spec.name, generation });
  const events = createEvents();
  logWhenNeeded(config, spec.name, events);
  using database = openDatabase(home.database, { migrations: [queueMigrations] });
  const blobs = openBlobs(home.blobs);
  const catalog = catalogOf(config);
  using queue = openQueue(database, { doorbells: home.doorbells, blobs, catalog, events });
  using heartbeats = openHeartbeats(home.heartbeats);
  const model = await modelOf(config);
  return await runWorker({
    agent: spec.name,
    generation,
    roles: rolesFor(spec.roles, {
      home,
      render: { ...render, browser: null },
      model,
      onQuota: config.openai.onQuota,
      voice: config.voice,
      brand: config.brand,
      ownFiles: config.assets,
      openSpeech: await speechOf(config),
    }),
    queue,
    heartbeats,
    blobs,
    workFolder: home.work,
    view: openView(),
    lifeline,
    signal: untilSignal(),
    beatMs: agents.beatMs,
    leaseMs: agents.leaseMs,
  });
}

function specOf({ crew }: Config, name: string): AgentSpec {
  const spec = agentNamed(crew, name);
  if (spec) return spec;
  throw new InputError([{ where: "agent", message: `there is no "${name}" in the crew table` }]);
}

/** Null without a key: every role then works by its rules. */
async function modelOf({ secrets, openai }: Config): Promise<Model | null> {
  if (secrets.openaiApiKey === undefined) return null;
  const { createModel } = await import("../agents/llm/model.ts");
  const { baseUrl, model, timeoutMs } = openai;
  return createModel({ apiKey: secrets.openaiApiKey, baseUrl, model, timeoutMs });
}

/** A paid voice for each film that wants one; undefined without a key. */
async function speechOf({ secrets, openai, voice }: Config) {
  const apiKey = secrets.openaiApiKey;
  if (apiKey === undefined) return undefined;
  const { openAiVoice } = await import("../agents/llm/speech.ts");
  const { baseUrl, timeoutMs } = openai;
  const { openaiModel: model, openaiVoice: name } = voice;
  return () => openAiVoice({ apiKey, baseUrl, timeoutMs, model, voice: name });
}

/** An agent seldom has something to log, so the library for it is loaded with the first line. */
function logWhenNeeded(config: Config, name: string, events: Events): void {
  let log: Promise<Log> | undefined;
  const open = async (): Promise<Log> =>
    (await import("./log.ts")).openLog(config, { name: `agent-${name}`, stdout: "nothing" });
  events.onAny((event, payload) => {
    log ??= open();
    void log.then((log) => log.event(event, payload));
  });
}
