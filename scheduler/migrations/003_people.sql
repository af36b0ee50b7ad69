-- What people outside of Kantoku have to do with a job: what it waits for, what they asked of it,
-- and what they should look at.

-- A job with a row here is `waiting`: it goes on when the last one is gone.
create table job_hold (
  job text not null references job (id) on delete cascade,
  -- Who takes it away again: `questions`, `approval`, `dependencies` …
  cause text not null,
  -- A sentence for people.
  reason text not null,
  held_at integer not null,
  primary key (job, cause)
) strict, without rowid;

-- What the whole job is expected to cost, as far as a step could say; above the limit it is held.
alter table job add column estimate_usd real check (estimate_usd >= 0);
alter table job add column cost_limit_usd real check (cost_limit_usd >= 0);

-- Why a person should look at what the attempt made, a sentence each.
alter table step_attempt add column review text not null default '[]' check (json_valid(review));

-- A change that a person asked for, of what a step made: that step is done again with it as its guide.
create table change_request (
  job text not null references job (id) on delete cascade,
  -- Where it came from, so that it is made once.
  key text not null,
  step text not null,
  -- The attempt of the step that it changes.
  attempt integer not null,
  asked_by text not null,
  -- What the step reads.
  guide text not null check (json_valid(guide)),
  asked_at integer not null,
  -- Set when an earlier step is done again after it.
  outdated_at integer,
  primary key (job, key),
  foreign key (job, step, attempt) references step_attempt (job, step, attempt) on delete cascade
) strict, without rowid;
