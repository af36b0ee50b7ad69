-- What people answer, and where the films are.

-- When the issue got its 👀.
alter table github_sheets add column accepted_at integer;
-- The comment asks for a thumb.
alter table github_sheets add column asks_approval integer not null default 0
  check (asks_approval in (0, 1));

-- A person's comment that is for us, as it was when it was heard: edits change nothing.
create table github_replies (
  comment    integer primary key,
  request    integer not null references github_requests (id) on delete cascade,
  author     text    not null,
  -- May command; others answer questions about their own issue.
  is_trusted integer not null check (is_trusted in (0, 1)),
  text       text    not null,
  heard_at   integer not null,
  -- `kept` waits for a film that can be changed; `idle` was not for us after all.
  state      text    not null check (state in ('heard', 'kept', 'answered', 'idle')),
  answer     text,
  reaction   text check (reaction in ('eyes', '+1', 'confused')),
  -- The reaction that GitHub was last told.
  reacted    text,
  check ((answer is not null) = (state in ('kept', 'answered')))
) strict;

create index github_replies_open on github_replies (comment) where state in ('heard', 'kept');
create index github_replies_unreacted on github_replies (comment) where reaction is not null;
create index github_replies_request on github_replies (request, comment);

-- Comments of a repository up to then (GitHub's clock) have been heard.
create table github_heard (
  repository text primary key collate nocase,
  until      text not null
) strict;

-- Each output of a job that was published, by its content.
create table github_publications (
  request      integer not null references github_requests (id) on delete cascade,
  output       text    not null check (output in ('video', 'poster', 'captions')),
  sha256       text    not null check (length(sha256) = 64),
  -- Null when it could not be published; then the remark says why.
  url          text,
  remark       text,
  published_at integer not null,
  primary key (request, output, sha256),
  check (url is not null or remark is not null)
) strict, without rowid;
