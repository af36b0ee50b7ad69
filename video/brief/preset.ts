import { fieldNamed } from "./fields.ts";
import type { FoundFlaw } from "./flaws/flaw.ts";
import { unknownField } from "./front-matter.ts";
import type { Requirements } from "./requirements.ts";

/** What is asked for whatever the text says, e.g. `{ aspect: "9:16" }`, by the names that front matter knows. */
export type Preset = Readonly<Record<string, unknown>>;

/** Reads a preset, with every mistake in it. */
export function readPreset(preset: Preset): {
  readonly requirements: Requirements;
  readonly flaws: readonly FoundFlaw[];
} {
  const requirements: Requirements = {};
  const flaws: FoundFlaw[] = [];
  for (const [name, value] of Object.entries(preset)) {
    const field = fieldNamed(name);
    const reading = field?.read(value);
    if (!field || !reading) flaws.push(unknownField(name));
    else if ("flaw" in reading) flaws.push({ flaw: reading.flaw, field: name });
    else Object.assign(requirements, { [field.key]: reading.value });
  }
  return { requirements, flaws };
}
