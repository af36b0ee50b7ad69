-- What stands out of the usual at this moment: one row for each, so that nobody is told twice.
create table health_alert (
  -- An agent, a role, a topic, `daemon` or `host`.
  subject text not null,
  measure text not null,
  opened_at integer not null,
  -- When it was last found so.
  seen_at integer not null check (seen_at >= opened_at),
  value real not null,
  -- Null when it was not known yet what is usual.
  usual real,
  -- It is over when the value is back here.
  calm real not null,
  primary key (subject, measure)
) strict, without rowid;

-- What was found when the daemon last looked, for people who ask.
create table health_reading (
  subject text not null,
  measure text not null,
  read_at integer not null,
  value real not null,
  usual real,
  primary key (subject, measure)
) strict, without rowid;
