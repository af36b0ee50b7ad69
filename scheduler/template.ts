import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { InputError, type Problem } from "../kernel/errors.ts";
import { graphProblems } from "./template-graph.ts";
import { readYaml } from "./template-yaml.ts";
import { WorkflowTemplate } from "./workflow.ts";

export type ReadTemplate =
  | { readonly kind: "template"; readonly template: WorkflowTemplate }
  | { readonly kind: "invalid"; readonly problems: readonly [Problem, ...Problem[]] };

export interface TemplateOptions {
  /** The roles that somebody serves; without it any name will do. */
  readonly roles?: readonly string[];
}

/** Reads a workflow from YAML text; each problem names the file, line and column. */
export function readTemplate(
  text: string,
  file: string,
  { roles }: TemplateOptions = {},
): ReadTemplate {
  const yaml = readYaml(text, file);
  if (yaml.problems.length > 0) return invalid(yaml.problems);
  const parsed = WorkflowTemplate.safeParse(yaml.value);
  if (!parsed.success) return invalid(yaml.explain(parsed.error));
  const problems = graphProblems(parsed.data, roles).map(({ path, message, hint }) =>
    yaml.problemAt(path, message, hint),
  );
  return problems.length > 0 ? invalid(problems) : { kind: "template", template: parsed.data };
}

/** The workflows that come with Kantoku. */
export const TEMPLATES_FOLDER = join(import.meta.dirname, "templates");

/** All `*.yaml` of a folder, by workflow name. Throws one `InputError` with every file's problems. */
export function loadTemplates(
  folder: string = TEMPLATES_FOLDER,
  options: TemplateOptions = {},
): ReadonlyMap<string, WorkflowTemplate> {
  const templates = new Map<string, WorkflowTemplate>();
  const problems: Problem[] = [];
  for (const name of readdirSync(folder).toSorted()) {
    if (!/\.ya?ml$/.test(name)) continue;
    const file = join(folder, name);
    const read = readTemplate(readFileSync(file, "utf8"), file, options);
    if (read.kind === "invalid") problems.push(...read.problems);
    else if (read.template.name === basename(name).replace(/\.ya?ml$/, ""))
      templates.set(read.template.name, read.template);
    else problems.push(misnamed(file, read.template.name));
  }
  const [first, ...others] = problems;
  if (first) throw new InputError([first, ...others]);
  return templates;
}

function misnamed(file: string, name: string): Problem {
  const message = `the workflow is called "${name}", unlike its file`;
  return { where: file, message, hint: `rename the file to ${name}.yaml` };
}

function invalid(problems: readonly Problem[]): ReadTemplate {
  return { kind: "invalid", problems: problems as [Problem, ...Problem[]] };
}
