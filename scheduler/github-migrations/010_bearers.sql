-- A name belongs to one repository at a time, and GitHub's number says which: what was asked for in one
-- is of no concern to another that takes its name.

-- GitHub's number of the repository; null where an older version took it and it is not certain whose it is.
alter table github_requests add column repository_id integer;

-- Certain where a name was known of one repository alone, unless some were accepted in place of others:
-- of those only the numbers are left, in what was heard of them.
update github_requests set repository_id = (
  select max(id) from github_repositories
  where coalesce(present_name, name) = github_requests.repository collate nocase)
where (
  select count(distinct id) from github_repositories
  where coalesce(present_name, name) = github_requests.repository collate nocase) = 1
and not exists (
  select 1 from github_heard_by_id where repository not in (select id from github_repositories));

-- GitHub's number of another repository that was seen under this name, until somebody accepts it.
alter table github_repositories add column replaced_by integer;

-- When the questions began to hold a job (our clock) that the comment is to ask; null: it asks none.
alter table github_sheets add column questions_hold integer;
-- When the comment that asks them was sent (our clock): the time for answers runs from then.
alter table github_sheets add column questions_at integer
  check (questions_at is null or questions_hold is not null);
