import { tongueOf } from "../language/detect.ts";
import type { Mood } from "../look/names.ts";
import type { SceneContent, TemplateName } from "../scene-graph/content.ts";
import type { Part } from "./script.ts";

/** What is seen, in a sentence for the reader of the script. */
export function lookOf(content: SceneContent, language: string): string {
  return tongueOf(language) === "ja" ? lookJa(content) : lookEn(content);
}

function lookEn(content: SceneContent): string {
  switch (content.template) {
    case "title":
      return "The title settles on an open background, large and alone.";
    case "section":
      return "A chapter card: a number and a few words, held briefly.";
    case "statement":
      return "One line fills the frame; its strongest words take the accent colour.";
    case "list":
      return `${content.items.length} lines arrive one after the other, each on its word.`;
    case "steps":
      return `${content.steps.length} steps along a path that draws itself from first to last.`;
    case "figure":
      return `The number ${[content.prefix, content.value, content.unit].filter(Boolean).join(" ")} counts up, huge; what it means stands below.`;
    case "chart":
      return `A ${content.kind} chart grows from nothing to ${content.series.length} values.`;
    case "comparison":
      return `The frame splits: ${content.left.title} on one side, ${content.right.title} on the other.`;
    case "quote":
      return "The quotation stands alone in large type, with room around it.";
    case "code":
      return `A window of ${content.language || "plain"} code writes itself line by line.`;
    case "table":
      return `A table of ${content.rows.length} rows builds up row by row.`;
    case "terminal":
      return "A terminal opens; commands are typed, and their answers follow.";
    case "fileTree":
      return `A tree of ${content.entries.length} folders and files unfolds branch by branch.`;
    case "timeline":
      return `A line draws itself through time, past ${content.events.length} dates.`;
    case "kinetic":
      return `${content.beats.length} lines strike one after the other, each as wide as the frame.`;
    case "browser":
      return `A browser opens ${content.address}; the page rises into it.`;
    case "phone":
      return `A phone comes up from below; ${content.cards.length} notices slide in.`;
    case "relations":
      return `${content.hub} stands in the middle; lines run out to ${content.nodes.length} others.`;
    case "location":
      return `A pin drops; rings run out from it, and ${content.place} stands beside it.`;
    case "image":
      return "A picture fills the frame, under one slow move.";
    case "imageGrid":
      return `${content.images.length} pictures open one after the other.`;
    case "logo":
      return "The mark draws itself together and its line settles below.";
    case "closing":
      return "The name returns with what to do next, and holds.";
    default:
      return content satisfies never;
  }
}

function lookJa(content: SceneContent): string {
  switch (content.template) {
    case "title":
      return "広い背景に、タイトルだけが大きく静かに現れる。";
    case "section":
      return "章の扉。番号と短い言葉を少しのあいだ見せる。";
    case "statement":
      return "一行が画面を満たし、要の言葉だけが差し色になる。";
    case "list":
      return `${content.items.length}つの項目が、語りに合わせて一つずつ現れる。`;
    case "steps":
      return `${content.steps.length}つの手順が、一本の線に沿って順に灯る。`;
    case "figure":
      return `「${[content.prefix, content.value, content.unit].filter(Boolean).join("")}」が数え上がり、意味がその下に添えられる。`;
    case "chart":
      return `グラフがゼロから伸び、${content.series.length}つの値を描く。`;
    case "comparison":
      return `画面が二つに分かれ、「${content.left.title}」と「${content.right.title}」が並ぶ。`;
    case "quote":
      return "引用だけを大きな文字で置き、余白をたっぷりとる。";
    case "code":
      return "コードの窓が開き、一行ずつ書かれていく。";
    case "table":
      return `${content.rows.length}行の表が一行ずつ組み上がる。`;
    case "terminal":
      return "ターミナルが開き、コマンドが打ち込まれ、応答が続く。";
    case "fileTree":
      return `${content.entries.length}個のフォルダーとファイルが、枝ごとに開いていく。`;
    case "timeline":
      return `一本の線が時を進み、${content.events.length}つの日付を通り過ぎる。`;
    case "kinetic":
      return `${content.beats.length}行の言葉が、画面いっぱいに一つずつ打ち出される。`;
    case "browser":
      return `ブラウザーが${content.address}を開き、ページが現れる。`;
    case "phone":
      return `下からスマートフォンが現れ、${content.cards.length}件の知らせが届く。`;
    case "relations":
      return `「${content.hub}」を中心に、${content.nodes.length}本の線が伸びる。`;
    case "location":
      return `ピンが落ち、輪が広がり、「${content.place}」が現れる。`;
    case "image":
      return "一枚の写真が画面を満たし、ゆっくりと動く。";
    case "imageGrid":
      return `${content.images.length}枚の写真が順に開く。`;
    case "logo":
      return "マークが現れ、その下に一行が添えられる。";
    case "closing":
      return "名前が戻り、次の一歩とともに留まる。";
    default:
      return content satisfies never;
  }
}

const ACCENTS: Readonly<Partial<Record<TemplateName, readonly [string, string]>>> = {
  figure: ["a low hit when the number stands", "数字が止まる瞬間に低い一打"],
  chart: ["a rising tone with the bars", "伸びる値に合わせて上がる音"],
  code: ["quiet key strokes", "静かな打鍵音"],
  terminal: ["quiet key strokes", "静かな打鍵音"],
  kinetic: ["a low hit on every line", "一行ごとに低い一打"],
  phone: ["a soft chime with each notice", "知らせごとに柔らかな音"],
  comparison: ["a short sweep as the frame splits", "画面が分かれる短い音"],
  section: ["a single chord", "和音をひとつ"],
};
const UNDER: Readonly<Partial<Record<Part, readonly [string, string]>>> = {
  hook: ["Music opens", "音楽が始まる"],
  problem: ["Music thins out", "音楽が薄くなる"],
  stakes: ["Music holds back", "音楽が抑えられる"],
  turn: ["Music lifts", "音楽が開ける"],
  payoff: ["Music at its fullest", "音楽がいちばん豊かに鳴る"],
  "call-to-action": ["Music resolves and fades", "音楽が解決して消えていく"],
};
const MOODS_JA: Readonly<Record<Mood, string>> = {
  uplifting: "前向き",
  calm: "穏やか",
  driven: "疾走感",
  serious: "重厚",
  playful: "軽やか",
};

/** What is heard besides the voice. */
export function soundOf(part: Part, template: TemplateName, mood: Mood, language: string): string {
  const ja = tongueOf(language) === "ja";
  const pick = ([en, japanese]: readonly [string, string]): string => (ja ? japanese : en);
  const music = pick(UNDER[part] ?? ["Music goes on", "音楽が続く"]);
  const accent = ACCENTS[template];
  const first = part === "hook" ? (ja ? `（${MOODS_JA[mood]}）` : `, ${mood}`) : "";
  return ja
    ? `${music}${first}${accent ? `。${accent[1]}` : ""}。`
    : `${music}${first}${accent ? `; ${accent[0]}` : ""}.`;
}
