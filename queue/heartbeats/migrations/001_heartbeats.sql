create table heartbeat (
  agent text primary key,
  generation integer not null check (generation >= 0),
  pid integer not null check (pid > 0),
  state text not null check (state in ('starting', 'ready', 'busy', 'draining')),
  job text,
  step text,
  doing text not null,
  progress real check (progress between 0 and 1),
  progress_at integer not null,
  beat_at integer not null,
  -- Set by askToDrain, taken back by the next generation's first beat.
  should_drain integer not null default 0 check (should_drain in (0, 1))
) strict, without rowid;
