-- What the host's clocks counted when the beat came: it tells how long ago that is, although the wall
-- clock was set meanwhile. Null for a beat of an older version.
alter table heartbeat add column uptime integer;
alter table heartbeat add column boot_id text check ((boot_id is null) = (uptime is null));
