import type { Home } from "../../kernel/home.ts";
import type { Model } from "../llm/model.ts";

/** What roles need beside their task. */
export interface RoleContext {
  readonly home: Home;
  readonly render: RenderSettings;
  /** Null without a key: every role then works by its rules. */
  readonly model: Model | null;
  /** When the model's quota is used up until a time that it names; default `rules`. */
  readonly onQuota?: "rules" | "wait" | undefined;
}

export interface RenderSettings {
  /** Fraction of the full size, e.g. 0.5 for 960x540; a job's own `scale` wins. */
  readonly scale: number;
  /** Into how many parts a film is cut for rendering side by side. */
  readonly segments: number;
  /** Browser tabs of one renderer. */
  readonly concurrency: number;
  /** Null: Debian's chromium-headless-shell is looked for. */
  readonly browser: string | null;
}
