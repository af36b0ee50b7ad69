import { z } from "zod";
import { InputError } from "../kernel/errors.ts";
import { readPreset } from "../video/brief/preset.ts";
import { DEFAULT_LABELS } from "./github-labels.ts";
import { ROLES } from "../agents/agent.ts";
import { SIZE_WORDS, sizeProblem } from "../agents/cgroup/limits.ts";
import { DEFAULT_CREWS, RESTART_TYPES, STRATEGIES } from "../agents/roster.ts";
import { BrandKit } from "../video/look/brand-kit.ts";
import { PIPER_FOLDERS, VOICE_NAMES } from "../video/sound/voice-engine.ts";
import { DEFAULT_ANOMALY_LIMITS } from "../watchdog/health/judgement.ts";
import { MEASURE_NAMES } from "../watchdog/health/measures.ts";
import { DEFAULT_LIMITS } from "../watchdog/limits.ts";

/**
 * Everything that can be set, with its default, its unit (in the name) and the reason for the
 * default. `kantoku.config.yaml` and `kantoku.config.ts` hold any part of it; nothing is required.
 */

const http = z.strictObject({
  /** Loopback: whoever reaches the port sees the jobs. Put a proxy with a login before another one. */
  host: z.string().min(1).default("127.0.0.1"),
  /** 0 takes any free one; `kantoku status` tells which. */
  port: z.int().min(0).max(65_535).default(4750),
});

const memory = z.string(SIZE_WORDS).superRefine((text, context) => {
  const message = sizeProblem(text);
  if (message !== undefined) context.addIssue(message);
});

/** What one agent may take with all its children, where systemd gives it a cgroup of its own (docs/service.md). */
const limits = {
  memory,
  /** Cores at most: 1.5 is one and a half. */
  cpus: z.number().min(0.01).max(1_024),
  /** Share of a busy CPU beside agents with another weight. */
  cpuWeight: z.int().min(1).max(10_000),
  /** Processes and threads: an agent has some 15, with a browser some 200. */
  tasks: z.int().min(64).max(1_000_000),
};

/**
 * From `min` to `max` agents, as many as there is work for, named `<name>-1`, `<name>-2` …, or `<name>`
 * when there is but one; each serves all of `roles`. agents/roster.ts says what holds between the numbers.
 */
const crew = z.strictObject({
  name: z.string(),
  roles: z.array(z.enum(ROLES)).min(1),
  /** A sleeping crew costs nothing, and wakes within some 0.2 s: 0. */
  min: z.int().optional(),
  max: z.int().optional(),
  /** Always so many: the same as `min` and `max`. */
  count: z.int().optional(),
  /** Whether a lost agent comes back: always, by default, since the work that it had goes on. */
  restart: z.enum(RESTART_TYPES).optional(),
  /** Who else starts anew when one is lost: nobody, by default, since steps share nothing but blobs. */
  strategy: z.enum(STRATEGIES).optional(),
  /** Other limits than `agents.limits`, each by itself. */
  limits: z.strictObject(limits).partial().optional(),
});

/** What a label on an issue says. */
const labelMeaning = z.strictObject({
  /** It asks for a film; each such label asks for one of its own. */
  starts: z.boolean().default(false),
  workflow: z.string().min(1).optional(),
  /** 0 is the most urgent. */
  priority: z.literal([0, 1, 2, 3]).optional(),
  /** Fields of the brief, such as `aspect`: they win over the text. */
  brief: z.record(z.string(), z.json()).default({}).superRefine(checkPreset),
  /** Params of every step, such as `scale`. */
  params: z.record(z.string(), z.json()).default({}),
});

function checkPreset(preset: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  try {
    readPreset(preset, "brief");
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    for (const problem of error.problems) {
      const hint = problem.hint ? ` (${problem.hint})` : "";
      context.addIssue({ code: "custom", message: `${problem.message}${hint}` });
    }
  }
}

const github = z.strictObject({
  /** `owner/name` of each repository whose issues become films; none means GitHub is not asked. */
  repositories: z
    .array(z.string().regex(/^[\w.-]+\/[\w.-]+$/, "write it as owner/name"))
    .default([]),
  apiUrl: z.url().default("https://api.github.com"),
  /** The label that a person with write permission puts on an issue to have it filmed. */
  label: z.string().min(1).default("video:approved"),
  /** What further labels say; daemon/github-labels.ts has the default. Given here, they take its place. */
  labels: z
    .record(z.string().min(1).max(50), labelMeaning)
    .default(() => z.record(z.string(), labelMeaning).parse(DEFAULT_LABELS)),
  /** Kantoku as a GitHub App: its number. Its key is the secret `github-app-key`. */
  appId: z.int().positive().optional(),
  /** An unchanged answer (304) costs nothing of the rate limit, so a short interval is fair. */
  pollMs: z.int().min(100).default(20_000),
  /** Logins that may start work without write permission. */
  allow: z.array(z.string()).default([]),
  /** Where films go: assets of a release, a branch, or nowhere (the comment tells where they are). */
  publish: z.enum(["release", "branch", "link"]).default("release"),
  /** Tag of the release, or name of the branch. */
  place: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]{0,99}$/)
    .default("kantoku-films"),
  /** GitHub takes less than 2 GiB, and fails at exactly that; a bigger film is encoded smaller. */
  maxAssetBytes: z.int().min(10_000).default(1_900_000_000),
  /** For `link`: the address at which data/jobs/ is served. */
  linkBase: z.url().optional(),
  /** An issue is closed when its film is done. */
  closeDone: z.boolean().default(true),
  /** A film that is expected to cost more waits for somebody's approval; null: none does. */
  approveAboveUsd: z.number().min(0).nullable().default(5),
  /** Questions about a brief wait so long for an answer, then their defaults hold; 0: none are asked. */
  answerWithinMs: z.int().min(0).default(600_000),
});

const openai = z.strictObject({
  /** Any server that speaks OpenAI's API. The key comes from OPENAI_API_KEY or a credentials file only. */
  baseUrl: z.url().default("https://api.openai.com/v1"),
  model: z.string().min(1).default("gpt-5-mini"),
  /** A person waits for a film, so a model that hangs must not hold it up for long. */
  timeoutMs: z.int().min(1_000).default(60_000),
  /**
   * When its quota is used up until a time that it names: a film by rules today is mostly worth more
   * than one by the model tomorrow. `wait` parks the steps that need it until then.
   */
  onQuota: z.enum(["rules", "wait"]).default("rules"),
});

/** When an agent that dies again and again is left alone for a while; watchdog/limits.ts says more. */
const crashLoop = z.strictObject({
  /** So many losses that are its own fault … */
  losses: z.int().min(2).max(100).default(DEFAULT_LIMITS.crashLoop.losses),
  /** … within this time: quarantine. */
  windowMs: z.int().min(1_000).default(DEFAULT_LIMITS.crashLoop.windowMs),
  /** The first restart is immediate, the second waits this long, each further one twice as long. */
  firstDelayMs: z.int().min(0).default(DEFAULT_LIMITS.crashLoop.firstDelayMs),
  longestDelayMs: z.int().min(0).default(DEFAULT_LIMITS.crashLoop.longestDelayMs),
  /** From quarantine to the next try, then twice as long. */
  probeMs: z.int().min(100).default(DEFAULT_LIMITS.crashLoop.probeMs),
  longestProbeMs: z.int().min(100).default(DEFAULT_LIMITS.crashLoop.longestProbeMs),
  /** Who lives so long after it is well again. */
  stableMs: z.int().min(0).default(DEFAULT_LIMITS.crashLoop.stableMs),
});

/** When many agents die soon after their start: they are then started one by one. */
const breaker = z.strictObject({
  /** So many different agents, and more than half of those that run … */
  deaths: z.int().min(3).default(DEFAULT_LIMITS.breaker.deaths),
  /** … within this time … */
  windowMs: z.int().min(100).default(DEFAULT_LIMITS.breaker.windowMs),
  /** … each of which had lived for less than this; 0: never. Who was well may come back at once. */
  earlyMs: z.int().min(0).default(DEFAULT_LIMITS.breaker.earlyMs),
  /** Until the first is tried; twice as long after each that died again. */
  firstPauseMs: z.int().min(0).default(DEFAULT_LIMITS.breaker.firstPauseMs),
  longestPauseMs: z.int().min(0).default(DEFAULT_LIMITS.breaker.longestPauseMs),
});

const agents = z.strictObject({
  /** How often an agent says that it lives. */
  beatMs: z.int().min(50).default(1_000),
  /** Without a beat for so long, and stopped or gone by the kernel's word, it is replaced. */
  silentMs: z.int().min(500).default(5_000),
  /** Without a beat for so long it is replaced though it seems alive: its event loop is blocked. */
  blockedMs: z.int().min(1_000).default(20_000),
  /** From spawn to the first beat; Node boots in 0.1 s, but a loaded machine may take long. */
  startMs: z.int().min(1_000).default(30_000),
  /** How long a step is ours without an extension; a dead agent's work goes on after that at the latest. */
  leaseMs: z.int().min(1_000).default(30_000),
  /** How long work in hand is waited for when an agent is to end. */
  drainMs: z.int().min(0).default(60_000),
  crashLoop: crashLoop.prefault({}),
  breaker: breaker.prefault({}),
  /** Of each agent; a crew can have its own. */
  limits: z
    .strictObject({
      /** Leaves room for the others, whoever runs wild, and is plenty for a browser from 2 GB on. */
      memory: memory.default("50%"),
      cpus: limits.cpus.optional(),
      cpuWeight: limits.cpuWeight.default(100),
      /** Stops what multiplies; nobody at work comes near. */
      tasks: limits.tasks.default(4_096),
    })
    .prefault({}),
});

const scaling = z.strictObject({
  /** Without work for so long, an agent beyond its crew's `min` goes; starting one costs some 0.2 s. */
  idleMs: z.int().min(0).default(60_000),
  /** What must be left when an agent has started: one with a browser takes some 300 MB. */
  freeMemoryBytes: z.int().min(0).default(512_000_000),
  /** Where the home is; work on a full disk fails. */
  freeDiskBytes: z.int().min(0).default(256_000_000),
  /**
   * Share of the last minute in which somebody waited for the CPU (PSI): beyond it a crew gets no
   * further agents, though always its first. Films fill a small machine for a while, which is fine.
   */
  cpuPressure: z.number().min(0).max(1).default(0.95),
  /** Where the kernel has no PSI: the load average of a minute, per core. */
  loadPerCore: z.number().min(0).default(4),
});

/** When something is told to stand out; the reasons are in watchdog/health/. */
const health = z
  .strictObject({
    /** Between two looks: some 8 ms of CPU for fifty agents. */
    everyMs: z.int().min(100).default(5_000),
    /** Deviation from the median, in robust standard deviations (modified z-score). */
    threshold: z.number().min(0).default(DEFAULT_ANOMALY_LIMITS.threshold),
    /** How many of the latest looks tell what is usual: ten minutes. */
    window: z.int().min(3).max(10_000).default(DEFAULT_ANOMALY_LIMITS.window),
    /** With fewer looks nobody knows what is usual. */
    fewest: z.int().min(3).max(10_000).default(DEFAULT_ANOMALY_LIMITS.fewest),
    /** So many looks in a row must agree before an alert begins, and before it ends. */
    sustained: z.int().min(1).max(1_000).default(DEFAULT_ANOMALY_LIMITS.sustained),
    /** What has stood out for so long is the new usual. */
    settleMs: z.int().min(1_000).default(DEFAULT_ANOMALY_LIMITS.settleMs),
    /** By measure: the least change that matters, and what is wrong in any case (null: nothing is). */
    measures: z
      .partialRecord(
        z.enum(MEASURE_NAMES),
        z.strictObject({
          leastChange: z.number().min(0).optional(),
          limit: z.number().min(0).nullable().optional(),
        }),
      )
      .default({}),
  })
  .refine(({ window, fewest }) => fewest <= window, {
    path: ["fewest"],
    message: "is more than window, so that nothing would ever be usual",
  });

/** What holds for all messages of one topic, unless a message says otherwise. */
const topic = z.strictObject({
  /** Failures after which a message is dead. */
  maxAttempts: z.int().min(1).max(1_000).optional(),
  /** An attempt that takes longer has failed. */
  attemptTimeoutMs: z.int().min(1).optional(),
  /** The pause after the first failure; it doubles with each further one. */
  firstRetryMs: z.int().min(0).optional(),
  longestRetryMs: z.int().min(0).optional(),
});

const queue = z.strictObject({
  /** Policies by topic. A topic of the `work.` family that is no role's must be named here. */
  topics: z.record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/), topic).default({}),
});

const render = z.strictObject({
  /** Share of the full size (1920 × 1080): 0.25 for quick tests. */
  scale: z.number().min(0.1).max(2).default(1),
  /** Parts of the film that are rendered side by side, in whole scenes; as many as there are renderers. */
  segments: z.int().min(1).max(32).default(2),
  /** Browser tabs of one renderer. Two renderers with one tab each fill two cores. */
  concurrency: z.int().min(1).max(32).default(1),
});

const voice = z.strictObject({
  /** The best that there is, or one that is tried first; the others stand in for it. */
  engine: z.enum(["auto", ...VOICE_NAMES]).default("auto"),
  /** Folders with voices of Piper: NAME.onnx beside NAME.onnx.json. */
  piperVoices: z.array(z.string().min(1)).default(() => [...PIPER_FOLDERS]),
  /** What the service is asked for where OPENAI_API_KEY is set and the film's budget allows it. */
  openaiModel: z.string().min(1).default("gpt-4o-mini-tts"),
  openaiVoice: z.string().min(1).default("alloy"),
  /** How words are said in every film, such as Kantoku: kahn toe koo. A brief's own win. */
  pronunciations: z.record(z.string().min(1), z.string().min(1)).default({}),
});

const log = z.strictObject({
  level: z.enum(["error", "warn", "info", "debug"]).default("info"),
  /** A file is closed at this size, and the oldest of `files` removed. */
  maxBytes: z.int().min(10_000).default(10_000_000),
  files: z.int().min(1).max(100).default(5),
});

const assets = z.strictObject({
  /** Absolute. Files below them may be named in any brief, also in one from a stranger's issue. */
  folders: z.array(z.string().startsWith("/", "is not an absolute path")).default([]),
  /** Of one file: long footage takes minutes to read. */
  maxMegabytes: z.int().min(1).max(10_000).default(200),
});

export const Settings = z.strictObject({
  http: http.prefault({}),
  /** Who serves what; the default and its reasons are in agents/roster.ts. */
  crew: z
    .array(crew)
    .min(1)
    .default(() => DEFAULT_CREWS.map((each) => ({ ...each, roles: [...each.roles] }))),
  github: github.prefault({}),
  openai: openai.prefault({}),
  agents: agents.prefault({}),
  scaling: scaling.prefault({}),
  health: health.prefault({}),
  queue: queue.prefault({}),
  render: render.prefault({}),
  voice: voice.prefault({}),
  assets: assets.prefault({}),
  /** The house's own look, over every theme. */
  brand: BrandKit.optional(),
  log: log.prefault({}),
});
export type Settings = z.infer<typeof Settings>;
/** What a person may write: any part of the settings. */
export type SettingsInput = z.input<typeof Settings>;

/** Gives `kantoku.config.ts` its types: `export default defineConfig({ http: { port: 0 } })`. */
export function defineConfig(settings: SettingsInput): SettingsInput {
  return settings;
}
