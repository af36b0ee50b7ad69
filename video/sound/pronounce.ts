import { tongueOf } from "../language/detect.ts";
import { spoken } from "../language/spoken.ts";

/** Written form → how to say it, respelled in the film's own language (in Japanese: in kana). */
export type Pronunciations = Readonly<Record<string, string>>;

/**
 * A sentence as a voice should read it: every word of the dictionary is respelled, longest first, whole
 * words only. A word in small letters is found in any case; one with capitals only as it stands.
 */
export function respell(text: string, words: Pronunciations, language: string): string {
  const readings = readingsOf(words, language);
  if (readings.size === 0) return text;
  const forms = [...readings.keys()].toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(forms.map(patternOf).join("|"), "giu");
  return text.replaceAll(pattern, (found) => {
    const reading = readings.get(found) ?? readings.get(found.toLowerCase());
    return reading ?? found;
  });
}

/** Each word as written, and as the script may already have put it into words ("Next.js", "Next JS"). */
function readingsOf(words: Pronunciations, language: string): Map<string, string> {
  const readings = new Map<string, string>();
  for (const [written, reading] of Object.entries(words)) {
    const form = written.trim();
    if (form === "" || reading.trim() === "") continue;
    const said = spoken(form, tongueOf(language)).replace(/[.。]$/, "");
    for (const each of [said, form]) if (each !== "") readings.set(each, reading.trim());
  }
  return readings;
}

/** Scripts without spaces have no word boundaries. */
function patternOf(form: string): string {
  const literal = form.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  const before = isSpaced(form.at(0)) ? String.raw`(?<![\p{Script=Latin}\p{N}])` : "";
  const after = isSpaced(form.at(-1)) ? String.raw`(?![\p{Script=Latin}\p{N}])` : "";
  return before + literal + after;
}

function isSpaced(character: string | undefined): boolean {
  return character !== undefined && /[\p{Script=Latin}\p{N}]/u.test(character);
}
