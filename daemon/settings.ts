import { z } from "zod";
import { DEFAULT_CREWS } from "../agents/roster.ts";
import { BrandKit } from "../video/look/brand-kit.ts";
import { agents, scaling } from "./settings/agents.ts";
import { crew } from "./settings/crew.ts";
import { backup, http, log, queue } from "./settings/daemon.ts";
import { assets, openai, render, voice } from "./settings/films.ts";
import { github } from "./settings/github.ts";
import { health } from "./settings/health.ts";

/**
 * Everything that can be set: `kantoku.config.yaml` and `kantoku.config.ts` hold any part of it, and
 * nothing is required. Each part in settings/ says its defaults, units (in the names) and reasons.
 */
export const Settings = z.strictObject({
  http: http.prefault({}),
  /** Who serves what; the default and its reasons are in agents/roster.ts. */
  crew: z
    .array(crew)
    .min(1)
    .default(() => DEFAULT_CREWS.map((each) => ({ ...each, roles: [...each.roles] }))),
  github: github.prefault({}),
  openai: openai.prefault({}),
  agents: agents.prefault({}),
  scaling: scaling.prefault({}),
  health: health.prefault({}),
  queue: queue.prefault({}),
  render: render.prefault({}),
  voice: voice.prefault({}),
  assets: assets.prefault({}),
  /** The house's own look, over every theme. */
  brand: BrandKit.optional(),
  log: log.prefault({}),
  backup: backup.prefault({}),
});
export type Settings = z.infer<typeof Settings>;
/** What a person may write: any part of the settings. */
export type SettingsInput = z.input<typeof Settings>;

/** Gives `kantoku.config.ts` its types: `export default defineConfig({ http: { port: 0 } })`. */
export function defineConfig(settings: SettingsInput): SettingsInput {
  return settings;
}
