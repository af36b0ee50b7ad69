import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Brief } from "../../../video/brief/brief.ts";
import { readBrief } from "../../../video/brief/read.ts";
import type { Concept } from "../../../video/concept/concept.ts";
import { planConcept } from "../../../video/concept/concept-by-rules.ts";
import type { Script } from "../../../video/script/script.ts";
import { writeScript } from "../../../video/script/script-by-rules.ts";

export interface Film {
  readonly file: string;
  readonly brief: Brief;
  readonly concept: Concept;
  readonly script: Script;
}

export function filmOf(text: string, file = "brief.md"): Film {
  const brief = readBrief(text, { file });
  const concept = planConcept(brief);
  return { file, brief, concept, script: writeScript(brief, concept) };
}

const FOLDER = join(import.meta.dirname, "../../../examples");

export function exampleFilms(): Film[] {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".md") && name !== "README.md");
  return files.toSorted().map((name) => filmOf(readFileSync(join(FOLDER, name), "utf8"), name));
}
