/** Writes the JSON Schemas that docs/ publishes: `npm run schemas`. */
import { resolve } from "node:path";
import { writeJson } from "../kernel/files.ts";
import { sceneGraphJsonSchema } from "../video/scene-graph/json-schema.ts";

const DOCS = resolve(import.meta.dirname, "../docs/schema");

writeJson(resolve(DOCS, "scene-graph.schema.json"), sceneGraphJsonSchema());
