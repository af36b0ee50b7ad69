import type { Command } from "commander";
import { InputError } from "../../../kernel/errors.ts";
import type { Brief } from "../../../video/brief/brief.ts";
import { readBrief } from "../../../video/brief/read.ts";
import { readBriefFile } from "../../brief.ts";
import { EXIT } from "../exit.ts";
import { examples } from "../options.ts";
import { count, print, printJson } from "../output.ts";

export function define(command: Command): void {
  command.argument("<brief>", "Markdown file").option("--json", "print JSON").action(validate);
  examples(command, "kantoku validate brief.md", "kantoku validate brief.md --json");
}

/** Says how the brief was understood; needs no daemon. */
function validate(file: string, options: { json?: boolean }): void {
  if (options.json) return validateJson(file);
  const { title, durationSeconds, aspect, language, keyMessages, assumptions } = read(file);
  print(
    `${title}: ${durationSeconds} s, ${aspect}, ${language}, ${count(keyMessages.length, "key message")}`,
  );
  for (const assumption of assumptions) print(`- ${assumption}`);
}

function read(file: string): Brief {
  return readBrief(readBriefFile(file), { file });
}

function validateJson(file: string): void {
  try {
    printJson({ ok: true, brief: read(file) });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    printJson({ ok: false, problems: error.problems });
    process.exitCode = EXIT.usage;
  }
}
