import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { IpadicFeatures, Tokenizer } from "kuromoji";
import { OperationalError } from "../../kernel/errors.ts";

export type Token = IpadicFeatures;

let loading: Promise<Tokenizer<Token>> | undefined;

/**
 * Splits Japanese text into words with IPADIC's readings. The dictionary takes about a second to
 * load, so that only a film in Japanese pays for it, and only once in a process.
 */
export async function tokenize(text: string): Promise<Token[]> {
  loading ??= loadTokenizer();
  return (await loading).tokenize(text);
}

async function loadTokenizer(): Promise<Tokenizer<Token>> {
  const { default: kuromoji } = await import("kuromoji");
  const dicPath = join(dirname(createRequire(import.meta.url).resolve("kuromoji")), "../dict");
  return new Promise((resolve, reject) => {
    kuromoji.builder({ dicPath }).build((cause: Error | null, tokenizer) => {
      if (!cause) return resolve(tokenizer);
      const message = `The Japanese dictionary in ${dicPath} can't be read.`;
      const hint = "Install the packages again: npm ci.";
      reject(new OperationalError("dictionary-unreadable", message, { hint, cause }));
    });
  });
}
