import { z } from "zod";
import { TONGUES } from "../../kernel/tongue.ts";
import { problemOf } from "../../video/brief/flaws/problems.ts";
import { readPreset } from "../../video/brief/preset.ts";
import { DEFAULT_LABELS } from "../github-labels.ts";

/** What a label on an issue says. */
const labelMeaning = z.strictObject({
  /** It asks for a film; each such label asks for one of its own. */
  starts: z.boolean().default(false),
  workflow: z.string().min(1).optional(),
  /** 0 is the most urgent. */
  priority: z.literal([0, 1, 2, 3]).optional(),
  /** Fields of the brief, such as `aspect`: they win over the text. */
  brief: z.record(z.string(), z.json()).default({}).superRefine(checkPreset),
  /** Params of every step, such as `scale`. */
  params: z.record(z.string(), z.json()).default({}),
});

function checkPreset(preset: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  for (const found of readPreset(preset).flaws) {
    const { message, hint } = problemOf(found, "brief", "en");
    const advice = hint === undefined ? "" : ` (${hint})`;
    context.addIssue({ code: "custom", message: `${message}${advice}` });
  }
}

export const github = z.strictObject({
  /** `owner/name` of each repository whose issues become films; none means GitHub is not asked. */
  repositories: z
    .array(z.string().regex(/^[\w.-]+\/[\w.-]+$/, "write it as owner/name"))
    .default([]),
  apiUrl: z.url().default("https://api.github.com"),
  /** The label that a person with write permission puts on an issue to have it filmed. */
  label: z.string().min(1).default("video:approved"),
  /** What further labels say; daemon/github-labels.ts has the default. Given here, they take its place. */
  labels: z
    .record(z.string().min(1).max(50), labelMeaning)
    .default(() => z.record(z.string(), labelMeaning).parse(DEFAULT_LABELS)),
  /** What Kantoku writes on GitHub: `auto` is Japanese for briefs in Japanese, English for all others. */
  language: z.enum(["auto", ...TONGUES]).default("auto"),
  /** Kantoku as a GitHub App: its number. Its key is the secret `github-app-key`. */
  appId: z.int().positive().optional(),
  /** An unchanged answer (304) costs nothing of the rate limit, so a short interval is fair. */
  pollMs: z.int().min(100).default(20_000),
  /** Logins that may start work without write permission. */
  allow: z.array(z.string()).default([]),
  /** Where films go: assets of a release, a branch, or nowhere (the comment tells where they are). */
  publish: z.enum(["release", "branch", "link"]).default("release"),
  /** Tag of the release, or name of the branch. */
  place: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]{0,99}$/)
    .default("kantoku-films"),
  /** GitHub takes less than 2 GiB, and fails at exactly that; a bigger film is encoded smaller. */
  maxAssetBytes: z.int().min(10_000).default(1_900_000_000),
  /** For `link`: the address at which data/jobs/ is served. */
  linkBase: z.url().optional(),
  /** An issue is closed when its film is done. */
  closeDone: z.boolean().default(true),
  /** A film that is expected to cost more waits for somebody's approval; null: none does. */
  approveAboveUsd: z.number().min(0).nullable().default(5),
  /** Questions about a brief wait so long for an answer, then their defaults hold; 0: none are asked. */
  answerWithinMs: z.int().min(0).default(600_000),
});
