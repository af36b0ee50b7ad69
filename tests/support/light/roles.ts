import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Outcome, Role, RoleName, Task } from "../../../agents/agent.ts";
import type { RoleContext } from "../../../agents/roles/context.ts";
import { effectOnce } from "./effects.ts";
import { groundOf } from "./ground.ts";
import { reach } from "./orders.ts";

/** What a light job asks of its steps. */
const Params = z.looseObject({ workMs: z.number(), parts: z.number() });

/** Stands in for agents/roles/index.ts: every role takes its time, has one effect, and makes a page. */
export function rolesFor(names: readonly RoleName[], { home }: RoleContext): Role[] {
  const { effects } = groundOf(home.root);
  return names.map((name) => ({
    name,
    stallMs: 60_000,
    perform: (task) => perform(task, effects),
  }));
}

const STRIDES = 4;

async function perform(task: Task, effects: string): Promise<Outcome> {
  const { work, blobs, signal } = task;
  const { workMs, parts } = Params.parse(work.params);
  for (let stride = 1; stride <= STRIDES; stride += 1) {
    await delay(workMs / STRIDES, undefined, { signal });
    task.report(`stride ${stride} of ${STRIDES}`, stride / STRIDES);
    if (stride === STRIDES / 2) reach("in mid-step");
  }
  const how = effectOnce(effects, work.job, work.step);
  reach("after its effect");
  const items = Array.from({ length: parts }, (_, n) => ({ key: `p${n}`, params: {} }));
  return {
    kind: "done",
    outputs: { page: blobs.putBytes(`${work.job} ${work.step}`, ".txt") },
    fanOut: work.step === "list" ? { parts: items } : {},
    summary: how === "done" ? "Done." : "It was done before.",
  };
}
