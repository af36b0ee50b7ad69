-- What people have asked of a crew, and why it can't have what its work needs.
create table crew (
  name text primary key,
  -- Instead of what the crew table says; null together.
  min integer check (min >= 0),
  max integer check (max >= 1),
  -- Why no further agent is started although work waits.
  held_back text,
  check ((min is null) = (max is null)),
  check (min <= max)
) strict;
