import { inStep, momentOf, systemClock, type SteadyClock } from "../../kernel/clock.ts";
import type { Events } from "../../kernel/events.ts";
import { loop, type LoopOptions, type Service } from "../../kernel/service.ts";
import type { Heartbeats } from "../../queue/heartbeat.ts";
import type { Agents } from "../agents.ts";
import { openOwnSamples } from "./daemon.ts";
import { DEFAULT_ANOMALY_LIMITS, type AnomalyLimits } from "./judgement.ts";
import { MEASURE_NAMES, type MeasureChoices, type MeasureName } from "./measures.ts";
import { timedRecords, type HealthRecords } from "./records.ts";
import { agentSamples, type Looked } from "./samples.ts";
import { slowSamples, type SlowSources } from "./slow-samples.ts";
import { stepSamples } from "./step-samples.ts";
import { openUsageMeter, type Running, type Usage, type UsageMeter } from "./usage.ts";
import { openWatch } from "./watch.ts";

export interface HealthOptions extends SlowSources, Pick<LoopOptions, "onFailure"> {
  readonly agents: Pick<Agents, "records">;
  readonly heartbeats: Pick<Heartbeats, "all">;
  readonly records: HealthRecords;
  readonly events: Pick<Events, "emit" | "on">;
  /** How often an agent should beat. */
  readonly beatMs: number;
  /** Between two looks. */
  readonly everyMs: number;
  /** Reading processes may take this share of a core: where there are very many we look less often. Default 0.002. */
  readonly share?: number;
  readonly limits?: AnomalyLimits;
  readonly measures?: MeasureChoices;
  readonly clock?: SteadyClock;
}

/** The service that looks at everybody's health, and what it has found. */
export interface HealthWatch extends Service, Pick<UsageMeter, "peakOf"> {
  /** Of the last look, by the agent's name. */
  usages(): ReadonlyMap<string, Usage>;
}

/** Every so many looks also what costs more or changes slowly is looked at, and written down for people. */
const THOROUGH_EVERY = 6;
const DEFAULT_SHARE = 0.002;

const QUICK: readonly MeasureName[] = ["memory", "cpu", "beat-delay", "event-loop-lag"];
/** Comes when a step has ended, not when we look. */
const TOLD: readonly MeasureName[] = ["step-time"];
const THOROUGH = MEASURE_NAMES.filter((name) => !TOLD.includes(name));

export function openHealthWatch(options: HealthOptions): HealthWatch {
  const clock = options.clock ?? systemClock;
  const meter = openUsageMeter();
  const steps = stepSamples(options.events);
  const records = timedRecords(options.records);
  let usages: ReadonlyMap<string, Usage> = new Map();
  return {
    name: "health",
    peakOf: (agent, generation) => meter.peakOf(agent, generation),
    usages: () => usages,
    run: async (signal) => {
      using own = openOwnSamples();
      const { events, measures, limits = DEFAULT_ANOMALY_LIMITS, share = DEFAULT_SHARE } = options;
      const watch = openWatch({ records, events, limits, ...(measures && { measures }) });
      let looks = 0;
      const turn = async (): Promise<number> => {
        const isThorough = looks % THOROUGH_EVERY === 0;
        looks += 1;
        const { now, uptime } = momentOf(clock);
        const began = process.cpuUsage();
        const looked = lookAtAgents(options, meter, uptime, isThorough);
        const { user, system } = process.cpuUsage(began);
        usages = usagesOf(looked);
        const samples = [
          ...looked.flatMap((agent) => agentSamples(agent, now, options.beatMs)),
          ...own.read(uptime),
          ...steps.take(),
          ...(isThorough ? await slowSamples(options, looked, records.seconds(), now) : []),
        ];
        const expected = new Set(isThorough ? THOROUGH : QUICK);
        watch.observe(samples, { now, uptime, expected, isKept: isThorough });
        const restMs = Math.max(options.everyMs, (user + system) / 1000 / share);
        return inStep(restMs, clock.now());
      };
      const looping = loop("health", turn, { ...options, clock });
      await looping.run(signal);
    },
  };
}

/** Everybody who should have a process. */
function lookAtAgents(
  { agents, heartbeats }: HealthOptions,
  meter: UsageMeter,
  uptime: number,
  isThorough: boolean,
): Looked[] {
  const records = agents.records();
  const running = records.filter(
    (record): record is typeof record & Running => record.pid !== null,
  );
  const usages = meter.read(running, uptime, isThorough);
  const beats = new Map(heartbeats.all().map((beat) => [beat.agent, beat]));
  return running.map((record) => ({
    record,
    beat: beats.get(record.name),
    usage: usages.get(record.name),
  }));
}

function usagesOf(looked: readonly Looked[]): ReadonlyMap<string, Usage> {
  return new Map(
    looked.flatMap(({ record, usage }) => (usage ? [[record.name, usage] as const] : [])),
  );
}
