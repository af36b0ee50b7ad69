import type { Outcome, Role, RoleName, Task } from "../agent.ts";
import type { RoleContext } from "./context.ts";

/** What every role's module exports: it is loaded with its libraries when first needed. */
interface RoleModule {
  perform(task: Task, context: RoleContext): Promise<Outcome>;
}

interface Entry {
  readonly stallMs: number;
  /** It asks the service that the model's key is for, be it to write or to speak. */
  readonly asksModel?: true;
  readonly load: () => Promise<RoleModule>;
}

const WRITING = 120_000;
const MAKING = 120_000;
const RENDERING = 180_000;

const ENTRIES: Readonly<Record<RoleName, Entry>> = {
  "concept-planner": {
    stallMs: WRITING,
    asksModel: true,
    load: () => import("./concept-planner.ts"),
  },
  scriptsmith: { stallMs: WRITING, asksModel: true, load: () => import("./scriptsmith.ts") },
  shotmaster: { stallMs: WRITING, asksModel: true, load: () => import("./shotmaster.ts") },
  videosolver: { stallMs: WRITING, asksModel: true, load: () => import("./videosolver.ts") },
  "asset-synthesizer": { stallMs: MAKING, load: () => import("./asset-synthesizer.ts") },
  narrator: { stallMs: MAKING, asksModel: true, load: () => import("./narrator.ts") },
  composer: { stallMs: MAKING, load: () => import("./composer.ts") },
  director: { stallMs: MAKING, load: () => import("./director.ts") },
  editor: { stallMs: MAKING, load: () => import("./editor.ts") },
  renderer: { stallMs: RENDERING, load: () => import("./renderer.ts") },
  "post-processor": { stallMs: RENDERING, load: () => import("./post-processor.ts") },
  critic: { stallMs: RENDERING, load: () => import("./critic.ts") },
  publisher: { stallMs: MAKING, load: () => import("./publisher.ts") },
};

/** Without a step forward for so many ms, work of the most patient of these roles is stuck. */
export function patienceOf(names: readonly RoleName[]): number {
  return Math.max(...names.map((name) => ENTRIES[name].stallMs));
}

/** Whether one of these roles needs the model's key; to all others it would only be one more place to lose it. */
export function asksModel(names: readonly RoleName[]): boolean {
  return names.some((name) => ENTRIES[name].asksModel);
}

/** The roles that a pane serves, ready to perform. */
export function rolesFor(names: readonly RoleName[], context: RoleContext): Role[] {
  return names.map((name) => {
    const entry = ENTRIES[name];
    return {
      name,
      stallMs: entry.stallMs,
      perform: async (task) => (await entry.load()).perform(task, context),
    };
  });
}
