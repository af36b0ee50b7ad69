-- How the configuration looked when an agent could not read it; null unless it is quarantined for that.
alter table agent add column config_mark text;

-- A fellow was lost over this job, so whoever is at work on it starts anew.
alter table agent add column dropped_job text;

-- The mass-death breaker while it is open; without a row it is closed.
create table breaker (
  id integer primary key check (id = 1),
  opened_at integer not null,
  reason text not null,
  -- Agents that were tried since and died again.
  failures integer not null check (failures >= 0),
  -- When the next one may be tried.
  trial_at integer not null
) strict;
