import type { Home } from "../../kernel/home.ts";
import type { BrandKit } from "../../video/look/brand-kit.ts";
import type { Pronunciations } from "../../video/sound/pronounce.ts";
import type { VoiceEngine, VoiceName } from "../../video/sound/voice-engine.ts";
import type { Model } from "../llm/model.ts";

/** What roles need beside their task. */
export interface RoleContext {
  readonly home: Home;
  readonly render: RenderSettings;
  /** Null without a key: every role then works by its rules. */
  readonly model: Model | null;
  /** When the model's quota is used up until a time that it names; default `rules`. */
  readonly onQuota?: "rules" | "wait" | undefined;
  /** Which voices speak, and how words are said; default: the best voice of this machine. */
  readonly voice?: VoiceSettings;
  /** The house's own look; a brief's wins part by part. */
  readonly brand?: BrandKit | undefined;
  /** Where authors' own files may lie beside their briefs; default: nowhere. */
  readonly ownFiles?: OwnFileSettings | undefined;
  /** A paid voice for one film, where there is a key. */
  readonly openSpeech?: (() => VoiceEngine) | undefined;
}

export interface OwnFileSettings {
  readonly folders: readonly string[];
  /** Of one file. */
  readonly maxMegabytes: number;
  /** Whose files may be fetched for a brief that links to them; default: nobody's. */
  readonly hosts?: readonly string[];
}

export interface VoiceSettings {
  readonly engine: "auto" | VoiceName;
  /** Folders with voices of Piper. */
  readonly piperVoices: readonly string[];
  /** For every film; a brief's own win. */
  readonly pronunciations: Pronunciations;
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
