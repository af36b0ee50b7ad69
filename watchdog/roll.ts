import type { AgentPane, AgentPanes } from "../agents/pane.ts";
import type { AgentSpec, Muster } from "../agents/roster.ts";
import type { SteadyClock } from "../kernel/clock.ts";
import type { Heartbeats } from "../queue/heartbeat.ts";
import type { Queue } from "../queue/queue.ts";
import { CREW_TOPIC, inboxTopic } from "../queue/topics.ts";
import type { Agents } from "./agents.ts";
import { newRecord, type AgentRecord } from "./record.ts";
import type { Patient } from "./hands.ts";

/** Who should be there, who is there, and what was written down of them. */
export interface Roll {
  readonly clock: SteadyClock;
  readonly panes: AgentPanes;
  readonly agents: Agents;
  readonly heartbeats: Heartbeats;
  readonly queue: Pick<Queue, "unsubscribe">;
}

/** Everybody of the crews, as they stand; others are sent away. */
export async function callRoll(
  roll: Roll,
  crews: readonly Muster[],
  panes: readonly AgentPane[],
  now: number,
): Promise<Map<string, Patient>> {
  const roster = crews.flatMap(({ members }) => members);
  const beats = new Map(roll.heartbeats.all(roll.clock).map((beat) => [beat.agent, beat]));
  const records = new Map(roll.agents.records().map((record) => [record.name, record]));
  await retireOthers(roll, roster, panes, records);
  return new Map(
    roster.map((agent) => {
      const pane = newest(panes, agent.name);
      const record = adopt(roll, recordOf(roll, agent, records), pane, now);
      return [agent.name, { agent, record, pane, beat: beats.get(agent.name) ?? null }];
    }),
  );
}

/** Agents that the crews no longer know finish their work and go; a held one is left alone. */
async function retireOthers(
  { panes: hands, agents, heartbeats, queue }: Roll,
  roster: readonly AgentSpec[],
  panes: readonly AgentPane[],
  records: ReadonlyMap<string, AgentRecord>,
): Promise<void> {
  const known = new Set(roster.map(({ name }) => name));
  for (const pane of panes) {
    const isSurplus = known.has(pane.agent) && pane !== newest(panes, pane.agent);
    if (known.has(pane.agent) && !isSurplus) continue;
    if (records.get(pane.agent)?.held) continue;
    if (pane.ending || isSurplus) {
      hands.kill(pane);
      await hands.remove(pane.pane);
    } else if (records.get(pane.agent)?.state !== "draining") {
      hands.drain(pane);
      const record = records.get(pane.agent);
      if (record) agents.write({ ...record, state: "draining", resumeAt: null });
    }
  }
  for (const name of records.keys()) {
    if (known.has(name) || panes.some(({ agent }) => agent === name)) continue;
    await queue.unsubscribe({ topic: CREW_TOPIC, inbox: inboxTopic(name) });
    agents.remove(name);
    heartbeats.forget(name);
  }
}

/** A pane that lives wins over one that is dead, then the higher generation. */
function newest(panes: readonly AgentPane[], agent: string): AgentPane | null {
  const own = panes.filter((pane) => pane.agent === agent);
  const order = (pane: AgentPane): number => (pane.ending ? 0 : 1e9) + pane.generation;
  return own.toSorted((a, b) => order(b) - order(a))[0] ?? null;
}

function recordOf(
  { agents }: Roll,
  { name, roles }: AgentSpec,
  records: ReadonlyMap<string, AgentRecord>,
) {
  const record = records.get(name);
  if (record && String(record.roles) === String(roles)) return record;
  const written = { ...(record ?? newRecord(name, roles)), roles };
  agents.write(written);
  return written;
}

/** What lives in the pane is right, whatever was written down: another daemon may have started it. */
function adopt(
  { agents }: Roll,
  record: AgentRecord,
  pane: AgentPane | null,
  now: number,
): AgentRecord {
  if (!pane || pane.ending || pane.generation < record.generation) return record;
  const isKnown = record.pid === pane.pid && record.pane === pane.pane;
  if (isKnown && record.generation === pane.generation) return record;
  const { generation, pid } = pane;
  const state = record.resumeAt === null ? record.state : "starting";
  const adopted = { ...record, generation, pid, pane: pane.pane, state, resumeAt: null };
  const written = { ...adopted, startedAt: record.startedAt ?? now } as const;
  agents.write(written);
  return written;
}
