/**
 * USD per million tokens, as OpenAI publishes them. An estimate for the report, not an invoice:
 * discounts for cached or batched tokens are left out, so it is never too low.
 */
interface Price {
  readonly input: number;
  readonly output: number;
}

const PRICES: Readonly<Record<string, Price>> = {
  "gpt-4o": { input: 2.5, output: 10 },
  "gpt-4o-mini": { input: 0.15, output: 0.6 },
  "gpt-4.1": { input: 2, output: 8 },
  "gpt-4.1-mini": { input: 0.4, output: 1.6 },
  "gpt-4.1-nano": { input: 0.1, output: 0.4 },
  "gpt-5": { input: 1.25, output: 10 },
  "gpt-5-mini": { input: 0.25, output: 2 },
  "gpt-5-nano": { input: 0.05, output: 0.4 },
  o3: { input: 2, output: 8 },
  "o4-mini": { input: 1.1, output: 4.4 },
};

/** Null for a model whose price is not known. Dated snapshots (`gpt-4o-2024-08-06`) cost the same. */
export function costUsd(model: string, inputTokens: number, outputTokens: number): number | null {
  const price = PRICES[model.replace(/-\d{4}-\d{2}-\d{2}$/, "")];
  if (!price) return null;
  return (inputTokens * price.input + outputTokens * price.output) / 1e6;
}

/** USD per minute of speech, or per million characters of text, as OpenAI publishes them. */
const SPEECH_PRICES: Readonly<
  Record<string, { readonly perMinute: number } | { readonly perMillion: number }>
> = {
  "gpt-4o-mini-tts": { perMinute: 0.015 },
  "tts-1": { perMillion: 15 },
  "tts-1-hd": { perMillion: 30 },
};

/** Null for a model whose price is not known. */
export function speechCostUsd(model: string, characters: number, seconds: number): number | null {
  const price = SPEECH_PRICES[model.replace(/-\d{4}-\d{2}-\d{2}$/, "")];
  if (!price) return null;
  return "perMinute" in price
    ? (seconds / 60) * price.perMinute
    : (characters / 1e6) * price.perMillion;
}
