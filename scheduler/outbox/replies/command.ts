/** What a person's comment asks for, as far as it is not about the film itself. */
export type Command =
  | { readonly kind: "approve" | "cancel" | "retry" | "status" | "again" }
  | { readonly kind: "priority"; readonly priority: 0 | 1 | 2 | 3 }
  | { readonly kind: "unknown"; readonly word: string }
  | { readonly kind: "words"; readonly text: string };

const KINDS: readonly (readonly [
  Exclude<Command["kind"], "priority" | "unknown" | "words">,
  RegExp,
])[] = [
  ["approve", /^\/(?:approve|accept|ok|承認|許可)$/i],
  ["cancel", /^\/(?:cancel|stop|中止|取消|キャンセル)$/i],
  ["retry", /^\/(?:retry|再試行|やり直し|リトライ)$/i],
  ["status", /^\/(?:status|状況|状態|ステータス)$/i],
  ["again", /^\/(?:again|もう一度)$/i],
];

/** Reads a comment: a line that begins with `/` is a command, anything else are words. */
export function commandIn(comment: string): Command {
  const text = ownWords(comment);
  // A Japanese keyboard writes ／ and ｐ０.
  const line = text
    .normalize("NFKC")
    .split("\n")
    .find((each) => /^\/\p{L}/u.test(each));
  if (line === undefined) return { kind: "words", text };
  const [word = "", value = ""] = line.split(/\s+/);
  if (/^\/(?:priority|優先度)$/i.test(word)) return priorityIn(value, word);
  const kind = KINDS.find(([, pattern]) => pattern.test(word))?.[0];
  return kind ? { kind } : { kind: "unknown", word };
}

function priorityIn(value: string, word: string): Command {
  const digit = /^p?([0-3])$/i.exec(value)?.[1];
  if (digit === undefined) return { kind: "unknown", word: `${word} ${value}`.trim() };
  return { kind: "priority", priority: Number(digit) as 0 | 1 | 2 | 3 };
}

/** Without what others said (quotes), what is struck out, what nobody sees (HTML comments), and code. */
function ownWords(comment: string): string {
  return comment
    .replaceAll("\r\n", "\n")
    .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, "")
    .replaceAll(/^(```|~~~)[^\n]*\n[\s\S]*?(?:^\1[^\n]*$|$(?![\s\S]))/gm, "")
    .replaceAll(/~~(?=\S)[^~\n]*~~/g, "")
    .split("\n")
    .filter((line) => !line.trimStart().startsWith(">"))
    .map((line) => line.trim())
    .join("\n")
    .trim();
}
