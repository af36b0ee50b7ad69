import { armFaultPoints } from "../../kernel/fault-points.ts";
import { PARTS } from "./roles.ts";
import { openStage, ROLES, type Role } from "./stage.ts";

/** For each role the fault points that it passes, with how often in `STEPS` steps. */
export type FaultPoints = Readonly<Record<Role, ReadonlyMap<string, number>>>;

/** So many that what a role does once in a hundred steps is among them. */
const STEPS = 500;
/** The lots by which the life is led: always the same, so that the points are. */
const SEED = 1;

/** Finds the points that queues pass in their lives, by living one in the empty `folder`. */
export async function faultPoints(folder: string): Promise<FaultPoints> {
  const points = {
    producer: new Map(),
    consumer: new Map(),
    sweeper: new Map(),
    reader: new Map(),
  };
  let role: Role = "producer";
  using _armed = armFaultPoints((name: string) => {
    points[role].set(name, (points[role].get(name) ?? 0) + 1);
  });
  const stages = ROLES.map((role, n) => ({
    role,
    stage: openStage(folder, { name: `${role}#1`, predecessor: null, seed: SEED + n }, false),
  }));
  for (const { role, stage } of stages) await PARTS[role].begin(stage);
  for (let n = 0; n < STEPS; n += 1) {
    for (const { role: next, stage } of stages) {
      role = next;
      await PARTS[role].step(stage, n);
    }
  }
  for (const { stage } of stages) stage[Symbol.dispose]();
  return points;
}
