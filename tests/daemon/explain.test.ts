import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { admissionOf } from "../../daemon/brief.ts";
import { loadConfig } from "../../daemon/config.ts";
import { openStores } from "../../daemon/stores.ts";
import { writeJson } from "../../kernel/files.ts";
import { patchGraph } from "../../video/scene-graph/patch.ts";
import { graphOf } from "../video/scene-graph/fixtures/graph.ts";
import { kantoku, kantokuJson, temporaryFolder } from "./command.ts";

/** A home with one job, as its publisher leaves it after an edit. */
async function published(home: string): Promise<{ job: string; folder: string }> {
  const config = await loadConfig({ home });
  using stores = openStores(config);
  const source = { kind: "cli" as const, ref: "brief.md" };
  const text = "# A lighthouse\n\nThe lamp never goes out.\n";
  const { job } = stores.jobs.admit(
    admissionOf(text, "brief.md", stores.blobs, { source, admissionKey: "test" }),
  );
  return { job, folder: join(config.home.jobs, job, "patches") };
}

test("explain tells what was done to a finished film, and replays its versions", async (t) => {
  const home = temporaryFolder(t);
  const { job, folder } = await published(home);
  const early = await kantoku(home, ["explain", job]);
  assert.equal(early.exitCode, 1);
  assert.match(early.stderr, /has published no film yet[^]*kantoku watch/);

  const draft = graphOf(2);
  const edit = patchGraph(draft, {
    author: "editor",
    reason: "It was too long.",
    operations: [{ op: "replace", path: "/layers/1/duration", value: 30 }],
  });
  assert.ok(edit.kind === "patched");
  writeJson(join(folder, "000-scene_graph.json"), draft);
  writeJson(join(folder, "001-editor.patch.json"), edit.patch);

  const told = await kantoku(home, ["explain", job]);
  assert.match(
    told.stdout,
    /1\. editor: It was too long\.\n {3}- Scene 2 lasts 1 s instead of 2 s\./,
  );
  const japanese = await kantoku(home, ["explain", job.slice(0, 20), "--language", "ja"]);
  assert.match(japanese.stdout, /シーン2の長さを2秒から1秒に変えます。/);
  const { versions } = await kantokuJson<{ versions: { author: string }[] }>(home, [
    "explain",
    job,
  ]);
  assert.deepEqual(
    versions.map(({ author }) => author),
    ["editor"],
  );
  const graphs = [draft, edit.graph];
  for (const [version, graph] of graphs.entries()) {
    const args = ["explain", job, "--graph", String(version)];
    assert.deepEqual(await kantokuJson(home, args), graph);
  }
  const beyond = await kantoku(home, ["explain", job, "--graph", "2"]);
  assert.equal(beyond.exitCode, 1);
  assert.match(beyond.stderr, /no version 2[^]*from 0, the draft, to 1/);
});
