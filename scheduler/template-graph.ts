import { ancestorsOf, findCycle } from "./graph.ts";
import type { TemplateStep, WorkflowTemplate } from "./workflow.ts";

/** A finding about the template as a graph; `path` leads to the value at fault. */
export interface GraphProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint?: string;
}

/** The job's brief is every step's input under this name. */
export const BRIEF_STEP = "brief";

/** What zod can't see: names used twice, needs that don't exist, circles, lists that nobody brings. */
export function graphProblems(
  { steps }: WorkflowTemplate,
  roles?: readonly string[],
): GraphProblem[] {
  const names = [...nameProblems(steps), ...(roles ? roleProblems(steps, roles) : [])];
  const needs = needProblems(steps);
  const problems = [...names, ...needs];
  if (problems.length > 0) return problems;
  const circle = circleProblem(steps);
  return circle ? [circle] : [...listProblems(steps), ...revisionProblems(steps)];
}

function nameProblems(steps: readonly TemplateStep[]): GraphProblem[] {
  const seen = new Set([BRIEF_STEP]);
  return steps.flatMap(({ name }, index) => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const message =
      name === BRIEF_STEP
        ? `"${name}" is the name of the job's own input`
        : `a second step is called "${name}"`;
    return [{ path: ["steps", index, "name"], message, hint: "give it another name" }];
  });
}

function roleProblems(steps: readonly TemplateStep[], roles: readonly string[]): GraphProblem[] {
  return steps.flatMap(({ name, role }, index) => {
    if (roles.includes(role)) return [];
    const message = `step "${name}" asks for the unknown role "${role}"`;
    return [{ path: ["steps", index, "role"], message, hint: `known: ${roles.join(", ")}` }];
  });
}

function needProblems(steps: readonly TemplateStep[]): GraphProblem[] {
  const names = new Set(steps.map(({ name }) => name));
  return steps.flatMap(({ name, needs }, index) =>
    needs.flatMap((need, place) => {
      const path = ["steps", index, "needs", place];
      if (need === name) return [{ path, message: `step "${name}" needs itself` }];
      if (needs.indexOf(need) < place) {
        return [{ path, message: `step "${name}" needs "${need}" twice` }];
      }
      if (names.has(need)) return [];
      const message = `step "${name}" needs the unknown step "${need}"`;
      return [{ path, message, hint: `known: ${[...names].slice(0, 20).join(", ")}` }];
    }),
  );
}

function circleProblem(steps: readonly TemplateStep[]): GraphProblem | undefined {
  const circle = findCycle(new Map(steps.map(({ name, needs }) => [name, needs])));
  if (!circle) return undefined;
  const index = steps.findIndex(({ name }) => name === circle[0]);
  const message = `steps need each other in a circle: ${circle.join(" → ")}`;
  return { path: ["steps", index, "needs"], message, hint: "take one of these needs away" };
}

function listProblems(steps: readonly TemplateStep[]): GraphProblem[] {
  const needs = new Map(steps.map((step) => [step.name, step.needs]));
  const makers = new Map<string, string>();
  const problems: GraphProblem[] = [];
  for (const [index, { name, fanOut, each }] of steps.entries()) {
    for (const [place, list] of fanOut.entries()) {
      const path = ["steps", index, "fanOut", place];
      const other = makers.get(list);
      if (each !== undefined) {
        const message = `step "${name}" runs once per item of "${each}" and can't bring a list itself`;
        problems.push({ path, message });
      } else if (other !== undefined) {
        problems.push({ path, message: `list "${list}" already comes from step "${other}"` });
      } else makers.set(list, name);
    }
  }
  for (const [index, { name, each }] of steps.entries()) {
    if (each === undefined) continue;
    const maker = makers.get(each);
    const isEarlier = maker && ancestorsOf(name, (step) => needs.get(step) ?? []).has(maker);
    if (isEarlier) continue;
    problems.push({ path: ["steps", index, "each"], ...missingList(name, each, maker) });
  }
  return problems;
}

/** Only one step may ask, and only for work that it has seen the outcome of. */
function revisionProblems(steps: readonly TemplateStep[]): GraphProblem[] {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const needsOf = (name: string): readonly string[] => byName.get(name)?.needs ?? [];
  return steps.flatMap(({ name, each, revises }, index) => {
    if (!revises) return [];
    const path = ["steps", index, "revises"];
    const earlier = ancestorsOf(name, needsOf);
    if (each !== undefined) {
      const message = `step "${name}" runs once per item of "${each}" and can't revise another`;
      return [{ path, message }];
    }
    if (!earlier.has(revises.step)) {
      const message = `step "${name}" revises "${revises.step}", which it does not need`;
      const hint = `it may revise: ${[...earlier].join(", ") || "nothing"}`;
      return [{ path: [...path, "step"], message, hint }];
    }
    if (byName.get(revises.step)?.each === undefined) return [];
    const message = `step "${name}" revises "${revises.step}", which runs once per item`;
    return [{ path: [...path, "step"], message, hint: "revise the step that makes its list" }];
  });
}

function missingList(step: string, list: string, maker: string | undefined) {
  const message = `step "${step}" fans out over "${list}", which no step before it brings`;
  const hint = maker
    ? `let it need "${maker}"`
    : `add "fanOut: [${list}]" to the step that makes the list, and need that step`;
  return { message, hint };
}
