/**
 * Pictograms and the words that name exactly what they show, in English and in Japanese, parted by
 * commas. A word belongs here only when it is a noun that hardly ever means anything else: what is
 * doubtful alone ("letter", "train", "house") stands in phrases that leave no doubt.
 *
 * English: plurals are derived; `*` lets a noun follow ("database engine"), a capital letter makes
 * it a name ("Earth"). Japanese: as it is written, between what no longer belongs to the word.
 */
export type Words = Readonly<Record<string, readonly [english: string, japanese: string]>>;

/** A thing that a text names, and where. */
export interface Named<Name extends string = string> {
  readonly name: Name;
  readonly start: number;
  readonly end: number;
}

export function entriesOf(list: string): string[] {
  return list.split(",").map((each) => each.trim());
}
