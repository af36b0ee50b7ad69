import type { z } from "zod";
import { OperationalError } from "../../kernel/errors.ts";
import { BY_RULES, type MadeBy } from "../../video/concept/concept.ts";
import { NO_TOKENS, type Tokens } from "../../queue/topics.ts";
import type { RoleName, Task } from "../agent.ts";
import type { Answer } from "../llm/model.ts";
import { loadPrompt } from "../llm/prompts.ts";
import type { RoleContext } from "./context.ts";

/** One paper that a model may write and that rules can always write. */
export interface Writing<Draft, Paper> {
  readonly role: RoleName;
  /** What the paper is called in the model's answer, and in `doing`. */
  readonly name: string;
  /** Refined so far that a draft which passes can be used: its errors go back to the model. */
  readonly schema: z.ZodType<Draft>;
  /** The material for the model; it is fenced as data. */
  readonly material: unknown;
  readonly fromDraft: (draft: Draft, madeBy: MadeBy) => Paper;
  readonly byRules: (madeBy: MadeBy) => Paper;
}

export interface Written<Paper> {
  readonly paper: Paper;
  readonly costUsd: number;
  readonly tokens: Tokens;
  /** For the report: who wrote it, when that was not as planned. */
  readonly notes: readonly string[];
}

/**
 * Asks the model where there is one; when it fails, the rules write the paper and the report says why.
 * Where a quota is to be waited for, rejects with `model-quota` until the service's own time.
 */
export async function modelOrRules<Draft, Paper>(
  task: Task,
  { model, onQuota = "rules" }: RoleContext,
  writing: Writing<Draft, Paper>,
): Promise<Written<Paper>> {
  if (!model) {
    task.report(`Writing the ${writing.name} by rules`);
    return { paper: writing.byRules(BY_RULES), costUsd: 0, tokens: NO_TOKENS, notes: [] };
  }
  task.report(`Asking ${model.name} for the ${writing.name}`);
  const prompt = loadPrompt(writing.role);
  const answer = await model.ask({
    role: writing.role,
    schema: writing.schema,
    name: writing.name,
    system: prompt.text,
    user: JSON.stringify(writing.material, null, 2),
    signal: task.signal,
  });
  const costUsd = answer.usage.costUsd ?? 0;
  const tokens = { input: answer.usage.inputTokens, output: answer.usage.outputTokens };
  if (answer.kind === "answered") {
    const madeBy: MadeBy = {
      engine: "model",
      model: `${answer.model}, ${prompt.version}`,
      fallback: null,
    };
    return { paper: writing.fromDraft(answer.value, madeBy), costUsd, tokens, notes: [] };
  }
  if (onQuota === "wait") waitForQuota(answer);
  const fallback = `${answer.class}: ${answer.message}`;
  task.report(`${model.name} failed (${answer.class}); writing the ${writing.name} by rules`);
  const paper = writing.byRules({ engine: "rules", model: answer.model, fallback });
  return {
    paper,
    costUsd,
    tokens,
    notes: [`The ${writing.name} was written by rules, the model failed (${fallback}).`],
  };
}

/** Without a time that the service names, nobody can say how long that would be. */
function waitForQuota(answer: Extract<Answer<unknown>, { kind: "refused" }>): void {
  const { retryAt, model } = answer;
  if (retryAt === null || (answer.class !== "quota" && answer.class !== "rate-limit")) return;
  const message = `${model} answers nobody before ${new Date(retryAt).toISOString()}: ${answer.message}`;
  const hint = "Raise the quota, or set openai.onQuota to rules.";
  throw new OperationalError("model-quota", message, { hint, retryAt });
}
