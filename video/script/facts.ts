import type { Block } from "../brief/brief.ts";
import { itemOf } from "./list-items.ts";
import type { Moment, Reading } from "./moment.ts";

type List = Extract<Block, { kind: "list" }>;

/** What nobody may miss of a notice or an invitation. */
const ESSENTIAL =
  /^(?:when|dates?|times?|days?|hours|opening|deadline|where|place|venue|location|address|price|cost|fee|impact|affected|日時|日程|日付|期間|時間|開催|締切|期限|場所|会場|住所|料金|参加費|費用|影響)/i;
/** Facts are why a notice is written. */
const WORTH_OF_NOTICE = 3;
const WORTH_OF_FACTS = 1.5;
/** Who came is for the record. */
const ATTENDANCE = /^(?:present|attend|apologies|absent|in attendance|出席|欠席|参加者)/i;
const WORTH_OF_ATTENDANCE = -3;
const MOST_ESSENTIAL = 3;

/** Facts are said with their names, all of them or the essential ones: names alone say nothing. */
export function factMoments({ tongue }: Reading, list: List, moments: readonly Moment[]): Moment[] {
  const essential = list.items.filter(({ text }) => ESSENTIAL.test(text));
  const fewest = (essential.length > 0 ? essential : list.items).slice(0, MOST_ESSENTIAL);
  const said = ({ text }: { text: string }): string => {
    const { label, detail } = itemOf(text);
    return detail === null ? text : `${label}${tongue === "ja" ? "：" : ": "}${detail}`;
  };
  const isRecord = ATTENDANCE.test(list.items[0]?.text ?? "");
  const worth =
    essential.length > 0 ? WORTH_OF_NOTICE : isRecord ? WORTH_OF_ATTENDANCE : WORTH_OF_FACTS;
  const together = moments.filter(({ content }) => content.template !== "figure");
  return together.map((moment): Moment => {
    const weight = moment.weight + worth;
    const must = essential.length > 0;
    if (!LISTED.has(moment.content.template)) return { ...moment, weight, must };
    const own = list.items.filter(({ text }) => moment.owns.includes(text));
    const least = fewest.filter((item) => own.includes(item));
    const tellings = [own.map(said), ...(least.length > 0 ? [least.map(said)] : []), []];
    return { ...moment, weight, must, tellings, announces: null };
  });
}

const LISTED: ReadonlySet<string> = new Set(["list", "location", "phone", "relations"]);
