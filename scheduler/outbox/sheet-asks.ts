import type { JobView, SheetExtras } from "./job-view.ts";
import { alert, bullets, clockTime, plain, plainLines } from "./markdown.ts";

/** What Kantoku wants of people, and what they can do, for each state of a job. */
export function asks(view: JobView, extras: SheetExtras): string {
  if (view.status === "failed") return failure(view);
  if (view.status === "needs-review") return review(view);
  if (view.status !== "waiting") return sentence(view.reason);
  const causes = new Set((view.holds ?? []).map(({ cause }) => cause));
  const questions = causes.has("questions") ? openQuestions(extras) : "";
  const approval = causes.has("approval") ? APPROVAL : "";
  const reasons = (view.holds ?? []).filter(({ cause }) => cause !== "questions" || !questions);
  const words = view.holds
    ? reasons.map(({ reason }) => sentence(reason))
    : [sentence(view.reason)];
  if (questions || approval) return alert("IMPORTANT", [...words, questions, approval]);
  return words.filter(Boolean).join("\n\n");
}

const APPROVAL =
  "To go on, give this comment a 👍, or write `/approve`. `/cancel` ends it; nothing more is spent until then.";

function openQuestions({ questions = [], defaultsAt = null }: SheetExtras): string {
  if (questions.length === 0) return "";
  const lines = questions.map(
    ({ text, assumed }, index) =>
      `${index + 1}. **${plain(text)}** If you say nothing: ${plain(assumed)}.`,
  );
  const example = questions
    .map(({ assumed }, index) => `${index + 1}. ${index === 0 ? plain(assumed) : "yes"}`)
    .join(" ");
  const until =
    defaultsAt === null ? "" : ` At ${clockTime(defaultsAt)} it starts with these defaults.`;
  return `${lines.join("\n")}\n\nAnswer in a comment, for example \`${example}\`: "yes" takes the default.${until}`;
}

/** What went wrong, where, what was tried, and what a person can do. */
function failure({ steps, reason }: JobView): string {
  const step = steps.find((one) => one.status === "failed");
  const words = step?.failure?.message ?? reason ?? step?.summary;
  const where = step ? `The step **${plain(step.name)}** failed${tried(step.attempts)}.` : "";
  const box = alert("CAUTION", [
    where,
    plainLines(words ?? "The reason is in the daemon's log."),
    step?.failure?.hint ? plain(step.failure.hint) : "",
  ]);
  return `${box}\n\nTo try again, write \`/retry\`: what is done stays done. For another brief, edit the issue, take the label off and set it again.`;
}

function tried(times: number | undefined): string {
  if (!times) return "";
  return times === 1 ? "; it was tried once" : `; it was tried ${times} times`;
}

function review({ reason, doubts }: JobView): string {
  const words = doubts && doubts.length > 0 ? bullets(doubts) : plainLines(reason ?? "");
  const box = alert("WARNING", [
    "The film is there, but not good enough by its own measure:",
    words,
  ]);
  return `${box}\n\n\`/approve\` takes it as it is. Or say what to change, such as "make shot 3 shorter" or 「BGMを静かに」.`;
}

function sentence(reason: string | null | undefined): string {
  return reason ? plain(reason) : "";
}
