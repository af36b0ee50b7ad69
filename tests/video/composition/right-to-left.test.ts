import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sampleFilm } from "../../../video/gallery/sample-film.ts";
import { isTurned, mirrored } from "../../../video/look/direction.ts";
import { ASPECTS, FRAMINGS } from "../../../video/look/names.ts";
import { layoutOf, stageOf } from "../../../video/look/stage.ts";
import { layoutFindings } from "../../../video/measure/layout.ts";
import { filmProps } from "../../../video/render/film-props.ts";
import { probeFrames } from "../../../video/render/probe-frames.ts";
import type { SceneContent } from "../../../video/scene-graph/content.ts";
import type { Studio } from "./measure-layout.ts";
import { openStudio } from "./measure-layout.ts";

let studio: Studio;
before(async () => {
  studio = await openStudio();
});
after(async () => studio[Symbol.asyncDispose]());

const FRAMES = 100;
const HELD = 96;

const ARABIC: readonly SceneContent[] = [
  { template: "title", kicker: "إصدار ٢٫٠", headline: "استعادة النسخ الاحتياطية في ثوانٍ لا ساعات" },
  { template: "section", number: "02", headline: "لماذا الآن" },
  {
    template: "statement",
    text: "النسخة التي لم تُستعد قط ليست نسخة احتياطية، بل أمل.",
    emphasis: ["بل أمل"],
  },
  {
    template: "list",
    headline: "ما الجديد في الإصدار الثاني",
    items: [
      { text: "استعادة فورية للملفات", detail: "تبدأ البرامج قبل وصول آخر بايت." },
      { text: "تحقق كل ليلة" },
      { text: "ملف واحد: Tidewater 2.0" },
    ],
  },
  { template: "figure", value: "98", unit: "%", label: "من عمليات الاستعادة تنتهي في دقيقة" },
  {
    template: "comparison",
    left: { title: "قبل", points: ["ساعات طويلة", "نسخ كامل"] },
    right: { title: "الآن", points: ["ثوانٍ", "لا شيء"] },
  },
  {
    template: "quote",
    text: "سحبنا القابس فعادت الخدمة قبل أن يكتمل السؤال.",
    attribution: "مارا",
  },
  {
    template: "table",
    headline: "الأسعار",
    header: ["الخطة", "السعة", "السعر"],
    rows: [
      ["فردي", "حتى 500GB", "0 $"],
      ["فريق", "حتى 20TB", "12 $"],
    ],
  },
  { template: "kinetic", beats: ["بلا وكلاء،", "بلا سحابة،", "وبلا انتظار."], accent: 2 },
  {
    template: "closing",
    headline: "جرّب الآن",
    action: "ثبّت النسخة التجريبية",
    link: "tidewater.example",
  },
];

for (const aspect of ASPECTS) {
  test(`Arabic scenes stand whole and apart and begin at the right in ${aspect}`, async () => {
    const film = { contents: ARABIC, theme: "daybreak", aspect, language: "ar" } as const;
    const caption = "تظهر الترجمة هنا\nفي سطرين على الأكثر";
    const framing = (index: number) => FRAMINGS[index % FRAMINGS.length] ?? "left";
    const { graph, readAsset } = sampleFilm({ ...film, frames: FRAMES, framing, caption });
    const frames = ARABIC.map((_, index) => index * FRAMES + HELD);
    const probed = await probeFrames({ props: filmProps(graph, readAsset), frames, ...studio });
    for (const [index, content] of ARABIC.entries()) {
      const { texts = [], picture } = probed.get(index * FRAMES + HELD) ?? {};
      assert.deepEqual(layoutFindings(texts, { aspect, content, picture }), [], content.template);
      const layout = layoutOf(stageOf(aspect, true), framing(index), content);
      if (content.template !== "statement" || layout.align === "center") continue;
      const { hero } = mirrored(layout, stageOf(aspect, true));
      const [headline] = texts.filter(({ role }) => role === "headline");
      for (const { x, w } of headline?.lines ?? [])
        assert.ok(Math.abs(x + w - hero.x - hero.w) < 8);
    }
  });
}

test("code, charts and devices are read alike from either side, and other languages stay as they are", () => {
  assert.ok(isTurned("ar", "list") && isTurned("he-IL", "quote") && isTurned("fa", "title"));
  assert.ok(!isTurned("ar", "code") && !isTurned("ar", "chart") && !isTurned("en", "list"));
});
