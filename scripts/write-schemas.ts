/** Writes the JSON Schemas that docs/ publishes. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { writeJson } from "../kernel/files.ts";
import { runProgram } from "../tests/support/program.ts";
import { sceneGraphJsonSchema } from "../video/scene-graph/json-schema.ts";

const HELP = `Writes docs/schema/scene-graph.schema.json from the code; a test tells when it no longer fits.

  npm run schemas [-- --help]

Example:
  npm run schemas
`;

const PROJECT = resolve(import.meta.dirname, "..");
const SCHEMA = "docs/schema/scene-graph.schema.json";

await runProgram({
  help: HELP,
  read: (args) => parseArgs({ args, options: {} }).values,
  run: async () => {
    writeJson(resolve(PROJECT, SCHEMA), sceneGraphJsonSchema());
    process.stdout.write(`Written: ${SCHEMA}\n`);
    return 0;
  },
});
