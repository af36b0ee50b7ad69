-- The last of the jobs' events that was told to logs and metrics.
create table relayed (
  only integer primary key check (only = 1),
  event integer not null
) strict;
