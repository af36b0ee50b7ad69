/** What a piece of source code is, as far as its colour goes. */
export type TokenKind = "plain" | "comment" | "string" | "number" | "keyword" | "name" | "mark";

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const KEYWORDS = new Set(
  `abstract and as async await base bool break case catch class const continue def default del do echo
   elif else end enum esac except export extends false fi final finally fn for from func function get go
   if impl implements import in include int interface is lambda let loop match mod mut namespace new nil
   none not null or package pass private pub public raise return select self set static string struct
   super switch then this throw trait true try type undefined union update use using val var void where
   while with yield FROM SELECT WHERE INSERT UPDATE DELETE CREATE TABLE RUN COPY CMD None True False`.split(
    /\s+/u,
  ),
);
const HASH_COMMENTS = new Set(
  "python py ruby rb bash sh shell zsh yaml yml toml dockerfile ini make perl r elixir".split(" "),
);
const DASH_COMMENTS = new Set(["sql", "lua", "haskell", "elm"]);
const TEXTS = new Set(["text", "txt", "plain", "markdown", "md", "console", ""]);

/** Colours one line; good for what is shown in a film, which is short and correct, in any usual language. */
export function tokenize(line: string, language: string): Token[] {
  const name = language.toLowerCase();
  if (TEXTS.has(name)) return [{ kind: "plain", text: line }];
  const pattern = new RegExp(
    [
      `(?<comment>${commentOf(name)}.*$|/\\*.*?\\*/|<!--.*?-->)`,
      `(?<string>"(?:[^"\\\\]|\\\\.)*"?|'(?:[^'\\\\]|\\\\.)*'?|\`(?:[^\`\\\\]|\\\\.)*\`?)`,
      String.raw`(?<number>\b0x[\da-fA-F]+\b|\b\d[\d_]*(?:\.\d+)?\w*)`,
      String.raw`(?<word>[$@]?[\p{L}_][\p{L}\p{N}_]*[!?]?)(?<call>\s*\(|(?=\s*:\s))?`,
      String.raw`(?<mark>[-+*/%=<>!&|^~?:;,.(){}\[\]]+?)`,
      String.raw`(?<space>\s+|.)`,
    ].join("|"),
    "gu",
  );
  return Array.from(line.matchAll(pattern), ({ groups, 0: whole }) =>
    tokensOf(whole, groups ?? {}),
  ).flat();
}

/** `//` must not be taken for two marks, nor a URL's for a comment: it follows a space or starts the line. */
function commentOf(language: string): string {
  if (HASH_COMMENTS.has(language)) return "(?<=^|\\s)#";
  return DASH_COMMENTS.has(language) ? "--" : "(?<=^|\\s|;)//";
}

function tokensOf(whole: string, groups: Readonly<Record<string, string | undefined>>): Token[] {
  const { comment, string, number, word, call, mark } = groups;
  if (comment !== undefined) return [{ kind: "comment", text: comment }];
  if (string !== undefined) return [{ kind: "string", text: string }];
  if (number !== undefined) return [{ kind: "number", text: number }];
  if (mark !== undefined) return [{ kind: "mark", text: mark }];
  if (word === undefined) return [{ kind: "plain", text: whole }];
  const kind = KEYWORDS.has(word) ? "keyword" : call === undefined ? "plain" : "name";
  const named = { kind, text: word } as const;
  return call ? [named, { kind: "mark", text: call }] : [named];
}

/** Cuts a line of tokens into pieces of at most `width` characters, at a space where there is one. */
export function wrapTokens(tokens: readonly Token[], width: number): Token[][] {
  const rows: Token[][] = [[]];
  let used = 0;
  const push = (token: Token): void => {
    rows.at(-1)?.push(token);
    used += token.text.length;
  };
  const turn = (): void => {
    rows.push([]);
    used = 0;
  };
  for (const { kind, text } of tokens) {
    for (const piece of text.split(/(?<=\s)/u)) {
      if (used > 0 && used + piece.trimEnd().length > width) turn();
      let rest = piece;
      for (; rest.trimEnd().length > width; rest = rest.slice(width)) {
        push({ kind, text: rest.slice(0, width) });
        turn();
      }
      push({ kind, text: rest });
    }
  }
  return rows;
}
