/** One of two that only both together are what is told: "tea or coffee", "both birds and bats". */
export function isHalf(before: string, rest: string): boolean {
  return OPENS_HALF.test(before) || GOES_ON.test(rest);
}

const OPENS_HALF =
  /\b(?:or|nor|both|either|neither)\s$|\b(?:both|either|neither)\b[^,;:]*\b(?:and|or|nor)\s$/i;
const GOES_ON = /^\s+(?:or|nor)\b/i;

/** 「組合員またはその家族」. */
export function isHalfJapanese(before: string, behind: string): boolean {
  return EITHER_JA.test(before) || /^(?:または|もしくは|あるいは|ないし)/u.test(behind);
}

const EITHER_JA = /(?:または|もしくは|あるいは|ないし)、?$/u;
