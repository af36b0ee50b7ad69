import { InputError, type Problem } from "../../../kernel/errors.ts";
import type { Tongue } from "../../../kernel/tongue.ts";
import { ENGLISH } from "./english.ts";
import type { Flaw, FlawWords, FoundFlaw, Told } from "./flaw.ts";
import { JAPANESE } from "./japanese.ts";

const BY_TONGUE: Readonly<Record<Tongue, FlawWords>> = { en: ENGLISH, ja: JAPANESE };

/** Throws what was found as an `InputError`, if anything was; `where` is the brief's name in it. */
export function refuse(found: readonly FoundFlaw[], where: string, tongue: Tongue): void {
  const [first, ...rest] = found.map((one) => problemOf(one, where, tongue));
  if (first) throw new InputError([first, ...rest]);
}

/** A flaw in words, for people who read `tongue`. */
export function problemOf(found: FoundFlaw, where: string, tongue: Tongue): Problem {
  const { flaw, field, ...place } = found;
  const say = BY_TONGUE[tongue];
  // The compiler can't follow that a flaw's code chooses the function for its facts.
  const { message, ...hint } = (say.flaws[flaw.code] as (flaw: Flaw) => Told)(flaw);
  const whole = field === undefined ? message : say.ofField(field, message);
  return { where, ...place, message: whole, ...hint };
}
