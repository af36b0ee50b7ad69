import type { CameraMove, Framing, TransitionName } from "../look/names.ts";
import { scenesOf } from "../scene-graph/layers.ts";
import type { SceneGraph } from "../scene-graph/scene-graph.ts";
import type { Tongue } from "../../kernel/tongue.ts";
import type { Wish } from "./wish.ts";

/** Why a wish can't be granted. */
export type Refusal =
  | { readonly kind: "same" | "none" | "needed" | "first-shot" }
  | { readonly kind: "no-shot"; readonly shots: number }
  | { readonly kind: "no-text"; readonly text: string }
  | { readonly kind: "no-room"; readonly seconds: number };

const NAMES: Readonly<Record<Tongue, Readonly<Record<string, string>>>> = {
  en: {
    voice: "voice",
    music: "music",
    effect: "sound effects",
    grain: "grain",
    vignette: "vignette",
  },
  ja: { voice: "声", music: "BGM", effect: "効果音", grain: "グレイン", vignette: "ビネット" },
};

const KINDS = { camera: "カメラ", framing: "構図", transition: "切り替え" } as const;

const LOOKS: Readonly<Record<CameraMove | Framing | TransitionName, string>> = {
  still: "固定",
  "push-in": "寄り",
  "pull-out": "引き",
  "pan-left": "左へパン",
  "pan-right": "右へパン",
  "tilt-up": "上へティルト",
  center: "中央",
  left: "左",
  right: "右",
  split: "左右に分割",
  lower: "下",
  full: "全面",
  cut: "カット",
  fade: "フェード",
  slide: "スライド",
  wipe: "ワイプ",
  rise: "下からせり上がる",
};

/** What was changed, in a sentence. */
export function told(wish: Wish, graph: SceneGraph, tongue: Tongue): string {
  const isJapanese = tongue === "ja";
  const name = (what: string): string => NAMES[tongue][what] ?? what;
  switch (wish.kind) {
    case "length": {
      const seconds = lengthOf(graph, wish.shot).toFixed(1);
      return isJapanese
        ? `ショット${wish.shot}を${seconds}秒にしました。`
        : `Shot ${wish.shot} now takes ${seconds} s.`;
    }
    case "sound":
      return isJapanese
        ? `${name(wish.role)}を${{ quieter: "小さくしました", louder: "大きくしました", off: "消しました" }[wish.change]}。`
        : `The ${name(wish.role)} ${wish.role === "effect" ? "are" : "is"} ${wish.change === "off" ? "gone" : wish.change}.`;
    case "captions":
      if (isJapanese) return `字幕を${wish.shown ? "出しました" : "消しました"}。`;
      return `The captions are ${wish.shown ? "shown" : "hidden"} in the picture.`;
    case "text":
      return isJapanese
        ? `画面の「${wish.from}」を「${wish.to}」にしました。声はそのままです。`
        : `The picture says "${wish.to}" instead of "${wish.from}"; the voice is as it was.`;
    case "texture":
      return isJapanese
        ? `${name(wish.type)}を${{ less: "減らしました", more: "増やしました", off: "なくしました" }[wish.change]}。`
        : `There is ${wish.change === "off" ? "no" : wish.change} ${name(wish.type)}.`;
    case "camera":
    case "framing":
    case "transition":
      return isJapanese
        ? `ショット${wish.shot}の${KINDS[wish.kind]}を「${LOOKS[wish.to]}」にしました。`
        : `Shot ${wish.shot} has the ${wish.kind} "${wish.to}".`;
  }
}

/** Why not, in a sentence. */
export function refusals(refusal: Refusal, wish: Wish, tongue: Tongue): string {
  const isJapanese = tongue === "ja";
  const shot = "shot" in wish ? wish.shot : null;
  switch (refusal.kind) {
    case "same":
      return isJapanese ? "すでにそうなっています。" : "It is so already.";
    case "none":
      return isJapanese ? "この映像にはありません。" : "The film has none.";
    case "needed":
      return isJapanese
        ? "声を消すと内容が伝わりません。小さくすることはできます。"
        : "The voice tells the film, so it can't be left out; it can be quieter.";
    case "first-shot":
      return isJapanese
        ? "最初のショットには切り替えがありません。"
        : "The first shot has nothing to come from.";
    case "no-shot":
      if (shot !== null && shot < 1) {
        return isJapanese
          ? `全部で${refusal.shots}ショットしかありません。`
          : `The film has only ${refusal.shots} shots.`;
      }
      return isJapanese
        ? `ショット${shot}はありません。全部で${refusal.shots}ショットです。`
        : `There is no shot ${shot}: the film has ${refusal.shots}.`;
    case "no-text":
      return isJapanese
        ? `画面に「${refusal.text}」という言葉はありません。`
        : `The picture says "${refusal.text}" nowhere.`;
    case "no-room":
      return isJapanese
        ? `ショット${shot}（${refusal.seconds.toFixed(1)}秒）の長さは変えられません。前後の声で埋まっています。`
        : `Shot ${shot} (${refusal.seconds.toFixed(1)} s) can't be moved any further: speech fills it and its neighbours.`;
  }
}

function lengthOf(graph: SceneGraph, shot: number): number {
  const scenes = scenesOf(graph);
  const start = scenes[shot - 1]?.start ?? 0;
  return ((scenes[shot]?.start ?? graph.duration) - start) / graph.fps;
}
