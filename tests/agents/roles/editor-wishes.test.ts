import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import type { Task } from "../../../agents/agent.ts";
import type { RoleContext } from "../../../agents/roles/context.ts";
import { perform } from "../../../agents/roles/editor.ts";
import { openBlobs } from "../../../kernel/blobs.ts";
import { GraphPatch } from "../../../video/scene-graph/patch.ts";
import { scenesOf } from "../../../video/scene-graph/layers.ts";
import { SceneGraph } from "../../../video/scene-graph/scene-graph.ts";
import { revisedLines } from "../../../video/report/revised.ts";
import { reportWordsIn } from "../../../video/report/words/words.ts";
import { RevisionRecord } from "../../../video/edit/revision.ts";
import { temporaryFolder } from "../../support/temp.ts";
import { graphOf } from "../../video/scene-graph/fixtures/graph.ts";

test("a person's wish becomes a patch of the finished film, which the Editor's own taste leaves alone", async (t) => {
  const blobs = openBlobs(temporaryFolder(t));
  const graph = graphOf(3);
  const [first] = scenesOf(graph);
  const output = (name: string, value: unknown) => ({
    step: "edit",
    key: null,
    name,
    blob: blobs.putJson(value),
  });
  const wishes = [{ kind: "framing", shot: 2, to: first?.framing }];
  const request = { by: "olga", text: "shot 2 in the middle", wishes };
  const revision = {
    round: 1,
    askedBy: "olga",
    last: [output("graph", graph), output("patches", []), output("revisions", [])],
    findings: [{ ...output("change-request", request), step: "person" }],
  };
  const work = {
    job: "j",
    step: "edit",
    role: "editor",
    attempt: 2,
    title: "",
    params: {},
    inputs: [],
    revision,
  };
  const task = { work, blobs, folder: "", signal: t.signal, report: () => {} } as unknown as Task;
  const context = { render: { segments: 2 } } as unknown as RoleContext;
  const outcome = await perform(task, context);
  assert.ok(outcome.kind === "done");
  const read = (name: string): unknown => blobs.readJson(outcome.outputs[name]!);
  const changed = scenesOf(SceneGraph.parse(read("graph")));
  assert.equal(changed[1]?.framing, first?.framing, "though it repeats the scene before");
  assert.deepEqual(
    z
      .array(GraphPatch)
      .parse(read("patches"))
      .map(({ author, reason }) => [author, reason])[0],
    ["person", "olga: shot 2 in the middle"],
  );
  const records = z.array(RevisionRecord).parse(read("revisions"));
  assert.deepEqual(revisedLines(records, { findings: [] }, reportWordsIn("en")), [
    "Round 1: changed as asked (olga: shot 2 in the middle)",
  ]);
});
