import type { Tx } from "../../../../kernel/database.ts";

type Reader = Pick<Tx, "prepare">;

/** GitHub's number of the one repository that is known by a name; null for none, or several. */
export const numberNamed = (name: string): string =>
  `(select max(id) from github_repositories
    where coalesce(present_name, name) = ${name} collate nocase having min(id) = max(id))`;

/** What an older version took belongs to the repository that was last known by its name. */
export const numberRequests = (tx: Tx): void => {
  tx.prepare(
    `update github_requests set repository_id = ${numberNamed("github_requests.repository")}
     where repository_id is null`,
  ).run({});
};

/** Whosever they are: what goes by this name and is of nobody known counts as this repository's. */
export const numberRequestsNamed = (tx: Tx, named: { name: string; id: number }): void => {
  tx.prepare(
    `update github_requests set repository_id = @id
     where repository = @name collate nocase and repository_id is null`,
  ).run(named);
};

/**
 * A name is `keeper`'s alone: whatever else was known by it is called `owner/repo@number` until it is seen
 * again. No repository can have such a name, so that nothing that goes by names meets what was of another.
 */
export const takeNameFromOthers = (tx: Tx, named: { name: string; keeper: number }): void => {
  tx.prepare(
    `update github_requests set repository = repository || '@' || repository_id
     where repository = @name collate nocase and repository_id <> @keeper`,
  ).run(named);
  tx.prepare(
    `update github_repositories set present_name = coalesce(present_name, name) || '@' || id
     where coalesce(present_name, name) = @name collate nocase and id <> @keeper`,
  ).run(named);
};

/** Issues that were moved into a repository are not in the one that has its name now. */
export const takeNameFromMoved = (tx: Tx, before: { name: string; id: number }): void => {
  tx.prepare(
    `update github_requests set moved_repository = moved_repository || '@' || cast(@id as integer)
     where moved_repository = @name collate nocase`,
  ).run(before);
};

/** Another repository was seen under a name of the settings, or under what it had become. */
export const noteReplaced = (tx: Tx, seen: { name: string; id: number }): void => {
  tx.prepare(
    `update github_repositories set replaced_by = @id
     where name = @name and id <> @id and replaced_by is not @id`,
  ).run(seen);
};

/** The name in the settings means the repository that was seen in its place. */
export const recordAccepted = (tx: Tx, accepted: { name: string; id: number }): void => {
  tx.prepare(
    `update github_repositories
     set id = @id, present_name = null, reconciled_at = null, replaced_by = null
     where name = @name`,
  ).run(accepted);
};

/** What else than `name` the settings call, or have called, a repository. */
export const otherNamesOf = (reader: Reader, { id, name }: { id: number; name: string }) =>
  reader
    .prepare<{ name: string }>(
      "select name from github_repositories where id = @id and name <> @name collate nocase",
    )
    .all({ id, name })
    .map((row) => row.name);

export interface AskedRow {
  readonly id: number;
  readonly job: string | null;
  /** Of title and brief, enough to tell the language. */
  readonly opening: string;
}

/** What was asked for in a repository and became a job, or is to become one. */
export const askedIn = (reader: Reader, repository: number): AskedRow[] =>
  reader
    .prepare<AskedRow>(
      `select id, job, substr(title || ' ' || brief, 1, 2000) as opening from github_requests
       where repository_id = @repository and state in ('taken', 'admitted') order by id`,
    )
    .all({ repository });

export interface RepositoryRow {
  readonly id: number;
  /** What it is called now; null when nobody has asked yet. */
  readonly presentName: string | null;
  readonly reconciledAt: string | null;
  /** Number of another repository that was seen in its place. */
  readonly replacedBy: number | null;
}

/** By its name in the settings. */
export const repositoryNamedRow = (reader: Reader, name: string): RepositoryRow | undefined =>
  reader
    .prepare<RepositoryRow>(
      `select id, present_name as presentName, reconciled_at as reconciledAt,
         replaced_by as replacedBy
       from github_repositories where name = @name`,
    )
    .get({ name });

/** GitHub's numbers of the repositories that were last known by a name: one, as a rule. */
export const numbersNamed = (reader: Reader, name: string): number[] =>
  reader
    .prepare<{ id: number }>(
      `select id from github_repositories
       where coalesce(present_name, name) = @name collate nocase`,
    )
    .all({ name })
    .map(({ id }) => id);

/** What the settings call `name` is called `presentName`, and nothing else is; what is known of it moves there. */
export const saveName = (tx: Tx, row: { name: string; id: number; presentName: string }): void => {
  const { name, id, presentName } = row;
  // By the names that were known so far, of which some change then.
  numberRequests(tx);
  insertRepository(tx, { name, id });
  takeNameFromOthers(tx, { name: presentName, keeper: id });
  renameRequests(tx, { id, name: presentName });
  setPresentName(tx, row);
};

const insertRepository = (tx: Tx, row: { name: string; id: number }): void => {
  tx.prepare(
    "insert into github_repositories (name, id) values (@name, @id) on conflict (name) do nothing",
  ).run(row);
};

/** All that was taken in the repository, or under one of its names by nobody knows whom. */
const renameRequests = (tx: Tx, { id, name }: { id: number; name: string }): void => {
  tx.prepare(
    `update github_requests set repository = @name
     where repository <> @name and (repository_id = @id
       or repository_id is null and repository collate nocase in (
         select name from github_repositories where id = @id
         union select present_name from github_repositories where id = @id))`,
  ).run({ id, name });
};

/** Who was seen in its place under another name of the settings is there still. */
const setPresentName = (tx: Tx, row: { name: string; id: number; presentName: string }): void => {
  tx.prepare(
    `update github_repositories
     set present_name = @presentName, replaced_by = iif(name = @name, null, replaced_by)
     where id = @id`,
  ).run(row);
};
