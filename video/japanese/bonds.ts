/** Where the parser cuts into a word that is written in kana: what stands before the cut, and what behind it. */
const BONDS: readonly (readonly [before: RegExp, behind: RegExp])[] = [
  [/ものが$/, /^たり/],
  [/[^、。]と$/, /^(?:いう|いっ|いえ)/],
  [/(?:その|この)$/, /^とおり/],
  [/で$/, /^(?:ある|あり|あっ)/],
];

/** Whether two neighbouring phrases of the parser are one, and no line may break between them. */
export function isBonded(before: string, behind: string): boolean {
  return BONDS.some(([end, start]) => end.test(before) && start.test(behind));
}
