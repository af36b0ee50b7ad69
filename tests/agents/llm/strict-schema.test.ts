import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { createModel } from "../../../agents/llm/model.ts";
import { parseStrict, strictSchema } from "../../../agents/llm/strict-schema.ts";
import { SceneContent } from "../../../video/scene-graph/content.ts";
import { Script } from "../../../video/script/script.ts";
import { ShotPlan } from "../../../video/shots/shot-plan.ts";
import { Concept } from "../../../video/concept/concept.ts";
import { startOpenAi } from "../../support/openai/openai.ts";

test("what is optional becomes nullable, and its null is taken out of the answer", () => {
  const schema = z.strictObject({
    kept: z.string().nullable(),
    left: z.string().optional(),
    inner: z.array(z.strictObject({ detail: z.string().max(10).optional() })),
    tone: z.string().default("calm"),
  });
  const { schema: json } = strictSchema(schema);
  assert.deepEqual(json["required"], ["kept", "left", "inner", "tone"]);
  const text = JSON.stringify({ kept: null, left: null, inner: [{ detail: null }], tone: null });
  assert.deepEqual(parseStrict(text, schema, false), {
    kind: "valid",
    value: { kept: null, inner: [{}], tone: "calm" },
  });
});

test("a required value that is null stays wrong", () => {
  const parsed = parseStrict('{"a": null}', z.strictObject({ a: z.string() }), false);
  assert.equal(parsed.kind, "invalid");
});

test("an answer that is no object travels in a wrapper", () => {
  const schema = z.array(z.string());
  const { schema: json, isWrapped } = strictSchema(schema);
  assert.equal(json["type"], "object");
  assert.deepEqual(parseStrict('{"value": ["a"]}', schema, isWrapped), {
    kind: "valid",
    value: ["a"],
  });
  assert.equal(parseStrict("null", schema, isWrapped).kind, "invalid");
});

test("lengths are told in words, bounds that say nothing are left out", () => {
  const schema = z.strictObject({
    line: z.string().min(1).max(90).describe("A line."),
    count: z.int(),
    part: z.int().min(1).max(4),
    id: z.string().regex(/^b\d+$/),
    odd: z.string().regex(/^(?!x)/),
    pair: z.tuple([z.number(), z.number()]),
  });
  assert.deepEqual(strictSchema(schema).schema["properties"], {
    line: { type: "string", description: "A line. At least 1 characters. At most 90 characters." },
    count: { type: "integer" },
    part: { type: "integer", minimum: 1, maximum: 4 },
    id: { type: "string", pattern: "^b\\d+$" },
    odd: { type: "string" },
    pair: {
      type: "array",
      items: { anyOf: [{ type: "number" }, { type: "number" }] },
      minItems: 2,
      maxItems: 2,
    },
  });
});

test("a record can't be asked for", () => {
  assert.throws(() => strictSchema(z.strictObject({ a: z.record(z.string(), z.string()) })), {
    name: "TypeError",
  });
});

for (const [name, schema] of Object.entries({ Concept, Script, ShotPlan, SceneContent })) {
  test(`${name} can be asked of a model`, async () => {
    await using server = await startOpenAi();
    server.sayAlways(() => ({}));
    const model = createModel({ apiKey: "k", baseUrl: server.baseUrl, model: "gpt-5" });
    const { signal } = new AbortController();
    const question = { role: "test", name, system: "s", user: "u", signal };
    const answer = await model.ask({ ...question, schema: schema as z.ZodType });
    // Refused for its form by zod, not for its schema by the server.
    assert.equal(answer.kind === "refused" && answer.class, "validation");
  });
}
