import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { OperationalError } from "../kernel/errors.ts";
import { readJson } from "../kernel/files.ts";
import type { Home } from "../kernel/home.ts";
import type { History } from "../video/scene-graph/history.ts";
import { GraphPatch } from "../video/scene-graph/patch.ts";
import { SceneGraph } from "../video/scene-graph/scene-graph.ts";

/**
 * The history of a published film, from its job's folder. Throws `no-history` for a job that has
 * published none, and `history-unreadable` for files that are none.
 */
export function readHistory(home: Home, job: string): History {
  const folder = join(home.jobs, job, "patches");
  const draft = join(folder, "000-scene_graph.json");
  if (!existsSync(draft)) {
    throw new OperationalError("no-history", `Job ${job} has published no film yet.`, {
      hint: `Wait for its end with: kantoku watch ${job}`,
    });
  }
  const files = readdirSync(folder).filter((name) => name.endsWith(".patch.json"));
  try {
    return {
      draft: SceneGraph.parse(readJson(draft)),
      patches: files.toSorted().map((name) => GraphPatch.parse(readJson(join(folder, name)))),
    };
  } catch (cause) {
    throw new OperationalError("history-unreadable", `${folder} holds no readable history.`, {
      hint: "The files there must stay as they were published; rewind the job to publish them again.",
      cause,
    });
  }
}
