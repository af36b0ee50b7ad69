import { shorterForms } from "../language/clauses.ts";
import { headline } from "../language/headline.ts";
import { moment, type Moment, type Reading } from "./moment.ts";
import { statementScene } from "./scenes-of-sentences.ts";

const MOST_ITEMS = 6;

/** Key messages as lists of up to six lines, for films too short to give each a scene. */
export function listOfMessages(reading: Reading, messages: readonly string[]): Moment[] {
  const scenes = Math.ceil(messages.length / MOST_ITEMS);
  const size = Math.ceil(messages.length / scenes);
  return Array.from({ length: scenes }, (_, i) => messages.slice(i * size, (i + 1) * size)).map(
    (chunk, i) => listMoment(reading, chunk, i),
  );
}

function listMoment(reading: Reading, messages: readonly string[], index: number): Moment {
  const { brief, tongue } = reading;
  const [only = ""] = messages;
  const short = messages.map((message) => shorterForms(message, tongue).at(-1) ?? message);
  return moment({
    order: index,
    content:
      messages.length === 1
        ? statementScene(reading, { text: only, emphasis: [] })
        : {
            template: "list",
            headline: headline(brief.goal ?? brief.title, { tongue, max: 90 }),
            items: messages.map((message) => ({
              text: headline(message, { tongue, max: 90, ideal: 90 }),
            })),
          },
    tellings: [...short.map((_, i) => short.slice(0, short.length - i)), []],
    owns: messages,
    sources: [],
    weight: 6,
  });
}
