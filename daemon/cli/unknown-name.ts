import { InputError } from "../../kernel/errors.ts";
import { nearest } from "../../kernel/nearest.ts";

/** A name that a person gave and nobody has: says what was probably meant, or what there is. */
export function unknownName(
  what: string,
  name: string,
  known: readonly string[],
  otherwise = known.length === 0 ? "there is none" : `there are: ${known.join(", ")}`,
): InputError {
  const near = nearest(name, known);
  const hint = near === null ? otherwise : `did you mean "${near}"?`;
  return new InputError([{ where: what, message: `there is no ${what} "${name}"`, hint }]);
}
