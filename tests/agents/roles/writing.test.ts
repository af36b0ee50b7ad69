import assert from "node:assert/strict";
import { test } from "node:test";
import { createModel, type Model } from "../../../agents/llm/model.ts";
import { OperationalError } from "../../../kernel/errors.ts";
import { Brief } from "../../../video/brief/brief.ts";
import { planConcept } from "../../../video/concept/concept-by-rules.ts";
import { Concept } from "../../../video/concept/concept.ts";
import { Script } from "../../../video/script/script.ts";
import { writeScript } from "../../../video/script/script-by-rules.ts";
import { ShotPlan } from "../../../video/shots/shot-plan.ts";
import { chooseShots } from "../../../video/shots/shots-by-rules.ts";
import { startOpenAi, type Fault, type OpenAiStandIn } from "../../support/openai/openai.ts";
import { studioFor } from "./studio.ts";

const BRIEF = `---
duration: 20
key_messages:
  - The lamp never goes out
---
# A lighthouse

The lamp never goes out, and nobody has to watch it.

- A keeper looks at it every second
- A broken part is replaced at once

Ships have trusted it since 1901.
`;

const modelAt = ({ baseUrl }: OpenAiStandIn): Model =>
  createModel({ apiKey: "test", baseUrl, model: "gpt-5-mini", random: () => 0 });

/** What a model could answer: the rules' own papers, told in the model's form. */
function drafts(brief: Brief) {
  const concept = planConcept(brief);
  const script = writeScript(brief, concept);
  const plan = chooseShots(brief, concept, script);
  const { seed: _seed, madeBy: _by, ...conceptDraft } = concept;
  const beats = script.beats.map(({ id: _id, sources: _sources, ...beat }) => beat);
  const shots = plan.shots.map(
    ({ id: _id, start: _start, len: _len, content: _content, sources: _sources, ...shot }) => {
      const { pictograms: _pictograms, ...drafted } = shot;
      return drafted;
    },
  );
  return {
    concept: { ...conceptDraft, logline: "A lamp that repairs itself." },
    script: { beats, leftOut: [], assumptions: ["The sea is calm."] },
    shots: { shots: shots.map((shot) => ({ ...shot, lighting: "moonlight" })) },
  };
}

test("concept, script and shots of a model are taken over and signed", async (t) => {
  await using openai = await startOpenAi();
  const studio = studioFor(t, BRIEF, modelAt(openai));
  const { concept, script, shots } = drafts(Brief.parse(studio.paper("brief")));

  openai.say(concept);
  const planned = await studio.done("concept-planner", "concept");
  assert.ok((planned.costUsd ?? 0) > 0);
  openai.say(script);
  await studio.done("scriptsmith", "script");
  openai.say(shots);
  await studio.done("shotmaster", "shots");

  assert.equal(Concept.parse(studio.paper("concept")).logline, "A lamp that repairs itself.");
  const written = Script.parse(studio.paper("script"));
  assert.ok(written.assumptions.includes("The sea is calm."));
  assert.equal(written.madeBy.engine, "model");
  assert.match(written.madeBy.model ?? "", /gpt-5-mini, scriptsmith\/v1/);
  assert.equal(ShotPlan.parse(studio.paper("shot-plan")).shots[0]?.lighting, "moonlight");
});

test("a script that forgets a key message is sent back with the reason", async (t) => {
  await using openai = await startOpenAi();
  const studio = studioFor(t, BRIEF, modelAt(openai));
  const { concept, script } = drafts(Brief.parse(studio.paper("brief")));
  openai.say(concept);
  await studio.done("concept-planner", "concept");

  const forgetful = {
    ...script,
    beats: script.beats.map((beat) => ({
      ...beat,
      audio: { narration: ["Something else."], sound: "" },
      text: { template: "statement", text: "Something else", emphasis: [] },
    })),
  };
  openai.say(forgetful, script);
  await studio.done("scriptsmith", "script");
  assert.equal(Script.parse(studio.paper("script")).madeBy.engine, "model");
  const complaint = openai.requests.at(-1)?.turns.at(-1)?.content ?? "";
  assert.match(complaint, /The lamp never goes out/);
});

test("when the model fails, the rules write and the papers say why", async (t) => {
  await using openai = await startOpenAi();
  const studio = studioFor(t, BRIEF, modelAt(openai));
  openai.fail({ kind: "status", status: 401, code: "invalid_api_key" });
  const planned = await studio.done("concept-planner", "concept");
  assert.match(planned.notes?.join() ?? "", /by rules/);

  openai.sayAlways(() => ({ nonsense: true }));
  const scripted = await studio.done("scriptsmith", "script");
  const { madeBy, beats } = Script.parse(studio.paper("script"));
  assert.equal(madeBy.engine, "rules");
  assert.match(madeBy.fallback ?? "", /^validation: /);
  assert.ok(beats.length >= 3);
  assert.match(scripted.notes?.join() ?? "", /validation/);

  const shot = await studio.done("shotmaster", "shots");
  assert.ok((shot.fanOut?.["shots"]?.length ?? 0) >= 3);
});

test("without a model everything is written by rules, and nothing is asked", async (t) => {
  const studio = studioFor(t, BRIEF);
  await studio.done("concept-planner", "concept");
  await studio.done("scriptsmith", "script");
  await studio.done("shotmaster", "shots");
  assert.deepEqual(Script.parse(studio.paper("script")).madeBy, {
    engine: "rules",
    model: null,
    fallback: null,
  });
});

const limited = (headers: Readonly<Record<string, string>>): Fault => {
  return { kind: "status", status: 429, headers };
};

test("a quota until a time is waited for where that is wanted, and else the rules write", async (t) => {
  await using openai = await startOpenAi();
  openai.fail(limited({ "retry-after": "7200" }));
  const before = Date.now();
  const patient = studioFor(t, BRIEF, modelAt(openai), "wait");
  await assert.rejects(patient.perform("concept-planner", "concept"), (error) => {
    assert.ok(error instanceof OperationalError && error.code === "model-quota");
    assert.ok((error.retryAt ?? 0) >= before + 7_200_000);
    return true;
  });
  openai.fail(limited({ "retry-after": "7200" }));
  const ready = studioFor(t, BRIEF, modelAt(openai));
  const { notes } = await ready.done("concept-planner", "concept");
  assert.match(notes?.[0] ?? "", /written by rules, the model failed \(rate-limit/);
});

test("nobody waits for a quota of which nobody knows when it is reset", async (t) => {
  await using openai = await startOpenAi();
  openai.fail({ kind: "status", status: 429, code: "insufficient_quota" });
  const studio = studioFor(t, BRIEF, modelAt(openai), "wait");
  const { notes } = await studio.done("concept-planner", "concept");
  assert.match(notes?.[0] ?? "", /written by rules, the model failed \(quota/);
});
