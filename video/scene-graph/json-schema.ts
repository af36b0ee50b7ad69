import { z } from "zod";
import { SCENE_GRAPH_CONTEXT, SceneGraph } from "./scene-graph.ts";

/** The scene graph's shape for programs in any language: JSON Schema, draft 2020-12. */
export function sceneGraphJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(SceneGraph, {
    override: ({ zodSchema, jsonSchema }) => {
      // Whole numbers are bounded by what JavaScript can count, which says nothing of a film.
      if (zodSchema._zod.def.type !== "number") return;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return {
    $schema,
    $id: SCENE_GRAPH_CONTEXT,
    title: "Scene graph",
    description:
      "A film as data. Times are whole frames, gains dB; layers go by z-order, bottom first. Changed by JSON Patches (RFC 6902) only.",
    ...schema,
  };
}
