import type { Tx } from "../../../../kernel/database.ts";

type Reader = Pick<Tx, "prepare">;

export const insertNamedNeeds = (tx: Tx, request: number, needs: readonly string[]): void => {
  tx.prepare("delete from github_named_needs where request = @request").run({ request });
  for (const need of needs) {
    tx.prepare(
      `insert into github_named_needs (request, need) values (@request, @need)
       on conflict (request, need) do nothing`,
    ).run({ request, need });
  }
};

export const namedNeedsOf = (reader: Reader, request: number): string[] =>
  reader
    .prepare<{ need: string }>("select need from github_named_needs where request = @request")
    .all({ request })
    .map(({ need }) => need);

/** What was found at `now`; without anything unmet the request does not wait. */
export const saveUnmetNeeds = (
  tx: Tx,
  found: { request: number; needs: readonly string[]; now: number },
): void => {
  const { request, needs, now } = found;
  tx.prepare("delete from github_unmet_needs where request = @request").run({ request });
  for (const need of needs) {
    tx.prepare("insert into github_unmet_needs (request, need) values (@request, @need)").run({
      request,
      need,
    });
  }
  markChecked(tx, request, now);
};

export const markChecked = (tx: Tx, request: number, now: number): void => {
  tx.prepare("update github_requests set checked_at = @now where id = @request").run({
    request,
    now,
  });
};

/** It has begun: what stands in its way now does so no more. */
export const forgetUnmetNeeds = (tx: Tx, request: number): void => {
  tx.prepare("delete from github_unmet_needs where request = @request").run({ request });
};

/** Every edge between issues that is known: who waits (`owner/repo#12`), and for whom. */
export const waitingEdges = (reader: Reader): { issue: string; need: string }[] =>
  reader
    .prepare<{ issue: string; need: string }>(
      `select repository || '#' || issue as issue, need
       from github_unmet_needs cross join github_requests on id = request
       where is_open = 1 order by id, need`,
    )
    .all();

export interface WaitingRow {
  readonly id: number;
  readonly issue: number;
  readonly job: string;
  /** Ms since the epoch. */
  readonly checkedAt: number;
}

/** Requests of a repository whose job waits for other issues, those looked at longest ago first. */
export const waitingRequests = (reader: Reader, repository: string): WaitingRow[] =>
  reader
    .prepare<WaitingRow>(
      `select id, issue, job, checked_at as checkedAt from github_requests
       where repository = @repository and is_open = 1 and state = 'admitted'
         and checked_at is not null and id in (select request from github_unmet_needs)
       order by checked_at, id`,
    )
    .all({ repository });

/** Requests whose job waits for no other issue, as far as is known, in the order of the line. */
export const clearRequests = (reader: Reader, repository: string): WaitingRow[] =>
  reader
    .prepare<WaitingRow>(
      `select id, issue, job, coalesce(checked_at, taken_at) as checkedAt
       from github_requests indexed by github_requests_open
       where repository = @repository and is_open = 1 and state = 'admitted'
         and id not in (select request from github_unmet_needs)
       order by coalesce(priority, 2), id`,
    )
    .all({ repository });

export const unmetNeedsOf = (reader: Reader, request: number): string[] =>
  reader
    .prepare<{ need: string }>("select need from github_unmet_needs where request = @request")
    .all({ request })
    .map(({ need }) => need);

/** The newest job of an issue. */
export const jobOfIssue = (reader: Reader, repository: string, issue: number): string | undefined =>
  reader
    .prepare<{ job: string }>(
      `select job from github_requests
       where repository = @repository and issue = @issue and job is not null
       order by id desc limit 1`,
    )
    .get({ repository, issue })?.job;

/** Title and brief. */
export const textOfRequest = (reader: Reader, request: number): string =>
  reader
    .prepare<{ text: string }>(
      "select title || ' ' || brief as text from github_requests where id = @request",
    )
    .get({ request })?.text ?? "";
