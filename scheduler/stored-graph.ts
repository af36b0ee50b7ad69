import type { FanOutItem } from "../queue/topics.ts";
import { itemName, type GraphStep, type StepGraph } from "./graph.ts";
import { fanOutList } from "./attempt/statements.ts";
import {
  insertNeed,
  insertStep,
  markExpanded,
  meetNeed,
  needsOf,
  setStepStatus,
  stepByName,
  waitingDependents,
  type StepRow,
} from "./statements.ts";
import type { Transition } from "./transition.ts";

/** The graph of one job as the database keeps it; every answer reads, every verb writes. */
export function storedGraph(turn: Transition, job: string): StepGraph {
  const { tx } = turn;
  return {
    waitingDependents: (step) => waitingDependents(tx, job, step).map(graphStep),
    meetNeed: (step) => meetNeed(tx, job, step),
    expand: (step) => expand(turn, job, step),
    close: (step, ending) => {
      setStepStatus(tx, job, step, ending);
      turn.note(job, step, { status: ending });
    },
  };
}

export const graphStep = (row: StepRow): GraphStep => ({
  name: row.name,
  onFailure: row.on_failure,
  isFanOut: row.each_list !== null,
});

function expand({ tx }: Transition, job: string, name: string): readonly string[] | undefined {
  const fanOut = stepByName(tx, job, name);
  if (!fanOut || fanOut.each_list === null || fanOut.expanded) return undefined;
  const items = readItems(fanOutList(tx, job, fanOut.each_list));
  const needs = needsOf(tx, job, name);
  for (const [sequence, item] of items.entries()) {
    const member = memberOf(fanOut, item, sequence);
    insertStep(tx, member);
    for (const need of needs) insertNeed(tx, job, member.name, need);
    insertNeed(tx, job, name, member.name);
  }
  markExpanded(tx, job, name, items.length);
  return items.map(({ key }) => itemName(name, key));
}

/** No list when its maker failed and the workflow goes on without: then there is nothing to do. */
function readItems(json: string | undefined): FanOutItem[] {
  return json === undefined ? [] : (JSON.parse(json) as FanOutItem[]);
}

function memberOf(fanOut: StepRow, item: FanOutItem, sequence: number): StepRow {
  const params = { ...(JSON.parse(fanOut.params) as FanOutItem["params"]), ...item.params };
  return {
    ...fanOut,
    name: itemName(fanOut.name, item.key),
    each_list: null,
    member_of: fanOut.name,
    item: item.key,
    sequence,
    params: JSON.stringify(params),
    pending: 0,
    expanded: 0,
    attempt: 0,
  };
}
