import assert from "node:assert/strict";
import { test } from "node:test";
import { pulledFromEnglish } from "../../../video/language/pull-english.ts";
import { pulledFromJapanese } from "../../../video/language/pull-japanese.ts";
import { topicsOfEnglish } from "../../../video/language/topic-english.ts";
import { topicsOfJapanese } from "../../../video/language/topic-japanese.ts";
import * as fc from "../../support/fast-check.ts";

type Cases = readonly (readonly [sentence: string, topic: string | null])[];

function assertTopics(cases: Cases, topicsOf: (sentence: string) => string[]): void {
  for (const [sentence, topic] of cases) {
    assert.equal(topicsOf(sentence)[0] ?? null, topic, sentence);
  }
}

test("the subject of an English sentence is what it is about", () => {
  assertTopics(
    [
      ["Special cases aren't special enough to break the rules.", "Special cases"],
      ["Errors should never pass silently.", "Errors"],
      ["Now is better than never.", "Now"],
      ["JavaScript can access the filesystem, user shell, and more.", "JavaScript"],
      ["Raw fs.watch / fs.watchFile are useless.", "Raw fs.watch / fs.watchFile"],
      ["The old bridge does not carry trucks.", "The old bridge"],
      ["Your password is not stored.", "Your password"],
      ["Backups prevent data loss.", "Backups"],
      ["In most cases water finds a way.", "Water"],
      ["When the kettle sings, the tea is almost ready.", "The tea"],
      ["Many of our customers live abroad.", "Our customers"],
      ["The museum is free, but not on Sundays.", "The museum"],
      ["The city's oldest trees survived the storm.", "The city's oldest trees"],
      ["The engineers who designed it retired last year.", "The engineers"],
      ["Python 2 is no longer supported.", "Python 2"],
      [
        "This document describes the schedule of the next release.",
        "The schedule of the next release",
      ],
      ["Is the oven hot?", "The oven"],
      ["Why does the moon look bigger near the horizon?", "The moon"],
    ],
    topicsOfEnglish,
  );
});

test("without a subject that says something, it is a term, or what something is done to", () => {
  assertTopics(
    [
      ["Set erasableSyntaxOnly in your tsconfig.json.", "erasableSyntaxOnly"],
      ["Call readFile before the loop starts.", "readFile"],
      ["If your software is being used, it should probably already be 1.0.0.", "1.0.0"],
      ["Although never is often better than right now.", "Right now"],
      ["It is altogether fitting and proper that we should do this.", "Fitting and proper"],
      ["I left the well-house eager to learn.", "Eager to learn"],
      ["Many people came together to create this edition.", "This edition"],
      ["When it rains, take the tram.", "The tram"],
      ["Remember the milk.", "The milk"],
      ["We did it in about ten minutes.", "About ten minutes"],
      ["Have you packed your passport?", "Your passport"],
      ["Who wrote the first program?", "The first program"],
    ],
    topicsOfEnglish,
  );
});

test("what is described comes before what is bidden, that before a bare noun, and what only points comes last", () => {
  assertTopics(
    [
      ["Then take out branches that cross or rub.", "Branches that cross or rub"],
      ["TODO: write tests!", "Write tests"],
      ["Please fill a few bottles the night before.", "Fill a few bottles"],
      ["Test a restore once a month.", "Test a restore"],
      ["Turn the water off.", "The water"],
      ["Take the lift only in an emergency.", "An emergency"],
      ["Open a second terminal.", "A second terminal"],
      ["Valid from 1 Jan. 2027.", null],
      ["Bring a warm coat, because the hall is cold.", "A warm coat"],
      ["Use the stairs if the lift is out of order.", "The stairs"],
      ["Add the sliced garlic to the oil.", "The sliced garlic"],
      ["Museums show paintings that changed the world.", "Paintings that changed the world"],
      ["Prices exclude VAT.", "Prices"],
      ["That nation sent the first satellite.", "The first satellite"],
      ["Other people saw a bright light.", "A bright light"],
      ["They shared the idea that we are alone.", "The idea"],
    ],
    topicsOfEnglish,
  );
  const last = (sentence: string): string | undefined => topicsOfEnglish(sentence).at(-1);
  assert.equal(last("This bridge carries the old railway."), "This bridge");
});

test("a clause that holds its own denial may stand for an English sentence", () => {
  assertTopics(
    [
      ["Don't run outside, and don't stand in a doorway.", "Don't run outside"],
      ["Never feed the bears, or leave food outside.", "Never feed the bears"],
      ["Types are removed, not checked.", "Removed, not checked"],
      ["It's a tool, not a toy.", "A tool, not a toy"],
    ],
    topicsOfEnglish,
  );
});

test("what an English sentence denies, keeps away from or quotes is no topic", () => {
  assertTopics(
    [
      ["Do not share your password with anyone.", null],
      ["Don't stay in the old, dark house.", null],
      ["Avoid direct sunlight.", null],
      ["You can't step into the same river twice.", null],
      ["She never forgot the sea.", null],
      ["Nobody knows the answer.", null],
      ["Nothing is lost.", null],
      ["This is not a drill.", null],
      ["Twice as fast.", null],
      ["Under no circumstances should you run it.", null],
      ["It costs less than ten euros.", null],
      ["All of this works.", null],
      ["We removed the weather widget.", null],
      ["It was not until 1902 that anyone noticed a gear wheel in it.", null],
      ["We will decide by 7 a.m. and text you.", null],
      ["Both ESM and CommonJS entrypoints are provided.", null],
      ["Bring tea or coffee.", null],
      ['He called it "the worst idea of the year" on stage.', null],
    ],
    topicsOfEnglish,
  );
  assert.equal(pulledFromEnglish("Avoid direct sunlight."), null);
  assert.equal(pulledFromJapanese("強い直射日光を避けてください。"), null);
});

test("a noun before は, が or を is what a Japanese sentence is about, with what describes it", () => {
  assertTopics(
    [
      ["明快さを第一に考えましょう。", "明快さ"],
      ["全てにチェックが付きましたか？", "チェック"],
      ["あなたの大事な作品を守るのに1分しかかかりません。", "あなたの大事な作品"],
      ["真珠貝は大きな滑かな縁の鋭どい貝であった。", "真珠貝"],
      ["パスワードを求められる可能性があります。", "パスワード"],
      ["窓を開けると、潮の匂いがした。", "潮の匂い"],
      ["この橋は百年前に造られました。", "百年前"],
      ["祖母が編んだ手袋を今も使っています。", "祖母が編んだ手袋"],
      ["14時半ごろ園に戻ります。", null],
      ["誰が最初のプログラムを書いたのですか？", "最初のプログラム"],
      ["わたくしは、そういうきれいなたべものやきものをすきです。", "きれいなたべものやきもの"],
      ["自分はそれから庭へ下りて、真珠貝で穴を掘った。", "真珠貝"],
      ["仰向に寝た女が、静かな声でもう死にますと云う。", "仰向に寝た女"],
      ["設定ファイルを開いてください。", "設定ファイル"],
      ["なぜ月は地平線の近くで大きく見えるのでしょうか？", null],
      ["同課は直行便の再開を理由に挙げた。", "直行便の再開"],
      ["その他の機能は、新しい画面で使えます。", "新しい画面"],
      ["鍵を交換してください。", "鍵を交換"],
      ["古い設定は消え、設定を確認します。", "古い設定"],
      ["まず、設定を確認してください。", "設定を確認"],
      ["火が弱いと、ふくらみません。", null],
      ["卵液を落として「ジュッ」と音がする温度が目安です。", "卵液"],
      ["残ったものがおそらく state です。", "state"],
    ],
    topicsOfJapanese,
  );
});

test("what was said, or is so all the same, may stand for a Japanese sentence", () => {
  assertTopics(
    [
      ["自分はただ待っていると答えた。", "ただ待っている"],
      ["先生は明日また来ると言った。", "明日また来る"],
      ["わたくしはそのとおり書いたまでです。", "そのとおり書いた"],
      ["エージェントが落ちても仕事は続きます。", "仕事は続く"],
      ["道に迷っても、星は見える。", "星は見える"],
      ["これは終わりではなく、始まりだ。", "終わりではなく、始まり"],
    ],
    topicsOfJapanese,
  );
});

test("of a Japanese sentence that denies, only what stands before は or が is a topic", () => {
  assertTopics(
    [
      [
        "軽量なローカルサービスは、以前ほど魅力的なものではなくなっている。",
        "軽量なローカルサービス",
      ],
      ["二煎目は、少し熱めのお湯で待たずに注ぎます。", "二煎目"],
      ["新しい機能は安定版には入りません。", "新しい機能"],
      ["この問題は難しくない。", "この問題"],
      ["名前はまだ無い。", "名前"],
      ["お湯は熱すぎないほうがいい。", "お湯"],
      ["戸口に立たないでください。", null],
      ["外に走り出したり、戸口に立ったりしないでください。", null],
      ["特別な理由がない限り、古い設定を使わないでください。", null],
      ["直射日光を避けてください。", null],
      ["心配はありません。", null],
      ["猫がいない。", null],
      ["作業中もメールの受信には影響ありません。", null],
      ["雨天の場合は中止です。", null],
      ["地図を見ずに歩いた。", null],
      ["彼は「もう行かない」と言った。", null],
    ],
    topicsOfJapanese,
  );
});

test("a topic stands in its sentence, and is shorter", () => {
  const words = fc.constantFrom(
    ..."the a great small river of and but never old stone house, which we built. is was Anna 4 % than if fs.watch".split(
      " ",
    ),
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 14 }), (list) => {
      const sentence = list.join(" ");
      for (const topic of topicsOfEnglish(sentence)) {
        assert.ok(sentence.toLowerCase().includes(topic.toLowerCase()), topic);
        assert.ok(topic.length < sentence.length);
      }
    }),
    { numRuns: 60 },
  );
});
