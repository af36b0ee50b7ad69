import type { Brief } from "../brief/brief.ts";
import { strengthOf, toldSentences } from "../brief/strength.ts";
import { shorterForms } from "../language/clauses.ts";
import { tongueOf } from "../language/detect.ts";
import { figuresIn } from "../language/figures.ts";
import { headline } from "../language/headline.ts";
import type { Mood, ThemeName } from "../look/names.ts";
import { dice } from "../look/random.ts";
import { BY_RULES, type Concept } from "./concept.ts";

/** The idea of a film by rules: its line, look, mood and pace. The same brief always gives the same concept. */
export function planConcept(brief: Brief): Concept {
  const seed = brief.seed ?? Number.parseInt(brief.sha256.slice(0, 8), 16);
  const mood = moodOf(brief);
  return {
    title: brief.title,
    logline: loglineOf(brief),
    theme: brief.theme ?? themeOf(brief, mood, seed),
    mood,
    bpm: TEMPO[mood] + (seed % 17) - 8,
    points: pointsOf(brief),
    seed,
    madeBy: BY_RULES,
  };
}

const TEMPO: Readonly<Record<Mood, number>> = {
  uplifting: 108,
  calm: 76,
  driven: 124,
  serious: 88,
  playful: 116,
};

const THEME_CUES: readonly (readonly [RegExp, ThemeName])[] = [
  [
    /\b(blueprint|engineer|precis|schematic|architectur|draught)|設計|図面|精密|工学|建築/i,
    "blueprint",
  ],
  [
    /\b(luxur|premium|classic|botanical|nature|natural|heritage|literary|forest)|高級|格調|自然|植物|老舗|文学/i,
    "evergreen",
  ],
  [/\b(dark|night|technical|code|hacker|cinematic|developer)|ダーク|夜|技術的|暗い/i, "midnight"],
  [
    /\b(playful|fun|party|celebrat|kids|colou?rful|cheerful|whimsical|festive)|楽し|遊び|お祝い|祭|かわい|カラフル|子ども|にぎやか/i,
    "confetti",
  ],
  [
    /\b(poster|keynote|startup|conference|sport|graphic|campaign|blue)|ポスター|スポーツ|キャンペーン|青い|スタートアップ/i,
    "cobalt",
  ],
  [
    /\b(calm|quiet|minimal|elegant|japan|traditional|paper|gentle|soft)|和風|和の|落ち着|静か|上品|伝統|やわらか|柔らか/i,
    "washi",
  ],
  [
    /\b(bold|energetic|loud|news|urgent|striking|strong|punchy)|大胆|力強|元気|鮮やか|インパクト/i,
    "signal",
  ],
  [
    /\b(bright|warm|friendly|fresh|light|optimistic|clean|sunny)|明る|あたたか|温か|爽やか|親しみ|清潔/i,
    "daybreak",
  ],
];

/** Looks that suit a mood, for a text that asks for none. */
const THEMES_OF_MOOD: Readonly<Record<Mood, readonly [ThemeName, ...ThemeName[]]>> = {
  uplifting: ["daybreak", "cobalt", "evergreen", "confetti", "signal"],
  calm: ["washi", "daybreak", "evergreen"],
  driven: ["signal", "cobalt", "midnight"],
  serious: ["blueprint", "signal", "evergreen", "midnight"],
  playful: ["confetti", "cobalt"],
};

/** First what the author asked for, then what the text is like, then chance (by the text's hash). */
function themeOf(brief: Brief, mood: Mood, seed: number): ThemeName {
  const asked = cued(THEME_CUES, [brief.style, brief.tone]);
  if (asked) return asked;
  const chance = dice("theme", seed);
  if (brief.blocks.some((block) => block.kind === "code")) {
    return chance.pick(["midnight", "blueprint"]);
  }
  if (tongueOf(brief.language) !== "ja" && figureCount(brief) >= 4) {
    return chance.pick(["signal", "cobalt"]);
  }
  const isWashi = tongueOf(brief.language) === "ja" && chance.next() < 0.4;
  return isWashi ? "washi" : chance.pick(THEMES_OF_MOOD[mood]);
}

const MOOD_CUES: readonly (readonly [RegExp, Mood])[] = [
  [/\b(playful|fun|funny|cheerful|kids|whimsical)|楽し|遊び|ユーモア|かわい/i, "playful"],
  [/\b(calm|quiet|gentle|minimal|soothing|relaxed)|落ち着|静か|穏やか|ゆったり/i, "calm"],
  [
    /\b(serious|sober|formal|grave|professional|factual|solemn)|真面目|真剣|誠実|厳か|重厚/i,
    "serious",
  ],
  [
    /\b(driven|energetic|bold|fast|dynamic|urgent|punchy)|力強|勢い|疾走|スピード|エネルギッシュ/i,
    "driven",
  ],
  [
    /\b(uplifting|inspiring|optimistic|warm|friendly|proud|hopeful|bright)|前向き|希望|明る|温か|感動/i,
    "uplifting",
  ],
];
const CONTENT_CUES: readonly (readonly [RegExp, Mood])[] = [
  [
    /\b(security|vulnerability|incident|outage|postmortem|warning|risk|earthquake|disaster|accident|crash|collision|injured|killed|closed after|safety)\b|脆弱性|障害|災害|防災|地震|注意|事故|火災|安全に/i,
    "serious",
  ],
  [/\b(release|faster|performance|benchmark|launch)\b|リリース|高速|性能/i, "driven"],
  [
    /\b(how to|steps|guide|recipe|tea|garden|walk)\b|作り方|入れ方|淹れ方|手順|方法|使い方/i,
    "calm",
  ],
];

function moodOf(brief: Brief): Mood {
  const asked = cued(MOOD_CUES, [brief.tone, brief.style]);
  if (asked) return asked;
  if (tellsOfDeath(brief)) return "serious";
  const text = [brief.title, brief.goal ?? "", ...headings(brief)].join(" ");
  return CONTENT_CUES.find(([cue]) => cue.test(text))?.[1] ?? "uplifting";
}

/** An obituary: its title or its first sentence says so. */
function tellsOfDeath({ title, blocks }: Brief): boolean {
  return DEATH.test(`${title} ${toldSentences(blocks)[0]?.text ?? ""}`);
}

const DEATH =
  /\b(?:obituary|in memoriam|in (?:loving )?memory of|passed away|(?:has|have) died|died (?:on|last|at|peacefully))\b|訃報|追悼|逝去|永眠|お悔やみ|亡くなりました/i;

/** The first cue that the first of the wishes gives, then the second. */
function cued<Name>(
  cues: readonly (readonly [RegExp, Name])[],
  wishes: readonly (string | null)[],
): Name | null {
  for (const wish of wishes) {
    const found = wish ? cues.find(([cue]) => cue.test(wish)) : undefined;
    if (found) return found[1];
  }
  return null;
}

function headings(brief: Brief): string[] {
  return brief.blocks.flatMap((block) => (block.kind === "heading" ? [block.text] : []));
}

function figureCount(brief: Brief): number {
  const tongue = tongueOf(brief.language);
  const sentences = toldSentences(brief.blocks).map((told) => told.text);
  const items = brief.blocks.flatMap((block) =>
    block.kind === "list" ? block.items.map((item) => item.text) : [],
  );
  return [...sentences, ...items].flatMap((text) => figuresIn(text, tongue)).length;
}

/** The film in one sentence: the goal, or the strongest thing the text says, or the title. */
function loglineOf(brief: Brief): string {
  if (brief.goal) return brief.goal;
  const [best] = toldSentences(brief.blocks)
    .map((told) => ({
      told,
      strength: strengthOf(told, brief.title, brief.language) - told.block * 0.05,
    }))
    .toSorted((a, b) => b.strength - a.strength);
  return best
    ? (shorterForms(best.told.text, tongueOf(brief.language)).at(-1) ?? best.told.text)
    : brief.title;
}

/** Key messages, or the text's own headings when it has no messages. */
function pointsOf(brief: Brief): string[] {
  const tongue = tongueOf(brief.language);
  const sources =
    brief.keyMessages.length > 0
      ? brief.keyMessages
      : headings(brief).filter((text) => text !== brief.title);
  const points = sources.map((text) => headline(text, { tongue, max: 140 }));
  return points.length > 0 ? points : [brief.title];
}
