import type { Gauge } from "prom-client";
import { OperationalError } from "../../kernel/errors.ts";
import { MEASURE_NAMES } from "../../watchdog/health/measures.ts";
import { AGENT_STATES, MESSAGE_STATES } from "./labels.ts";
import { emptied, type Instruments } from "./instruments.ts";
import type { Readings } from "./readings.ts";
import { gathered, type TopicLabel } from "./topics.ts";

/**
 * Fills the gauges anew. What can't be read at this moment is left out, and the rest is told all
 * the same: it is when something is broken that people look.
 */
export async function readGauges(
  instruments: Instruments,
  readings: Readings,
  topicOf: TopicLabel,
): Promise<void> {
  await Promise.all([
    readQueue(instruments, readings, topicOf),
    readHealth(instruments, readings),
    readJobs(instruments, readings),
    readAgents(instruments, readings),
    readHoldUps(instruments, readings),
    readUsages(instruments, readings),
    readHealthAlerts(instruments, readings),
    readFiles(instruments, readings),
    readBackup(instruments, readings),
    countLateResults(instruments, readings, topicOf),
  ]);
}

/** `read` first, then all at once: whoever scrapes meanwhile sees the old values or the new ones. */
async function refill<T>(
  gauges: readonly Gauge[],
  read: () => Promise<T> | T,
  fill: (value: T) => void,
): Promise<void> {
  const reading = await readable(read);
  for (const gauge of gauges) emptied(gauge);
  if (reading) fill(reading.value);
}

async function readable<T>(read: () => Promise<T> | T): Promise<{ value: T } | undefined> {
  try {
    return { value: await read() };
  } catch (error) {
    if (error instanceof OperationalError) return undefined;
    throw error;
  }
}

function readQueue(
  { messages, oldestReady }: Instruments,
  readings: Readings,
  topicOf: TopicLabel,
): Promise<void> {
  return refill(
    [messages, oldestReady],
    () => readings.queue(),
    (topics) => {
      for (const stats of gathered(topics, topicOf)) {
        const { topic, oldestReadyAt } = stats;
        for (const state of MESSAGE_STATES) messages.labels(topic, state).set(stats[state]);
        if (oldestReadyAt !== null) oldestReady.labels(topic).set(oldestReadyAt / 1000);
      }
    },
  );
}

function readHealth({ checks }: Instruments, readings: Readings): Promise<void> {
  return refill(
    [checks],
    () => readings.health(),
    (health) => {
      for (const [check, verdict] of Object.entries(health.checks)) {
        checks.labels(check).set(verdict === "ok" ? 1 : 0);
      }
    },
  );
}

function readJobs(
  { jobs, oldestJob, pastDeadline }: Instruments,
  readings: Readings,
): Promise<void> {
  return refill(
    [jobs, oldestJob, pastDeadline],
    () => ({
      counts: readings.jobs(),
      oldestAt: readings.oldestJobAt(),
      late: readings.jobsPastDeadline(),
    }),
    ({ counts, oldestAt, late }) => {
      pastDeadline.set(late);
      for (const [status, count] of Object.entries(counts)) jobs.labels(status).set(count);
      if (oldestAt !== null) oldestJob.set(oldestAt / 1000);
    },
  );
}

function readAgents({ agents, heartbeats }: Instruments, readings: Readings): Promise<void> {
  return refill(
    [agents, heartbeats],
    () => readings.agents(),
    (crew) => {
      for (const state of AGENT_STATES) agents.labels(state).set(0);
      for (const { name, state, heartbeatAt } of crew) {
        agents.labels(state).inc();
        const isOnDuty = ON_DUTY.has(state) && heartbeatAt !== null;
        if (isOnDuty) heartbeats.labels(name).set(heartbeatAt / 1000);
      }
    },
  );
}

function readHoldUps({ heldBack, restartsSpaced }: Instruments, readings: Readings): Promise<void> {
  return refill(
    [heldBack, restartsSpaced],
    () => ({ crews: [...readings.heldBack()], areSpaced: readings.areRestartsSpaced() }),
    ({ crews, areSpaced }) => {
      for (const crew of crews) heldBack.labels(crew).set(1);
      restartsSpaced.set(areSpaced ? 1 : 0);
    },
  );
}

function readUsages(
  { agentMemory, agentCpu, agentFiles }: Instruments,
  readings: Readings,
): Promise<void> {
  return refill(
    [agentMemory, agentFiles],
    () => readings.usages(),
    (usages) => {
      agentCpu.reset();
      for (const [agent, { memoryBytes, cpuSeconds, openFiles }] of usages) {
        agentMemory.labels(agent).set(memoryBytes);
        agentCpu.labels(agent).inc(cpuSeconds);
        agentFiles.labels(agent).set(openFiles);
      }
    },
  );
}

function readHealthAlerts({ healthAlerts }: Instruments, readings: Readings): Promise<void> {
  return refill(
    [healthAlerts],
    () => readings.healthAlerts(),
    (alerts) => {
      for (const measure of MEASURE_NAMES) healthAlerts.labels(measure).set(0);
      for (const { measure } of alerts) healthAlerts.labels(measure).inc();
    },
  );
}

/** Agents in these states beat; those in others need not. */
const ON_DUTY: ReadonlySet<string> = new Set(["ready", "busy", "draining"]);

function readFiles({ databaseBytes, freeBytes }: Instruments, readings: Readings): Promise<void> {
  return refill(
    [databaseBytes, freeBytes],
    () => readings.files(),
    ({ main, log, free }) => {
      databaseBytes.labels("main").set(main);
      databaseBytes.labels("log").set(log);
      freeBytes.set(free);
    },
  );
}

function readBackup({ lastBackup }: Instruments, readings: Readings): Promise<void> {
  return refill(
    [lastBackup],
    () => readings.lastBackupAt(),
    (at) => {
      if (at !== null) lastBackup.set(at / 1000);
    },
  );
}

async function countLateResults(
  { lateResults }: Instruments,
  readings: Readings,
  topicOf: TopicLabel,
): Promise<void> {
  const reading = await readable(() => readings.lateResults());
  for (const topic of reading?.value ?? []) lateResults.labels(topicOf(topic)).inc();
}
