import * as fc from "../../support/fast-check.ts";

const EN =
  "the queue holds every message until it is acknowledged and nothing gets lost when an agent dies because a lease returns 40% of 3,000 files within 1.4 seconds v2.0 before after now however which Kantoku SQLite is are makes".split(
    " ",
  );
const JA = [
  "動画を",
  "自分で",
  "つくります",
  "しかし、",
  "13の役割が",
  "分担して",
  "40%速く",
  "なりました",
  "Kantokuは",
  "落ちても",
  "仕事は",
  "続きます",
  "これまで：",
  "3,000件の",
];
const ODD = [
  "🎉",
  "<script>alert(1)</script>",
  "\u202E",
  "```",
  "**bold words**",
  "`--json`",
  "https://example.org/a?b=c#d",
  "|",
  "_",
  "(",
  "「",
  "#12",
  "—",
  ":",
  ";",
  "\u0007",
  "é",
  "שלום",
  "10",
  "$5",
];

const words = fc.oneof(
  fc
    .array(fc.constantFrom(...EN), { minLength: 1, maxLength: 24 })
    .map((list) => `${list.join(" ")}.`),
  fc
    .array(fc.constantFrom(...JA), { minLength: 1, maxLength: 8 })
    .map((list) => `${list.join("")}。`),
  fc
    .array(fc.constantFrom(...EN, ...JA, ...ODD), { minLength: 1, maxLength: 12 })
    .map((list) => list.join(" ")),
  fc.string({ maxLength: 80 }),
);
const line = words.map((text) => text.replaceAll("\n", " "));

const block = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), line)
    .map(([level, text]) => `${"#".repeat(level)} ${text}`),
  fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join(" ")),
  fc
    .array(line, { minLength: 1, maxLength: 9 })
    .map((lines) => lines.map((one) => `- ${one}`).join("\n")),
  fc
    .array(line, { minLength: 1, maxLength: 9 })
    .map((lines) => lines.map((one, i) => `${i + 1}. ${one}`).join("\n")),
  fc
    .array(fc.tuple(line, fc.integer({ min: 0, max: 9999 })), { minLength: 1, maxLength: 9 })
    .map(
      (rows) =>
        `| a | b (ms) |\n|---|---|\n${rows.map(([name, n]) => `| ${name.replaceAll("|", "/")} | ${n} |`).join("\n")}`,
    ),
  line.map((text) => `> ${text}\n> — Somebody`),
  fc.array(line, { maxLength: 20 }).map((lines) => `~~~ts\n${lines.join("\n")}\n~~~`),
);

/** Markdown as nobody would write it, always with something to read. */
export const randomMarkdown = fc
  .tuple(
    fc.array(block, { minLength: 1, maxLength: 14 }),
    fc.constantFrom(6, 8, 15, 30, 45, 60, 120, 600, null),
    fc.boolean(),
  )
  .map(([blocks, duration, hasMessages]) => {
    const fields = [
      duration === null ? "" : `duration: ${duration}`,
      hasMessages
        ? "key_messages:\n  - Nothing gets lost\n  - 仕事は続きます\n  - Films make themselves at night"
        : "",
    ];
    const front = fields.some(Boolean) ? `---\n${fields.filter(Boolean).join("\n")}\n---\n` : "";
    return `${front}${blocks.join("\n\n")}\n\nThe end is near.`;
  });
