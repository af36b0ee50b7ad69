import type { Clause } from "./clauses.ts";
import { isBareTime } from "./lengths.ts";
import { DISLIKED, WISHED } from "./signs.ts";
import type { Wish } from "./wish.ts";
import { CAMERAS, onlyNamed, TRANSITION_WORDS } from "./wish-words.ts";

/** A clause, and what it was taken to wish for. */
export interface Heard {
  readonly clause: Clause;
  readonly wishes: readonly Wish[];
}

/** One wish of a clause, and how it says so. */
interface Saying {
  readonly clause: Clause;
  readonly wish: Wish;
  readonly manner: Manner;
}

/**
 * What is wanted in two ways ("shot 3: text left, picture right") is wanted in neither: the clauses
 * that say so are left without a wish. What another clause says more exactly counts there alone.
 */
export function withoutContradictions(heard: readonly Heard[]): Heard[] {
  const refined = new Set<Wish>();
  const contradicting = new Set<Clause>();
  for (const sayings of byMatter(heard)) {
    const exact = sayings.filter((one) => !sayings.some((other) => refines(other, one)));
    for (const { wish } of sayings.filter((one) => !exact.includes(one))) refined.add(wish);
    const values = new Set(exact.map(({ wish }) => JSON.stringify(wish)));
    if (values.size > 1) for (const { clause } of exact) contradicting.add(clause);
  }
  return heard.flatMap(({ clause, wishes }) => {
    if (contradicting.has(clause)) return [{ clause, wishes: [] }];
    const left = wishes.filter((wish) => !refined.has(wish));
    return left.length === 0 && wishes.length > 0 ? [] : [{ clause, wishes: left }];
  });
}

/** The wishes that can't all be granted unless they say the same. */
function byMatter(heard: readonly Heard[]): Iterable<readonly Saying[]> {
  const sayings = heard.flatMap(({ clause, wishes }) => {
    const manner = mannerOf(clause);
    return wishes.map((wish) => ({ clause, wish, manner }));
  });
  return Map.groupBy(sayings, ({ wish }) => matterOf(wish)).values();
}

function matterOf(wish: Wish): string {
  switch (wish.kind) {
    case "sound":
      return `${wish.kind} ${wish.role}`;
    case "texture":
      return `${wish.kind} ${wish.type}`;
    case "captions":
      return wish.kind;
    case "text":
      return `${wish.kind} ${wish.shot} ${wish.from}`;
    case "length":
    case "camera":
    case "transition":
    case "framing":
      return `${wish.kind} ${wish.shot}`;
  }
}

interface Manner {
  readonly isComplaint: boolean;
  /** Only a number of seconds. */
  readonly isBare: boolean;
  /** Says what is not wanted, and maybe the names of it. */
  readonly refused: readonly (string | null)[] | null;
}

function mannerOf({ plain, text }: Clause): Manner {
  return {
    isComplaint: plain.includes(DISLIKED),
    isBare: isBareTime(plain),
    refused: INSTEAD.test(plain)
      ? [onlyNamed(CAMERAS, text), onlyNamed(TRANSITION_WORDS, text)]
      : null,
  };
}

/** What `wish-forms.ts` makes of "don't zoom" and "no fade". */
const INSTEAD = new RegExp(`${WISHED} (?:still camera|hard cut) `);

/** "Too long, make it 5 seconds", "too loud, turn it off", "no fade, use a wipe". */
function refines(
  { wish: exact, manner }: Saying,
  { wish: vague, manner: before }: Saying,
): boolean {
  if (exact.kind === "length" && vague.kind === "length") {
    if (exact.seconds === null || vague.seconds !== null) return false;
    return exact.change === vague.change || (exact.change === "exact" && !manner.isBare);
  }
  if ("to" in exact && "to" in vague && exact.to !== vague.to) {
    const { refused } = before;
    return refused !== null && !refused.includes(vague.to) && !refused.includes(exact.to);
  }
  if (!("change" in exact && "change" in vague) || exact.change !== "off") return false;
  return before.isComplaint && (vague.change === "quieter" || vague.change === "less");
}
