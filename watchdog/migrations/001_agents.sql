-- What the watchdog knows of each agent; survives the daemon. Written by the patrol, asked for by people.
create table agent (
  name text primary key,
  roles text not null check (json_valid(roles)),
  state text not null
    check (state in ('starting', 'ready', 'busy', 'draining', 'backoff', 'quarantined', 'held', 'stopped')),
  -- Counts up before each start, so that no two processes ever share one.
  generation integer not null default 0 check (generation >= 0),
  pane text,
  pid integer,
  -- Of this generation's process.
  started_at integer,
  job text,
  heartbeat_at integer,
  restarts integer not null default 0 check (restarts >= 0),
  -- The last counted losses: [{"at": ms, "cause": text}].
  history text not null default '[]' check (json_valid(history)),
  -- How often it was quarantined since it was last stable.
  quarantines integer not null default 0 check (quarantines >= 0),
  resume_at integer,
  reason text,
  -- Asked for by people, by way of the command line.
  held integer not null default 0 check (held in (0, 1)),
  restart_asked_at integer,
  check ((state in ('backoff', 'quarantined')) = (resume_at is not null))
) strict;
