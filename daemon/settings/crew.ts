import { z } from "zod";
import { ROLES } from "../../agents/agent.ts";
import { SIZE_WORDS, sizeProblem } from "../../agents/cgroup/limits.ts";
import { RESTART_TYPES, STRATEGIES } from "../../agents/roster.ts";

export const memory = z.string(SIZE_WORDS).superRefine((text, context) => {
  const message = sizeProblem(text);
  if (message !== undefined) context.addIssue(message);
});

/** What one agent may take with all its children, where systemd gives it a cgroup of its own (docs/service.md). */
export const limits = {
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
export const crew = z.strictObject({
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
