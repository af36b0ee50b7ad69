-- One row that is written to prove that writing works.
create table pulse (
  only integer primary key check (only = 1),
  at integer not null
) strict;
