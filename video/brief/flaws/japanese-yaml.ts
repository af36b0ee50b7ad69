import type { YamlCode } from "../../../kernel/yaml.ts";
import type { Told } from "./flaw.ts";

const IN_QUOTES = '* & @ [ などの記号で始まる文は、引用符（"…"）で囲んでください';
const HOLDS_SIGN = '「: 」や「- 」を含む文は、引用符（"…"）で囲んでください';
const CLOSED = "引用符や括弧の閉じ忘れ、「:」の後の空白の抜けがないか確かめてください";
const ALIGNED = "行の頭をスペースでそろえ、開いた [ や { は閉じてください";
const ONE_LINE = "「項目名: 値」の形で、1行に1つずつ書いてください";
const PLAIN = "「!」や「&」で始まる印を消してください";
const BY_HAND = "同じ内容でも省略せずに書いてください";

/** Why front matter can't be read, for people who never heard of YAML. */
export const YAML_IN_JAPANESE: Readonly<Record<YamlCode, (alias: string) => Told>> = {
  ALIAS_PROPS: () => ({ message: "「*」で始まる語に印が付いています", hint: IN_QUOTES }),
  BAD_ALIAS: () => ({ message: "「*」や「&」の後に名前がありません", hint: IN_QUOTES }),
  BAD_DIRECTIVE: () => ({ message: "「%」で始まる行は読めません", hint: "その行を消してください" }),
  BAD_DQ_ESCAPE: () => ({
    message: "「\\」の後の文字が正しくありません",
    hint: "「\\」をそのまま書くには「\\\\」としてください",
  }),
  BAD_INDENT: () => ({
    message: "字下げがそろっていないか、括弧が閉じられていません",
    hint: ALIGNED,
  }),
  BAD_PROP_ORDER: () => ({ message: "印の位置が正しくありません", hint: PLAIN }),
  BAD_SCALAR_START: () => ({ message: "値の最初に使えない記号があります", hint: IN_QUOTES }),
  BLOCK_AS_IMPLICIT_KEY: () => ({ message: "値の中に「: 」か「- 」があります", hint: HOLDS_SIGN }),
  BLOCK_IN_FLOW: () => ({
    message: "[ ] や { } の中では、行を分けた書き方はできません",
    hint: "括弧を使わずに書いてください",
  }),
  DUPLICATE_KEY: () => ({
    message: "同じ項目が2回書かれています",
    hint: "どちらか1つにしてください",
  }),
  IMPOSSIBLE: () => ({ message: "書き方が正しくありません", hint: ONE_LINE }),
  KEY_OVER_1024_CHARS: () => ({ message: "項目名が長すぎます", hint: ONE_LINE }),
  MISSING_CHAR: () => ({ message: "記号か空白が足りません", hint: CLOSED }),
  MULTILINE_IMPLICIT_KEY: () => ({ message: "項目名が1行に収まっていません", hint: ONE_LINE }),
  MULTIPLE_ANCHORS: () => ({ message: "1つの値に「&」の印が2つ以上あります", hint: PLAIN }),
  MULTIPLE_DOCS: () => ({
    message: "途中に区切りの「---」があります",
    hint: "「---」は最初と最後だけに書いてください",
  }),
  MULTIPLE_TAGS: () => ({ message: "1つの値に「!」の印が2つ以上あります", hint: PLAIN }),
  NON_STRING_KEY: () => ({ message: "項目名が文字ではありません", hint: ONE_LINE }),
  RESOURCE_EXHAUSTION: () => ({ message: "入れ子が深すぎます", hint: ONE_LINE }),
  TAB_AS_INDENT: () => ({
    message: "タブで字下げされています",
    hint: "字下げにはスペースを使ってください",
  }),
  TAG_RESOLVE_FAILED: () => ({ message: "「!」の印が付いた値を読めません", hint: PLAIN }),
  UNEXPECTED_TOKEN: () => ({ message: "ここには書けない記号があります", hint: IN_QUOTES }),
  BAD_COLLECTION_TYPE: () => ({ message: "「!」の印と値の形が合っていません", hint: PLAIN }),
  HOLLOW_ALIAS: (alias) => ({
    message: `「*${alias}」は「*」で始まるため、文として読めません`,
    hint: IN_QUOTES,
  }),
  CIRCULAR_ALIAS: (alias) => ({ message: `*${alias} が自分自身を指しています`, hint: BY_HAND }),
  TOWER_OF_ALIASES: () => ({ message: "「*」による参照が多すぎます", hint: BY_HAND }),
};
