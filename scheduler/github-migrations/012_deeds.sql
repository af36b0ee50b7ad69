-- What a comment does is decided by how the issue's films are when it is heeded, and changes that. So it is
-- written down before it is done: heard again after a crash, the comment does this and nothing else.
create table github_deeds (
  comment integer not null references github_replies (comment) on delete cascade,
  request integer not null references github_requests (id) on delete cascade,
  -- The film as it was meant: its request may get another one.
  job     text    not null,
  kind    text    not null check (kind in
            ('accept', 'approve', 'cancel', 'retry', 'prioritize', 'answer', 'change', 'again')),
  -- When the hold began that it ends (our clock): another one was not meant.
  hold    integer check ((hold is not null) = (kind in ('approve', 'answer'))),
  -- What is said of it once it is done.
  answer  text    not null,
  primary key (comment, request)
) strict, without rowid;
