import type { Phrases } from "../phrases/phrases.ts";
import type { JobView, SheetExtras } from "./job-view.ts";
import { alert, bullets, clockTime, plain, plainLines } from "./markdown.ts";
import { stepName } from "./sheet-parts.ts";

/** What Kantoku wants of people, and what they can do, for each state of a job. */
export function asks(view: JobView, extras: SheetExtras, say: Phrases): string {
  if (view.status === "failed") return failure(view, say);
  if (view.status === "needs-review") return review(view, say);
  if (view.status !== "waiting") return sentence(view.reason);
  const holds = view.holds ?? [];
  const has = (cause: string): boolean => holds.some((hold) => hold.cause === cause);
  const questions = has("questions") ? openQuestions(extras, say) : "";
  const approval = has("approval") ? [approvalReason(view, extras, say), say.approvalWays] : [];
  const others = holds
    .filter(({ cause }) => cause !== "approval" && !(cause === "questions" && questions))
    .map(({ reason }) => sentence(reason));
  const words = view.holds ? others : [sentence(view.reason)];
  if (questions || approval.length > 0) {
    return alert("IMPORTANT", [...words, questions, ...approval]);
  }
  return words.filter(Boolean).join("\n\n");
}

function approvalReason({ cost }: JobView, { approveAboveUsd }: SheetExtras, say: Phrases): string {
  const limit = typeof approveAboveUsd === "number" ? approveAboveUsd.toFixed(2) : "";
  return say.approval((cost?.estimateUsd ?? 0).toFixed(2), limit);
}

function openQuestions({ questions = [], defaultsAt = null }: SheetExtras, say: Phrases): string {
  if (questions.length === 0) return "";
  const lines = questions.map(
    ({ text, assumed }, index) => `${index + 1}. ${say.question(plain(text), plain(assumed))}`,
  );
  const example = questions
    .map(({ assumed }, index) => `${index + 1}. ${index === 0 ? plain(assumed) : say.yes}`)
    .join(" ");
  const until = defaultsAt === null ? "" : clockTime(defaultsAt);
  return `${lines.join("\n")}\n\n${say.answers(example, until)}`;
}

/** What went wrong, where, what was tried, and what a person can do. */
function failure({ steps, reason }: JobView, say: Phrases): string {
  const step = steps.find((one) => one.status === "failed");
  const own = step?.failure?.message ?? reason ?? step?.summary;
  const known = step?.failure ? say.failure(step.failure.code) : undefined;
  const hint = known?.hint ?? plain(step?.failure?.hint ?? "");
  const box = alert("CAUTION", [
    step ? say.stepFailed(plain(stepName(step.name, say)), step.attempts ?? 0) : "",
    known?.message ?? "",
    own === undefined || own === null ? say.reasonInLog : detail(own, say),
    hint,
  ]);
  return `${box}\n\n${say.retry}`;
}

function detail(words: string, say: Phrases): string {
  return words === "" ? "" : say.failureDetail(plainLines(words));
}

function review({ reason, doubts }: JobView, say: Phrases): string {
  const words = doubts && doubts.length > 0 ? bullets(doubts) : plainLines(reason ?? "");
  return `${alert("WARNING", [say.doubts, words])}\n\n${say.reviewWays}`;
}

function sentence(reason: string | null | undefined): string {
  return reason ? plain(reason) : "";
}
