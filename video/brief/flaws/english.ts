import { NO_COLOUR, NO_FONT, NO_LOGO } from "../../look/brand-kit.ts";
import { LONGEST_SECONDS, SHORTEST_SECONDS } from "../duration.ts";
import type { FlawWords, Told, Wanted } from "./flaw.ts";

const WANTED: Readonly<Record<Wanted, { readonly name: string; readonly hint?: string }>> = {
  line: { name: "a line of text" },
  lines: { name: "a list of lines", hint: "put each on its own line after a dash" },
  folder: { name: "a folder" },
  "audio-file": { name: "an audio file" },
  address: { name: "an address" },
  duration: { name: "a duration", hint: durations() },
  amount: { name: "an amount in US dollars", hint: "such as 5 or 0" },
  seed: { name: "a seed", hint: "a whole number from 0 to 4294967295" },
  date: { name: "a date", hint: "such as 2026-09-30" },
  pronunciations: {
    name: "a list of pronunciations",
    hint: "write each as word: how it is said",
  },
};

function durations(): string {
  return `between ${SHORTEST_SECONDS} and ${LONGEST_SECONDS} seconds, such as 30, 30s, 1m30s or 1分30秒`;
}

const TO_UTF8 = "save it as UTF-8";
const A_BRIEF = "a brief is Markdown in UTF-8";
const ONE_SENTENCE = "write at least one sentence";
const BRAND =
  "such as { colours: { accent: '#1d3fc4' }, fonts: { display: Fraunces }, logo: logo.svg }";

/** What is wrong with a brief, as the command and its files tell it. */
export const ENGLISH: FlawWords = {
  ofField: (name, message) => `${name}: ${message}`,
  flaws: {
    empty: () => ({ message: "the brief is empty", hint: ONE_SENTENCE }),
    "no-words": () => ({ message: "the brief has no words", hint: ONE_SENTENCE }),
    markup: () => ({
      message: "this is a page of markup, not Markdown",
      hint: "write its text without the tags",
    }),
    "no-text": () => ({
      message: "the brief has no text to make a film of",
      hint: "write what the film should tell below the front matter",
    }),
    "only-address": () => ({
      message: "the brief is nothing but an address, and no page is read for it",
      hint: "write what the film should tell",
    }),
    "only-title": () => ({
      message: "the brief has a title and nothing to tell",
      hint: "write at least one sentence below the title",
    }),
    "only-code": () => ({
      message: "the brief shows code and says nothing of it",
      hint: "write above it what it does, as a heading or a sentence",
    }),
    "too-little": ({ title }) => ({
      message: `the brief says nothing but "${title}", which is no film yet`,
      hint: "write a sentence that says more of it",
    }),
    "too-big": ({ megabytes, most }) => ({
      message: `the brief is too big: ${megabytes} MB, at most ${most} MB is read`,
      hint: "a film of ten minutes needs less than 20 kB of text",
    }),
    "too-many-marks": ({ count, most }) => ({
      message: `has ${count} marks of emphasis or links; a brief may have ${most}`,
      hint: "take out what is only decoration",
    }),
    "lists-too-deep": ({ depth, most }) => ({
      message: `has lists ${depth} deep; a brief may have ${most}`,
      hint: "write them in fewer levels",
    }),

    "other-encoding": ({ encoding }) => ({ message: `the text is in ${encoding}`, hint: TO_UTF8 }),
    "not-utf8": () => ({ message: "the text is not in UTF-8", hint: TO_UTF8 }),
    "not-text": () => ({ message: "this is not a text file", hint: A_BRIEF }),
    "zero-byte": () => ({ message: "a byte of zero is no text", hint: A_BRIEF }),

    "fields-unclosed": () => ({
      message: "the front matter is never closed",
      hint: "add a line of --- after the last field",
    }),
    "no-fields": () => ({
      message: "the front matter is not a list of fields",
      hint: "write lines such as duration: 30",
    }),
    "broken-fields": ({ cause: { words } }) => ({
      ...words,
      message: `broken front matter: ${words.message}`,
    }),
    "unknown-field": ({ name, meant, known }) => ({
      message: `unknown field "${name}"`,
      hint: meant === null ? `known fields: ${known.join(", ")}` : didYouMean(meant),
    }),

    "empty-field": () => ({
      message: "is empty",
      hint: "write something or leave the field out",
    }),
    "wrong-kind": ({ given, wanted }) => {
      const { name, ...hint } = WANTED[wanted];
      return { message: `${given} is not ${name}`, ...hint };
    },
    "impossible-duration": ({ seconds }) => ({
      message: `a duration of ${seconds} s is impossible`,
      hint: durations(),
    }),
    "short-duration": ({ seconds }) => ({
      message: `${seconds} s is too short for a film`,
      hint: durations(),
    }),
    "long-duration": ({ seconds }) => ({
      message: `${seconds} s is too long for a film`,
      hint: durations(),
    }),
    "unknown-aspect": ({ given, choices }) => ({
      message: `unsupported aspect ${given}`,
      hint: oneOf(choices),
    }),
    "unknown-language": ({ given }) => ({
      message: `unknown language ${given}`,
      hint: "write a language tag such as en or ja",
    }),
    "unknown-theme": ({ given, meant, choices }) => ({
      message: `unknown theme ${given}`,
      hint: meant === null ? oneOf(choices) : didYouMean(meant),
    }),
    "unknown-choice": ({ given, choices }) => ({
      message: `${given} is not known here`,
      hint: oneOf(choices),
    }),

    "brand-colour": ({ part }) => brand(part, NO_COLOUR),
    "brand-font": ({ part }) => brand(part, NO_FONT),
    "brand-logo": ({ part }) => brand(part, NO_LOGO),
    "brand-unknown": ({ part, names }) =>
      brand(part, `has no ${names.map((name) => `"${name}"`).join(" or ")}`),
    "brand-shape": ({ part }) => brand(part, "is not a list of names and values"),
  },
};

function didYouMean(name: string): string {
  return `did you mean "${name}"?`;
}

function oneOf(choices: readonly string[]): string {
  return `choose one of ${choices.join(", ")}`;
}

function brand(part: string, message: string): Told {
  return { message: [part, message].filter(Boolean).join(" "), hint: BRAND };
}
