import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { OperationalError } from "../../kernel/errors.ts";

/** A system prompt with the name to record beside every answer made with it, e.g. `scriptsmith/v1`. */
export interface Prompt {
  readonly version: string;
  readonly text: string;
}

const FOLDER = fileURLToPath(new URL("../../prompts", import.meta.url));

/** The newest `prompts/<role>/v<N>_system.txt`; a prompt that was used once is never edited. */
export function loadPrompt(role: string, folder = FOLDER): Prompt {
  const numbers = readdirSafely(join(folder, role)).flatMap((name) => {
    const number = /^v(\d+)_system\.txt$/.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
  if (numbers.length === 0) {
    throw new OperationalError("prompt-missing", `There is no prompt for ${role} in ${folder}.`, {
      hint: "The installation is incomplete: install Kantoku again.",
    });
  }
  const newest = Math.max(...numbers);
  const text = readFileSync(join(folder, role, `v${newest}_system.txt`), "utf8").trim();
  return { version: `${role}/v${newest}`, text };
}

function readdirSafely(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
