import type { Tongue } from "../../kernel/tongue.ts";
import { z } from "zod";
import { CAMERA_MOVES, FRAMINGS, TRANSITIONS } from "../look/names.ts";

const shot = z.int().refine((number) => number !== 0);

/**
 * One thing that a person wants to have otherwise in a finished film. Shots count from 1, and from -1
 * backwards: the last shot is -1.
 */
export const Wish = z.discriminatedUnion("kind", [
  /** `seconds` is how long the shot should be, or by how much shorter or longer; null is somewhat. */
  z.strictObject({
    kind: z.literal("length"),
    shot,
    change: z.enum(["shorter", "longer", "exact"]),
    seconds: z.number().positive().max(600).nullable(),
  }),
  z.strictObject({
    kind: z.literal("sound"),
    role: z.enum(["voice", "music", "effect"]),
    change: z.enum(["quieter", "louder", "off"]),
  }),
  z.strictObject({ kind: z.literal("captions"), shown: z.boolean() }),
  /** Null: everywhere. */
  z.strictObject({
    kind: z.literal("text"),
    shot: shot.nullable(),
    from: z.string(),
    to: z.string(),
  }),
  z.strictObject({ kind: z.literal("camera"), shot, to: z.enum(CAMERA_MOVES) }),
  z.strictObject({ kind: z.literal("transition"), shot, to: z.enum(TRANSITIONS) }),
  z.strictObject({ kind: z.literal("framing"), shot, to: z.enum(FRAMINGS) }),
  z.strictObject({
    kind: z.literal("texture"),
    type: z.enum(["grain", "vignette"]),
    change: z.enum(["less", "more", "off"]),
  }),
]);
export type Wish = z.infer<typeof Wish>;

/** What the Editor is given to change a finished film by. */
export const ChangeRequest = z.strictObject({
  /** Who asked, e.g. a login. */
  by: z.string(),
  /** In the person's own words. */
  text: z.string(),
  wishes: z.array(Wish).min(1),
});
export type ChangeRequest = z.infer<typeof ChangeRequest>;

/** What a wish is called among the findings of a film's report. */
export const ASKED_FOR = "Asked for by a person";

/** What can be wished for, by example. */
export const SAYABLE: Readonly<Record<Tongue, readonly string[]>> = {
  en: [
    "make shot 3 shorter",
    "shorten the last shot",
    "shot 2 should last 5 seconds",
    "turn the music down",
    "no sound effects",
    "hide the captions",
    'change "old words" to "new words"',
    "shot 4: push in",
    "cut to shot 5 instead of fading",
    "shot 2 on the left",
    "less grain",
  ],
  ja: [
    "ショット3を短く",
    "最後のショットを短く",
    "ショット2を5秒に",
    "BGMを静かに",
    "効果音なし",
    "字幕を消して",
    "「前の言葉」を「新しい言葉」に",
    "ショット4でズームイン",
    "ショット5はフェードではなくカットで",
    "ショット2を左に",
    "グレインを減らして",
  ],
};
