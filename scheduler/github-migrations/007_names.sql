-- A repository is known by GitHub's number: its name may change at any time.

-- What it is called now; null: as in the settings.
alter table github_repositories add column present_name text;

-- Requests have always followed their repository; whose they are is certain where there is only one.
update github_repositories set present_name = (select max(repository) from github_requests)
where (select count(distinct id) from github_repositories) = 1
  and (select count(distinct repository collate nocase) from github_requests) = 1;

create index github_repositories_by_id on github_repositories (id);

-- What the repository was called when the label was seen: part of the job's key, and stays. Empty where
-- a daemon of the version before took it: as it is called now.
alter table github_requests add column taken_in text not null default '';

update github_requests set taken_in = repository;

-- Comments of a repository up to then (GitHub's clock) have been heard. In place of github_heard, which
-- is left to daemons of the version before: one may live while a command brings its database up to date.
create table github_heard_by_id (
  repository integer primary key,
  until      text not null
) strict;

insert into github_heard_by_id (repository, until)
select id, max(until) from github_heard
join github_repositories on name = github_heard.repository
group by id;
