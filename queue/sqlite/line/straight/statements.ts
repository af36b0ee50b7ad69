import type { Tx } from "../../../../kernel/database.ts";
import { HEAD, LEASED, type HeadRow, type NewLease } from "../statements.ts";

/** All SQL of arrivals that are leased without a place in line; see straight.ts. */

type Reads = Pick<Tx, "prepare">;

/** What arrivals have in common. */
export interface ArrivalSurvey {
  readonly topic: string;
  readonly priority: number;
  /** Ms since the epoch. */
  readonly earliest: number;
  readonly latest: number;
  /** 1 when one of them could overtake or hold up another, or is not to be begun yet or for long. */
  readonly isMixed: 0 | 1;
}

/** Undefined when there is none. */
export function surveyArrivals(
  from: Reads,
  after: number,
  upTo: number,
): ArrivalSurvey | undefined {
  const [survey] = from
    .prepare<ArrivalSurvey>(
      `select min(topic) as topic, min(priority) as priority,
         min(not_before) as earliest, max(not_before) as latest,
         min(topic) <> max(topic) or min(priority) <> max(priority) or max(is_special) as isMixed
       from (
         select topic, priority, not_before,
           ordering_key is not null or expires_at is not null or not_before > sent_at
             or not_before < lag(not_before, 1, 0) over (order by number) as is_special
         from message where number > @after and number <= @upTo and state = 'arrived')
       having count(*) > 0`,
    )
    .all({ after, upTo });
  return survey;
}

/** Number of the first arrival after `after`; undefined when there is none, or the topic is paused. */
export function firstArrival(
  from: Reads,
  topic: string,
  after: number,
  upTo: number,
): number | undefined {
  return from
    .prepare<{ number: number }>(
      `select number from message
       where number > @after and number <= @upTo and state = 'arrived'
         and not exists (select 1 from paused_topic where topic = @topic)
       order by number limit 1`,
    )
    .get({ topic, after, upTo })?.number;
}

/** From `first` to `last`, in the order of their numbers. */
export function arrivals(from: Reads, first: number, last: number): HeadRow[] {
  return from
    .prepare<HeadRow>(
      `select ${HEAD} from message where number between @first and @last and state = 'arrived'
       order by number`,
    )
    .all({ first, last });
}

export function claimArrivals(tx: Tx, first: number, last: number, lease: NewLease): number {
  return tx
    .prepare(
      `update message set ${LEASED}
       where number between @first and @last and state = 'arrived'`,
    )
    .run({ ...lease, first, last }).changes;
}
