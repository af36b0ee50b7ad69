import assert from "node:assert/strict";
import { test } from "node:test";
import {
  capitalized,
  inTwo,
  shorterForms,
  withoutConnector,
} from "../../../video/language/clauses.ts";
import { cleanCode, cleanLine } from "../../../video/language/clean.ts";
import { detectLanguage } from "../../../video/language/detect.ts";
import { figuresIn, readQuantity } from "../../../video/language/figures.ts";
import { fit, headline, withoutArticles, withoutEnd } from "../../../video/language/headline.ts";
import { coverage } from "../../../video/language/overlap.ts";
import { plainEnding } from "../../../video/language/plain-ending.ts";
import { splitSentences } from "../../../video/language/sentences.ts";

const textsOf = (line: string): string[] => splitSentences(line).map((piece) => piece.text);

test("abbreviations, decimals, initials and quoted speech end no sentence", () => {
  assert.deepEqual(textsOf("It has e.g. Two parts. Version 1.4 is out! J. Smith wrote it."), [
    "It has e.g. Two parts.",
    "Version 1.4 is out!",
    "J. Smith wrote it.",
  ]);
  assert.deepEqual(textsOf("彼は「はい。そうです。」と言った。次へ進む！"), [
    "彼は「はい。そうです。」と言った。",
    "次へ進む！",
  ]);
  assert.deepEqual(textsOf("See node.js and a.b.c for more? Yes."), [
    "See node.js and a.b.c for more?",
    "Yes.",
  ]);
  assert.deepEqual(textsOf(" ... !"), []);
});

test("an abbreviation leads on, and ends a sentence only where another one begins", () => {
  const whole = [
    "All prices in euros, incl. 19 % VAT.",
    "Valid from 1 Jan. 2027.",
    "Die Registrierung dauert ca. 10 Min. und ist kostenlos.",
    "Ein Heißgetränk, z. B. Kaffee oder z.B. Tee.",
    "Sie beginnt am 3. Oktober und endet am 1. Mai.",
    "It is a 5 min. walk from St. Mary and No. 5.",
    "She served in the U.S. Army for years.",
    "1. Make a new key.",
    "See pp. 12 and fig. 3 of vol. 2.",
  ];
  for (const line of whole) assert.deepEqual(textsOf(line), [line]);
  const parted = [
    ["Quotes came from Roofline Ltd.", "The cheaper one is theirs."],
    ["Do I need fertiliser?", "No.", "The bulb holds it all."],
    ["We sell cakes, jam, etc.", "Dogs are welcome."],
    ["She left for the U.S.", "The film tells why."],
    ["They sat.", "Then they ate."],
    ["It takes 250 ms.", "Nobody waits."],
    ["It opens at 7 p.m.", "Bring a cup."],
    ["He led Orbis Inc.", "It was small."],
  ];
  for (const sentences of parted) assert.deepEqual(textsOf(sentences.join(" ")), sentences);
});

test("pieces stand where they say", () => {
  const line = "One here.  Two there. 三つ目。";
  for (const { text, start, end } of splitSentences(line))
    assert.equal(line.slice(start, end), text);
});

test("sentences are shortened only where their meaning stays", () => {
  const shortest = (sentence: string): string => shorterForms(sentence, "en").at(-1) ?? "";
  assert.equal(shortest("It keeps one file, which never changes."), "It keeps one file.");
  assert.equal(
    shortest("However, the new flow, which we tested, works on every phone."),
    "The new flow works on every phone.",
  );
  assert.equal(shortest("It works (mostly) on phones."), "It works on phones.");
  for (const sentence of [
    "It runs if you let it.",
    "It is fast, but it loses data.",
    "Kill an agent, and another one starts.",
    "It is red, green, and blue.",
    "When it rains, we stay.",
  ]) {
    assert.equal(shortest(sentence), sentence);
  }
});

test("日本語は、主題と文末を残して短くする", () => {
  assert.equal(
    shorterForms("Kantokuは、台本を書いて、動画をつくります。", "ja").at(-1),
    "Kantokuは、動画をつくります。",
  );
  for (const sentence of [
    "迷ったら、まず表で始めて、困ってから移せば遅くありません。",
    "傘を開いて、乗らないでください。",
    "雨が降れば、家にいます。",
    "熱いお湯は渋みを出し、ぬるいお湯は甘みを出します。",
    "速いが、壊れます。",
  ]) {
    assert.equal(shorterForms(sentence, "ja").at(-1), sentence);
  }
});

test("headlines have no full stop, no empty opening and no dangling word", () => {
  const en = (text: string, max = 90): string => headline(text, { tongue: "en", max });
  assert.equal(en("Never work alone after 8 p.m."), "Never work alone after 8 p.m.");
  assert.equal(
    en("Kantoku is a daemon that makes films by itself."),
    "A daemon that makes films by itself",
  );
  assert.equal(en("There are thirteen roles."), "Thirteen roles");
  assert.equal(en("npm-cli is small."), "npm-cli is small");
  assert.equal(en("What to do"), "What to do");
  assert.equal(
    en("The whole of the file and the name of the author of it", 30),
    "The whole of the file",
  );
  assert.equal(
    headline("これはとても大切な、誰もが知る話です。", { tongue: "ja", max: 90 }),
    "これはとても大切な、誰もが知る話",
  );
  assert.equal(
    headline("とても大切な話を、長々と続けていくための文章の例", {
      tongue: "ja",
      max: 14,
    }).endsWith("を"),
    false,
  );
  assert.equal(
    headline("The author marked these two words here for you and everybody else to see.", {
      tongue: "en",
      max: 90,
      emphasis: ["two words"],
    }),
    "Two words",
  );
});

test("a text without spaces is cut between characters, never inside one", () => {
  assert.equal(fit("𠮷".repeat(60), 9, "other"), "𠮷".repeat(4));
  assert.equal(fit("x".repeat(200), 90, "en").length, 90);
});

test("headlines may lose articles, but not before names and superlatives", () => {
  assert.equal(
    withoutArticles("The file is a copy of the Moon and the first of the best"),
    "File is copy of the Moon and the first of the best",
  );
  assert.equal(
    withoutArticles("The board will not pay an interim dividend"),
    "Board will not pay interim dividend",
  );
  assert.equal(withoutArticles("The choir meets once a month"), "Choir meets once a month");
});

test("an article stays where the rest would sound broken or mean something else", () => {
  for (const sentence of [
    "Test a restore once a month",
    "Please fill a few bottles the night before",
    "Mrs Okafor to ask the school",
    "Action: Tom to write the call",
    "Q: And the distance?",
    "Open a second terminal",
    "The first of them is a copy",
  ]) {
    assert.equal(withoutArticles(sentence), sentence);
  }
});

test("a dash that opens a line goes, a minus stays", () => {
  for (const [line, shown] of [
    ["– for members", "for members"],
    ["–10 %", "–10 %"],
    ["−3 °C", "−3 °C"],
    ["–€20 per job", "–€20 per job"],
    ["▲3.2%", "▲3.2%"],
  ] as const) {
    assert.equal(withoutEnd(line, "en"), shown);
  }
});

test("接続詞は、まるごと取るか、そのまま残す", () => {
  const openings: Record<string, string> = {
    "一方で、声もあった。": "声もあった。",
    "一方、人手不足は深刻だ。": "人手不足は深刻だ。",
    一方の端を折る: "一方の端を折る",
    または郵送で送る: "または郵送で送る",
    "しかしながら、雨だった。": "雨だった。",
    加えて混ぜる: "加えて混ぜる",
    もちろんのことです: "もちろんのことです",
    "また、雪も降る。": "雪も降る。",
    また明日来る: "また明日来る",
    なので協力する: "協力する",
    ただしい答え: "ただしい答え",
    しかし雪も降る: "雪も降る",
  };
  for (const [line, rest] of Object.entries(openings)) {
    assert.equal(withoutConnector(line, "ja"), rest);
  }
});

test("文末は常体や体言止めになる", () => {
  const endings: Record<string, string> = {
    注ぎます: "注ぐ",
    つくります: "つくる",
    見ます: "見る",
    動画を作成します: "動画を作成",
    デーモンです: "デーモン",
    動いています: "動いている",
    できます: "できる",
    使います: "使う",
    冷まします: "冷ます",
    仕事をします: "仕事をする",
    終わった: "終わった",
    ありがとうございます: "ありがとうございます",
    先生がいらっしゃいます: "先生がいらっしゃる",
    お越しくださいます: "お越しくださる",
    駅にいます: "駅にいる",
    と思います: "と思う",
    "「朝」といいます": "「朝」という",
    お願いいたします: "お願い",
    作業を実施いたします: "作業を実施",
    お待ちしております: "お待ちしている",
    お届けします: "お届け",
    声を落とします: "声を落とす",
    手を動かします: "手を動かす",
    値を高くします: "値を高くする",
    メモします: "メモする",
    量を少なくします: "量を少なくする",
    熱を逃がします: "熱を逃がす",
    音がします: "音がする",
    "80人に達します": "80人に達する",
    時が過ぎます: "時が過ぎる",
    向かいます: "向かう",
  };
  for (const [polite, plain] of Object.entries(endings)) assert.equal(plainEnding(polite), plain);
});

test("figures are numbers with what they count; versions, dates and names are none", () => {
  const found = (text: string, tongue: "en" | "ja" = "en"): string[] =>
    figuresIn(text, tongue).map((one) => `${one.prefix}${one.value}${one.unit && ` ${one.unit}`}`);
  assert.deepEqual(found("It is 40% faster and saves $3.5 or 1,200 files in 10ms."), [
    "40 %",
    "$3.5",
    "1,200",
    "10 ms",
  ]);
  assert.deepEqual(
    found(
      "Version 1.4 of 2026-09-30, issue #12, at 12:30, since 2019, on May 5, 1.2.3, 22nd, port 80.",
    ),
    [],
  );
  assert.deepEqual(found("蔵書は12万冊、3,000件を1.4秒で、40％速く、13の役割。", "ja"), [
    "12 万冊",
    "3,000 件",
    "1.4 秒",
    "40 %",
  ]);
  assert.deepEqual(found("2026年9月30日に公開。", "ja"), []);
});

test("a cell is a quantity when it is a number with a unit", () => {
  assert.deepEqual(readQuantity("1,234 ms"), { value: 1234, unit: "ms", written: "1,234" });
  assert.deepEqual(readQuantity("約 12.5％"), { value: 12.5, unit: "％", written: "12.5" });
  assert.deepEqual(readQuantity("$3"), { value: 3, unit: "$", written: "3" });
  for (const text of ["March 1979", "yes", "3 of 4", "1.2.3", ""])
    assert.equal(readQuantity(text), null);
});

test("a message is covered when its content words are there, in any form", () => {
  assert.ok(
    coverage("It runs offline without any key", "It runs offline; no keys are needed", "en") >=
      0.75,
  );
  assert.ok(coverage("仕事は続きます", "見張り役がいるので、仕事は続く", "ja") >= 0.5);
  assert.equal(coverage("Dogs bark", "Cats sleep", "en"), 0);
});

test("names written small stay small", () => {
  assert.equal(capitalized("tmux is old"), "Tmux is old");
  assert.equal(capitalized("iPhone users"), "iPhone users");
  assert.equal(capitalized("the end"), "The end");
  assert.deepEqual(inTwo("Anschluss über den Stecker, z. B. an der Wand", "other"), [
    "Anschluss über den Stecker,",
    "z. B. an der Wand",
  ]);
});

test("what can't be shown is cleaned, and lines join as their language wants", () => {
  assert.equal(cleanLine("a\u0007b \u202Ec\u200B  d 🎉 ©"), "ab c d ©");
  assert.equal(cleanLine("動画を\nつくる"), "動画をつくる");
  assert.equal(cleanLine("the API ⇗ and Help⇗"), "the API and Help");
  assert.equal(cleanLine("だし 大さじ3"), "だし 大さじ3");
  assert.equal(cleanLine("イベント\nスペース"), "イベント スペース");
  assert.equal(cleanCode("\n\tif (x) {\u0000\n\n  }\n"), "  if (x) {\n\n  }");
});

test("the language is read from the letters and the small words", () => {
  assert.equal(detectLanguage("Kantokuで動画をつくる"), "ja");
  assert.equal(detectLanguage("The film is short and it is good"), "en");
  assert.equal(detectLanguage("El perro es grande y los gatos son más rápidos que él"), "es");
  assert.equal(detectLanguage("Twice as fast."), "en");
  assert.equal(detectLanguage("Il film è più breve."), "it");
  assert.equal(detectLanguage("É rápido"), "pt");
  assert.equal(detectLanguage("12345"), "en");
});

test("a long line is parted where a clause of its own begins, not between two words", () => {
  const line = "Both protocols have header compression, and QPACK and HPACK are similar in design.";
  assert.deepEqual(inTwo(line, "en"), [
    "Both protocols have header compression",
    "QPACK and HPACK are similar in design.",
  ]);
});

test("half of a comparison, of a list of verbs or of a date is never left over", () => {
  const given = "Just as you have received the lamp for free, so also freely give it on.";
  assert.deepEqual(shorterForms(given, "en"), [given]);
  const law = "ここに国民こぞつて祝い、感謝し、又は記念する日を定め、これを祝日と名づける。";
  assert.ok(shorterForms(law, "ja").every((form) => form.includes("感謝し、又は")));
  const dated =
    "The second probe entered interstellar space on November 5, 2018 and researchers everywhere listened to it";
  assert.doesNotMatch(fit(dated, 70, "en"), /November 5$/);
  const doing =
    "All that anybody needs to do to start using it is to declare that you are doing so and then to follow it";
  assert.match(fit(doing, 90, "en"), /doing so$/);
});
