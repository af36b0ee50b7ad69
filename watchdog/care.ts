import { operationalOf, unreachable, type OperationalError } from "../kernel/errors.ts";
import type { Cause } from "./cause.ts";
import type { Hands, Patient } from "./hands.ts";
import { tellHold } from "./hold.ts";
import { countSilence, look, type Eyes, type Sight } from "./look.ts";
import { note } from "./note.ts";
import * as remedy from "./remedy.ts";
import { verdict, type Observation, type Order, type Verdict } from "./verdict.ts";

type Carer = Omit<Eyes, "panes"> & Hands;

/** Patrols in a row that found the agent silent. */
type Silence = Map<string, number>;

/** Whoever must be replaced at once, by name, and why. */
export type Dead = ReadonlyMap<string, { readonly patient: Patient; readonly cause: Cause }>;

/** What the load asks for doesn't matter here. */
export function deadOf(
  carer: Carer,
  patients: readonly Patient[],
  silent: Readonly<Silence>,
  sight: Sight,
): Dead {
  const dead = patients.flatMap((patient) => {
    const silentPatrols = silent.get(patient.agent.name) ?? 0;
    const seen = { ...look(carer, patient, sight), silentPatrols, order: null };
    const judged = verdict(seen, carer.limits);
    if (!isAtOnce(judged)) return [];
    return [[patient.agent.name, { patient, cause: judged.cause }] as const];
  });
  return new Map(dead);
}

/** Without one waiting for another. Answers the first refusal, if there was any: who was refused is put off. */
export async function replace(carer: Carer, dead: Dead): Promise<OperationalError | undefined> {
  return forEach([...dead.values()], ({ patient, cause }) =>
    carer.refusals.attempt(patient.agent.name, () => remedy.restart(carer, patient, cause, 0)),
  );
}

/** Looks at each of them and does what is to be done; counts their silence. Answers as `replace`. */
export async function careFor(
  carer: Carer,
  patients: readonly Patient[],
  silent: Silence,
  orders: (agent: string) => Order,
  sight: Sight,
): Promise<OperationalError | undefined> {
  return forEach(patients, (patient) => {
    const silentPatrols = countSilence(silent, patient, sight, carer.limits);
    const { name } = patient.agent;
    const seen = { ...look(carer, patient, sight), silentPatrols, order: orders(name) };
    return carer.refusals.attempt(name, () => treat(carer, patient, seen));
  });
}

const isAtOnce = (judged: Verdict): judged is Extract<Verdict, { kind: "restart" }> =>
  judged.kind === "restart" && judged.delayMs === 0;

/** Nobody is kept from being seen to by another one's trouble. A fault of the program is thrown in the end. */
async function forEach<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<OperationalError | undefined> {
  const outcomes = await Promise.allSettled(items.map(async (item) => work(item)));
  const troubles = outcomes.filter((outcome) => outcome.status === "rejected");
  const fault = troubles.find(({ reason }) => !operationalOf(reason));
  if (fault) throw fault.reason;
  return operationalOf(troubles[0]?.reason);
}

async function treat(carer: Carer, patient: Patient, seen: Observation): Promise<void> {
  await tellHold(carer, patient);
  const judged = verdict(seen, carer.limits);
  switch (judged.kind) {
    case "wait":
      return note(carer, patient, judged.state);
    case "alert": {
      const { state, reason } = judged;
      const agent = patient.agent.name;
      if (seen.silentPatrols === 1) carer.events.emit("agent.changed", { agent, state, reason });
      return note(carer, patient, state);
    }
    case "nudge":
      return remedy.nudge(carer, patient, judged.state);
    case "start":
      return remedy.start(carer, patient);
    case "dismiss":
      return remedy.dismiss(carer, patient);
    case "drain":
      return remedy.drain(carer, patient);
    case "restart":
      return remedy.restart(carer, patient, judged.cause, judged.delayMs);
    case "quarantine":
      return remedy.quarantine(carer, patient, judged.cause, judged.forMs);
    case "abandon":
      return remedy.abandon(carer, patient, judged.cause);
    case "retire":
      return remedy.retire(carer, patient, judged.cause);
    default:
      return unreachable(judged);
  }
}
