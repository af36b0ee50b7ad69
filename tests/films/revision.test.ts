import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { ROLES, type Outcome, type Role, type Task } from "../../agents/agent.ts";
import type { RoleContext } from "../../agents/roles/context.ts";
import { rolesFor } from "../../agents/roles/index.ts";
import { runWorker } from "../../agents/worker.ts";
import { openBlobs, type Blobs } from "../../kernel/blobs.ts";
import { createHome, homeAt, type Home } from "../../kernel/home.ts";
import { openHeartbeats } from "../../queue/heartbeats.ts";
import { loadTemplates } from "../../scheduler/template.ts";
import { parseBrief } from "../../video/brief/parse.ts";
import { CriticReport } from "../../video/measure/critic-report.ts";
import { SceneGraph } from "../../video/scene-graph/scene-graph.ts";
import { admission, openWorkshop } from "../scheduler/support/workshop.ts";
import { temporaryFolder } from "../support/temp.ts";

const BRIEF = `---
duration: 8
captions: burned-in
---
# A lighthouse

The lamp never goes out.

- A keeper looks at it every second
- A broken part is replaced at once
`;

/** A caption that flies by in the first segment, and a mix that is far too quiet. */
function spoiled(graph: SceneGraph): SceneGraph {
  const [first, ...others] = graph.captions.cues;
  assert.ok(first);
  const cues = [{ ...first, end: first.start + 6 }, ...others];
  return {
    ...graph,
    master: { lufs: -18, truePeak: -1.5 },
    captions: { ...graph.captions, cues },
  };
}

test("a film out of its limits goes back to the Editor once, and only what changed is rendered again", async (t) => {
  const { home, blobs, jobs, reaches, admit, critiques } = studio(t);
  const job = admit(BRIEF);
  await reaches(job, "done");

  const view = await jobs.view(job);
  assert.deepEqual(
    view?.revisions.map(({ round, askedBy, step }) => [round, askedBy, step]),
    [[1, "critique", "edit"]],
  );
  const reasons = view?.revisions[0]?.reasons.join(" ") ?? "";
  assert.match(reasons, /must be read at/);
  assert.match(reasons, /LU too quiet/);
  const steps = new Map(view?.steps.map((step) => [step.name, step]));
  assert.deepEqual(
    ["direct", "edit", "mix", "finish", "critique", "publish"].map(
      (name) => steps.get(name)?.attempts,
    ),
    [1, 2, 2, 2, 2, 1],
  );
  const renders = [...steps.values()].filter(({ role }) => role === "renderer");
  assert.ok(renders.length > 1);
  assert.match(renders[0]?.summary ?? "", /^Frames 0 to \d+$/);
  for (const { summary } of renders.slice(1)) assert.match(summary ?? "", /as rendered before$/);

  const folder = join(home.jobs, job);
  const paper = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));
  const critic = CriticReport.parse(paper("critic_report.json"));
  assert.deepEqual(
    critic.measurements.filter(({ passed }) => !passed),
    [],
  );
  // Corrected by what was measured, which an encoder moves by a tenth or two.
  const { master } = SceneGraph.parse(paper("scene_graph.json"));
  assert.ok(Math.abs((master?.lufs ?? 0) + 14) <= 0.2, `mixed to ${master?.lufs} LUFS`);
  const report = readFileSync(join(folder, "report.md"), "utf8");
  assert.match(report, /## Revised\n\n- Round 1: mended/);
  const patches = readdirSync(join(folder, "patches"));
  assert.ok(patches.filter((name) => name.endsWith("-critic.patch.json")).length >= 2);
  assert.ok(existsSync(join(folder, "film.mp4")));

  await t.test("with no round left, the Critic says what stays as it is", async () => {
    const [first] = critiques;
    assert.ok(first?.work.revises);
    const work = { ...first.work, revises: { ...first.work.revises, used: 3 } };
    const again = { ...first, work, blobs, signal: new AbortController().signal };
    const outcome = await performed("critic", again, home);
    assert.ok(outcome.kind === "done");
    assert.equal(outcome.revision, undefined);
    assert.ok(
      outcome.notes?.some((note) => note.startsWith("Left as it is, for want of another round: ")),
    );
  });
});

const contextOf = (home: Home): RoleContext => ({
  home,
  render: { scale: 0.1, segments: 2, concurrency: 1, browser: null },
  model: null,
});

async function performed(name: "critic" | "director", task: Task, home: Home): Promise<Outcome> {
  const [role] = rolesFor([name], contextOf(home));
  assert.ok(role);
  return role.perform(task);
}

/** The film workflow with one real agent for all roles; its Director spoils the scene graph. */
function studio(t: TestContext) {
  const home = homeAt(temporaryFolder(t));
  createHome(home);
  const blobs = openBlobs(home.blobs);
  const film = loadTemplates().get("film");
  assert.ok(film);
  const heartbeats = openHeartbeats(home.heartbeats);
  const stopping = new AbortController();
  let working: Promise<unknown> = Promise.resolve();
  // Before the workshop's own hook: the agent ends before its queue is closed.
  t.after(async () => {
    stopping.abort();
    await working;
    heartbeats[Symbol.dispose]();
  });
  const workshop = openWorkshop(t, home.data, { templates: [film] });
  const critiques: Task[] = [];
  working = runWorker({
    agent: "everybody",
    generation: 1,
    roles: rolesFor(ROLES, contextOf(home)).map((role) => disturbed(role, critiques)),
    queue: workshop.queue,
    heartbeats,
    blobs,
    workFolder: home.work,
    view: { show: () => {}, end: () => {} },
    signal: stopping.signal,
  });
  working.catch(() => {});
  const admit = (text: string): string => {
    const brief = blobs.putJson(parseBrief(text, { file: "brief.md" }));
    const briefText = blobs.putBytes(text, ".md");
    return workshop.jobs.admit(admission({ workflow: "film", brief, briefText })).job;
  };
  return { ...workshop, home, blobs, admit, critiques };
}

function disturbed(role: Role, critiques: Task[]): Role {
  const perform = async (task: Task): Promise<Outcome> => {
    if (role.name === "critic") critiques.push(task);
    const outcome = await role.perform(task);
    if (role.name !== "director" || outcome.kind === "failed") return outcome;
    return { ...outcome, outputs: withSpoiledGraph(outcome.outputs, task.blobs) };
  };
  return { ...role, perform };
}

function withSpoiledGraph(outputs: Extract<Outcome, { kind: "done" }>["outputs"], blobs: Blobs) {
  const draft = outputs["draft-graph"];
  assert.ok(draft);
  const graph = SceneGraph.parse(blobs.readJson(draft));
  return { ...outputs, "draft-graph": blobs.putJson(spoiled(graph)) };
}
