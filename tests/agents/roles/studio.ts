import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Done, Outcome, RoleName, Task } from "../../../agents/agent.ts";
import type { Model } from "../../../agents/llm/model.ts";
import type { RoleContext } from "../../../agents/roles/context.ts";
import { rolesFor } from "../../../agents/roles/index.ts";
import { openBlobs, type Blobs } from "../../../kernel/blobs.ts";
import { createHome, homeAt, type Home } from "../../../kernel/home.ts";
import type { StepOutput } from "../../../queue/topics.ts";
import { parseBrief } from "../../../video/brief/parse.ts";
import { shareBundle } from "../../support/bundle.ts";
import { temporaryFolder, type Cleanup } from "../../support/temp.ts";

/** A job in the hands of one test: roles perform one after the other, outputs gather as in a workflow. */
export interface Studio {
  readonly home: Home;
  readonly blobs: Blobs;
  readonly reports: string[];
  /** Performs a step; its outputs are inputs of all that follow. */
  perform(
    role: RoleName,
    step: string,
    params?: Task["work"]["params"],
    key?: string,
  ): Promise<Outcome>;
  /** As `perform`, for steps that must succeed. */
  done(role: RoleName, step: string, params?: Task["work"]["params"], key?: string): Promise<Done>;
  /** The paper that a step has made. */
  paper(name: string): unknown;
}

/** Those that draw in a browser. */
const DRAWING: ReadonlySet<RoleName> = new Set(["renderer", "post-processor", "critic"]);

export function studioFor(
  t: Cleanup,
  brief: string,
  model: Model | null = null,
  onQuota: RoleContext["onQuota"] = "rules",
  scale = 0.1,
): Studio {
  const home = homeAt(temporaryFolder(t));
  createHome(home);
  const blobs = openBlobs(home.blobs);
  const render = { scale, segments: 2, concurrency: 1, browser: null };
  const context: RoleContext = { home, render, model, onQuota };
  const parsed = blobs.putJson(parseBrief(brief, { file: "brief.md" }));
  const outputs: StepOutput[] = [{ step: "brief", key: null, name: "brief", blob: parsed }];
  const reports: string[] = [];

  const perform: Studio["perform"] = async (role, step, params = {}, key) => {
    if (DRAWING.has(role)) await shareBundle(home);
    const [performer] = rolesFor([role], context);
    if (!performer) throw new Error(`no role ${role}`);
    const folder = join(home.work, `${step}-${key ?? ""}`);
    mkdirSync(folder, { recursive: true });
    const work = {
      job: "job-1",
      step,
      role,
      attempt: 1,
      title: "A film",
      params,
      inputs: [...outputs],
    };
    const outcome = await performer.perform({
      work,
      blobs,
      folder,
      signal: new AbortController().signal,
      report: (doing) => void reports.push(doing),
    });
    if (outcome.kind === "done") {
      for (const [name, blob] of Object.entries(outcome.outputs)) {
        outputs.push({ step, key: key ?? null, name, blob });
      }
    }
    return outcome;
  };

  return {
    home,
    blobs,
    reports,
    perform,
    done: async (...step) => {
      const outcome = await perform(...step);
      if (outcome.kind === "failed") throw new Error(outcome.failure.message);
      return outcome;
    },
    paper: (name) => {
      const found = outputs.findLast((output) => output.name === name);
      if (!found) throw new Error(`nobody made ${name}`);
      return blobs.readJson(found.blob);
    },
  };
}
