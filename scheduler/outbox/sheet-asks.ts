import type { JobView, SheetExtras } from "./job-view.ts";
import { bullets, clockTime, plain, quoted } from "./markdown.ts";

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
  return [...words, questions, approval].filter(Boolean).join("\n\n");
}

const APPROVAL =
  "To go on, give this comment a 👍, or write `/approve`. `/cancel` ends it; nothing more is spent until then.";

function openQuestions({ questions = [], defaultsAt = null }: SheetExtras): string {
  if (questions.length === 0) return "";
  const lines = questions.map(
    ({ text, assumed }, index) =>
      `${index + 1}. **${plain(text)}** If you say nothing: ${plain(assumed)}.`,
  );
  const example = questions.map((_, index) => `${index + 1}. yes`).join(" ");
  const until =
    defaultsAt === null ? "" : ` At ${clockTime(defaultsAt)} it starts with these defaults.`;
  return `${lines.join("\n")}\n\nAnswer in a comment, for example \`${example}\`: "yes" takes the default.${until}`;
}

/** What went wrong, where, what was tried, and what a person can do. */
function failure({ steps, reason }: JobView): string {
  const step = steps.find((one) => one.status === "failed");
  const words = step?.failure?.message ?? reason ?? step?.summary;
  const lines = [
    ...(step ? [`The step **${plain(step.name)}** failed.`] : []),
    quoted(words ?? "The reason is in the daemon's log."),
    ...(step?.failure?.hint ? [plain(step.failure.hint)] : []),
    ...(step?.attempts ? [tried(step.attempts)] : []),
    "To try again, write `/retry`: what is done stays done. For another brief, edit the issue, take the label off and set it again.",
  ];
  return lines.join("\n\n");
}

function tried(times: number): string {
  return `It was tried ${times === 1 ? "once" : `${times} times`}.`;
}

function review({ reason, doubts }: JobView): string {
  const words = doubts && doubts.length > 0 ? bullets(doubts) : quoted(reason ?? "");
  return `The film is there, but not good enough by its own measure:\n\n${words}\n\n\`/approve\` takes it as it is. Or say what to change, such as "make shot 3 shorter" or 「BGMを静かに」.`;
}

function sentence(reason: string | null | undefined): string {
  return reason ? plain(reason) : "";
}
