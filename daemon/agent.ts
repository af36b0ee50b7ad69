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
import { payloads } from "../queue/topics.ts";
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
  const openSpeech = await speechOf(config);
  // The worker is ready before any timer can go off.
  keepCompiledCode(() => loadAhead(config));
  return await runWorker({
    agent: spec.name,
    generation,
    roles: rolesFor(spec.roles, {
      home,
      render: { ...render, browser: null },
      model: modelOf(config),
      onQuota: config.openai.onQuota,
      voice: config.voice,
      brand: config.brand,
      ownFiles: config.assets,
      openSpeech,
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

/** What the first work needs, so that it does not wait for it. */
async function loadAhead({ secrets }: Config): Promise<void> {
  payloads();
  if (secrets.openaiApiKey !== undefined) await import("../agents/llm/model.ts");
}

/** Null without a key: every role then works by its rules. It is loaded with its first question. */
function modelOf({ secrets, openai }: Config): Model | null {
  const apiKey = secrets.openaiApiKey;
  if (apiKey === undefined) return null;
  const { baseUrl, model, timeoutMs } = openai;
  const load = async (): Promise<Model> => {
    const { createModel } = await import("../agents/llm/model.ts");
    return createModel({ apiKey, baseUrl, model, timeoutMs });
  };
  let loading: Promise<Model> | undefined;
  return { name: model, ask: async (question) => (await (loading ??= load())).ask(question) };
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
