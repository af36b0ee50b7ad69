-- Since when no crew has it any more; it finishes what it has in hand, and is removed.
alter table agent add column retired_at integer;

-- What counts when an agent of this name comes back: its generations go on, so that no two processes ever share
-- one, and a crash loop is no shorter for it.
create table former_agent (
  name text primary key,
  generation integer not null check (generation >= 0),
  restarts integer not null check (restarts >= 0),
  history text not null check (json_valid(history)),
  quarantines integer not null check (quarantines >= 0)
) strict;
