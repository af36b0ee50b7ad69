import type { Tongue } from "../language/detect.ts";
import { figuresIn, type Figure } from "../language/figures.ts";

/** The number that a sentence is about: where a change led to, and what a survey found; undefined where none stands out. */
export function keyFigure(text: string, tongue: Tongue): Figure | undefined {
  return figuresIn(text, tongue)
    .filter(({ weight, unit }) => weight >= 1 && unit !== "つ")
    .filter((figure) => !isBoundToAnother(text, figure) && !isDenied(text, figure, tongue))
    .map((figure) => ({ figure, worth: figure.weight * shareOf(text, figure) }))
    .toSorted((a, b) => b.worth - a.worth)[0]?.figure;
}

/** It says how often, of whom, or what was before; or stands in brackets: alone it would say something else. */
function isBoundToAnother(text: string, { start, end, unit, prefix }: Figure): boolean {
  const [before, behind] = [text.slice(0, start), text.slice(end)];
  const isCount = unit === "" && prefix === "";
  const isBracketed = /[(（][^)）]*$/.test(before);
  return (
    isBracketed || RATE.test(before) || (isCount && AGED.test(before)) || isOld(before, behind)
  );
}

/** "We do not expect 30% growth": large and alone the figure would claim what its clause denies. */
function isDenied(text: string, { start, end }: Figure, tongue: Tongue): boolean {
  if (tongue !== "ja") return DENIED.test(text.slice(0, start));
  const clause = `${/[^、。]*$/u.exec(text.slice(0, start))?.[0]}#${/^[^、。]*/u.exec(text.slice(end))?.[0]}`;
  return DENIED_JA.test(clause) && !BOUND_JA.test(clause);
}

const DENIED =
  /\b(?:(?:do|does|did|is|are|was|were|will|would) not|(?:do|does|did|is|are|was|were|wo|would)n['’]t|never|no longer) (?!.*\b(?:only|just|until|than|exceed|over|above|under|below|at least|at most|within)\b)(?:\w+ ){0,4}$/i;
const DENIED_JA = /(?:ません(?:でした)?|ない|なかった)$/u;
const BOUND_JA =
  /しか|#[^、]{0,4}(?:も|以上|以内|以下|未満|まで|を超え|前|後)|かもしれ|なけれ|なくては|だけでなく|はありません?が/u;

/** "Updates every two months for 24 months" */
const RATE =
  /\b(?:every|each) (?:[\w-]+ )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b/i;
const AGED =
  /\b(?:children|kids|people|adults|persons?|students|pupils|visitors|members|guests|players|girls|boys|women|men|those|anyone|everyone|everybody) (?:aged |who are |up to |under |over |above |below |from )+$/i;

function isOld(before: string, behind: string): boolean {
  const isLeft = /\b(?:up|down) from \S*$/i.test(before) || TO.test(behind);
  return OLD.test(before) || LEFT_BEHIND.test(behind) || (FROM.test(before) && isLeft);
}

const FROM = /\bfrom\s+(?:about |around |roughly |nearly |almost |only |just |some )?$/i;
const TO =
  /^[^.;]*\bto\s+(?:about |around |roughly |nearly |almost |over |some |a record )?\p{Sc}?\d/iu;
const OLD =
  /(?:\b(?:compared (?:with|to)|against|versus|vs\.?|instead of|rather than)\s+(?:a \w+ (?:of )?|the \w+ )?|(?:前年|前年度|前回|前期|昨年|去年|従来|以前)(?:同期|同月)?(?:の|は)?[（(]?)$/i;
const LEFT_BEHIND =
  /^(?:が\d[^、。]{0,8}に(?:なっ|なり|減|増|下が|上が|縮|短縮)|\s*(?:→|⇒|->)|(?:から|より)[^。、]{0,10}\d)/;

/** What a number is worth that says whom was asked. */
function shareOf(text: string, { start, end }: Figure): number {
  return ASKED.test(text.slice(0, start)) || ASKED_JA.test(text.slice(end)) ? 0.4 : 1;
}

const ASKED =
  /\b(?:survey(?:s|ed)?|polls?|polled|asked|interview(?:s|ed)?|samples?|questioned|among)(?: of)?(?: \w+)?\s$/i;
const ASKED_JA = /^(?:に聞|に尋ね|にアンケート|に調査|を対象|へのアンケート|が回答|から回答)/;
