-- What the label asked for, what a request waits for, and what became of its issue.

-- The label whose generation this is.
alter table github_requests add column label text not null default '';
alter table github_requests add column priority integer check (priority between 0 and 3);
-- Fields of the brief and params of the job that labels set.
alter table github_requests add column preset text not null default '{}' check (json_valid(preset));
alter table github_requests add column params text not null default '{}' check (json_valid(params));
-- 1 and more: the brief was taken again after an edit; each is a job of its own.
alter table github_requests add column revision integer not null default 0 check (revision >= 0);
-- Of title and body as last seen; null for rows from before this column.
alter table github_requests add column seen_hash text;
-- 0 when its job has ended, or it has none: what happens to the label is of no more interest.
alter table github_requests add column is_open integer not null default 1 check (is_open in (0, 1));
-- When its needs were last looked up; null when it waits for nobody.
alter table github_requests add column checked_at integer;

update github_requests set is_open = 0 where state in ('refused', 'ignored');

create index github_requests_generation on github_requests (generation);
create index github_requests_open on github_requests (repository, label) where is_open = 1;
create index github_requests_waiting on github_requests (repository) where checked_at is not null;

-- The issues that a brief names as those to come first: `owner/repo#12`.
create table github_named_needs (
  request integer not null references github_requests (id) on delete cascade,
  need    text    not null check (need like '%_/_%#_%'),
  primary key (request, need)
) strict, without rowid;

-- What a waiting request was found to wait for, when it was last looked up.
create table github_unmet_needs (
  request integer not null references github_requests (id) on delete cascade,
  need    text    not null check (need like '%_/_%#_%'),
  primary key (request, need)
) strict, without rowid;

create index github_unmet_needs_by_need on github_unmet_needs (need);

-- Text that somebody with permission wrote after the brief was taken: is it to be filmed, too?
create table github_edits (
  request   integer primary key references github_requests (id) on delete cascade,
  editor    text not null,
  -- GitHub's clock.
  edited_at text not null,
  title     text not null,
  brief     text not null,
  noted_at  integer not null
) strict;

-- GitHub's number of a repository stays when it is renamed.
create table github_repositories (
  name          text primary key collate nocase,
  id            integer not null,
  -- GitHub's clock: changes up to then have been seen.
  reconciled_at text
) strict;

-- Webhook deliveries that were heeded: GitHub may send one again.
create table github_deliveries (
  id          text primary key,
  received_at integer not null
) strict, without rowid;

create index github_deliveries_by_age on github_deliveries (received_at);
