-- One row per (repository, issue, label generation): the brief as it stood when the label was seen.
create table github_requests (
  id          integer primary key,
  repository  text    not null check (repository like '%_/_%'),
  issue       integer not null check (issue > 0),
  -- Id of the issue's `labeled` event: a label removed and added again is a new generation.
  generation  integer not null,
  actor       text    not null,
  -- GitHub's clock.
  labelled_at text    not null,
  workflow    text    not null,
  title       text    not null,
  brief       text    not null,
  state       text    not null check (state in ('taken', 'admitted', 'refused', 'ignored')),
  job         text,
  reason      text,
  taken_at    integer not null,
  unique (repository, issue, generation),
  check ((state = 'admitted') = (job is not null)),
  check ((state in ('refused', 'ignored')) = (reason is not null))
) strict;

create index github_requests_taken on github_requests (id) where state = 'taken';
create index github_requests_job on github_requests (job) where job is not null;

-- What the issue shows of a request: the sticky comment and what it last said.
create table github_sheets (
  request      integer primary key references github_requests (id) on delete cascade,
  comment_id   integer,
  -- A comment was sent and its answer not seen yet: it may exist.
  attempted_at integer,
  sent_hash    text,
  sent_at      integer,
  -- The state label last set; empty when none is wanted.
  label        text,
  closed_at    integer,
  -- Nothing more to say, until the job moves again.
  settled_at   integer,
  check (comment_id is null or attempted_at is null),
  check ((sent_hash is null) = (sent_at is null))
) strict;

create index github_sheets_open on github_sheets (request) where settled_at is null;
