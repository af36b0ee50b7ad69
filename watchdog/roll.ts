import { ROLES } from "../agents/agent.ts";
import type { AgentPane, AgentPanes } from "../agents/pane.ts";
import type { AgentSpec, Muster } from "../agents/roster.ts";
import type { SteadyClock } from "../kernel/clock.ts";
import type { Heartbeats } from "../queue/heartbeat.ts";
import type { Agents } from "./agents.ts";
import type { AgentRecord } from "./record.ts";
import type { Patient } from "./hands.ts";

/** Who should be there, who is there, and what was written down of them. */
export interface Roll {
  readonly clock: SteadyClock;
  readonly panes: AgentPanes;
  readonly agents: Agents;
  readonly heartbeats: Heartbeats;
}

/** Everybody of the crews, as they stand, and whoever is there still although no crew has it any more. */
export async function callRoll(
  roll: Roll,
  crews: readonly Muster[],
  panes: readonly AgentPane[],
  now: number,
): Promise<Map<string, Patient>> {
  const roster = crews.flatMap(({ members }) => members);
  const beats = new Map(roll.heartbeats.all(roll.clock).map((beat) => [beat.agent, beat]));
  const records = new Map(roll.agents.records().map((record) => [record.name, record]));
  await removeSurplus(roll, panes, records);
  const patientOf = (agent: AgentSpec, written: AgentRecord): [string, Patient] => {
    const pane = newest(panes, agent.name);
    const record = adopt(roll, written, pane, now);
    return [agent.name, { agent, record, pane, beat: beats.get(agent.name) ?? null }];
  };
  return new Map([
    ...roster.map((agent) => patientOf(agent, recordOf(roll, agent, records))),
    ...othersThan(roster, panes, records).map((name) => {
      const record = retiree(roll, name, records, now);
      return patientOf(formerMember(record), record);
    }),
  ]);
}

/** One pane for each agent: what is more comes of a start that nobody remembers. */
async function removeSurplus(
  { panes: hands }: Roll,
  panes: readonly AgentPane[],
  records: ReadonlyMap<string, AgentRecord>,
): Promise<void> {
  for (const pane of panes) {
    if (pane === newest(panes, pane.agent) || records.get(pane.agent)?.held) continue;
    hands.kill(pane);
    await hands.remove(pane.pane);
  }
}

/** Whom no crew has, but who is on record or in a pane. */
function othersThan(
  roster: readonly AgentSpec[],
  panes: readonly AgentPane[],
  records: ReadonlyMap<string, AgentRecord>,
): string[] {
  const known = new Set(roster.map(({ name }) => name));
  const there = new Set([...records.keys(), ...panes.map(({ agent }) => agent)]);
  return [...there].filter((name) => !known.has(name));
}

/** It is given its time from when it is found, or from when a person lets go of it. */
function retiree(
  { agents }: Roll,
  name: string,
  records: ReadonlyMap<string, AgentRecord>,
  now: number,
): AgentRecord {
  const record = records.get(name) ?? agents.recall(name, []);
  const retiredAt = record.held ? null : (record.retiredAt ?? now);
  if (records.has(name) && retiredAt === record.retiredAt) return record;
  const written = { ...record, retiredAt };
  agents.write(written);
  return written;
}

/** As far as anything of it still matters: nobody starts it. */
function formerMember({ name, roles }: AgentRecord): AgentSpec {
  return { name, roles: ROLES.filter((role) => roles.includes(role)), window: name };
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
  const isAsWritten = record?.retiredAt === null && String(record.roles) === String(roles);
  if (record && isAsWritten) return record;
  const written = { ...(record ?? agents.recall(name, roles)), roles, retiredAt: null };
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
