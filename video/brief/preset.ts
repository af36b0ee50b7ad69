import { InputError, type Problem } from "../../kernel/errors.ts";
import { nearest } from "../../kernel/nearest.ts";
import { FIELD_NAMES, fieldNamed } from "./fields.ts";
import type { Requirements } from "./requirements.ts";

/** What is asked for whatever the text says, e.g. `{ aspect: "9:16" }`, by the names that front matter knows. */
export type Preset = Readonly<Record<string, unknown>>;

/** Reads a preset; `where` is its place in messages. Throws an `InputError` that names every mistake. */
export function readPreset(preset: Preset, where: string): Requirements {
  const requirements: Requirements = {};
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(preset)) {
    const field = fieldNamed(name);
    if (!field) {
      const near = nearest(name, FIELD_NAMES);
      const hint = near ? `did you mean "${near}"?` : `known: ${FIELD_NAMES.join(", ")}`;
      problems.push({ where, message: `unknown field "${name}"`, hint });
      continue;
    }
    const reading = field.read(value);
    if ("value" in reading) Object.assign(requirements, { [field.key]: reading.value });
    else problems.push({ where, message: `${name}: ${reading.message}`, hint: reading.hint });
  }
  const [first, ...others] = problems;
  if (first) throw new InputError([first, ...others]);
  return requirements;
}
