import type { Command } from "commander";
import { InputError } from "../../../kernel/errors.ts";
import { readBrief } from "../../brief.ts";
import { EXIT } from "../exit.ts";
import { examples } from "../options.ts";
import { print, printJson } from "../output.ts";

export function define(command: Command): void {
  command.argument("<brief>", "Markdown file").option("--json", "print JSON").action(validate);
  examples(command, "kantoku validate brief.md", "kantoku validate brief.md --json");
}

/** Says how the brief was understood; needs no daemon. */
function validate(file: string, options: { json?: boolean }): void {
  if (options.json) return validateJson(file);
  const { brief } = readBrief(file);
  const { title, durationSeconds, aspect, language, keyMessages, assumptions } = brief;
  print(
    `${title}: ${durationSeconds} s, ${aspect}, ${language}, ${keyMessages.length} key messages`,
  );
  for (const assumption of assumptions) print(`- ${assumption}`);
}

function validateJson(file: string): void {
  try {
    printJson({ ok: true, brief: readBrief(file).brief });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    printJson({ ok: false, problems: error.problems });
    process.exitCode = EXIT.usage;
  }
}
