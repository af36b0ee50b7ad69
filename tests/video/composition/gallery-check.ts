import { join } from "node:path";
import { parseArgs } from "node:util";
import { THEME_NAMES } from "../../../video/look/names.ts";
import { runProgram } from "../../support/program.ts";
import { runTestFile } from "../../support/test-file.ts";

const HELP = `Lays out every template in every theme, aspect, language and length, with captions and without. Takes some
twenty minutes; ends with 1 when something does not stand whole, apart and readable.

  npm run gallery:check -- [THEME]…

  THEME   ${THEME_NAMES.join(" | ")}
  --help  this text

Example:
  npm run gallery:check -- washi cobalt
`;

await runProgram({
  help: HELP,
  read: themesOf,
  run: (themes, signal) =>
    runTestFile(join(import.meta.dirname, "every-layout.ts"), themes, signal),
});

function themesOf(args: string[]): readonly string[] {
  const { positionals } = parseArgs({ args, options: {}, allowPositionals: true });
  const unknown = positionals.find((name) => !THEME_NAMES.some((known) => known === name));
  if (unknown !== undefined) throw new TypeError(`There is no theme ${JSON.stringify(unknown)}.`);
  return positionals;
}
