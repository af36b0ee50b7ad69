-- A job is a graph of steps. Every attempt at a step stays on record; every change is an event.

create table job (
  id text primary key,
  title text not null,
  status text not null check (status in
    ('queued', 'waiting', 'running', 'needs-review', 'done', 'failed', 'cancelled')),
  -- Why it failed or was cancelled.
  reason text,
  priority integer not null check (priority between 0 and 3),
  workflow text not null,
  source_kind text not null check (source_kind in ('cli', 'folder', 'github', 'api')),
  source_ref text not null,
  admission_key text not null unique,
  brief text not null check (json_valid(brief)),
  brief_text text not null check (json_valid(brief_text)),
  params text not null check (json_valid(params)),
  created_at integer not null,
  finished_at integer,
  check ((finished_at is not null) = (status in ('done', 'failed', 'cancelled'))),
  check (status <> 'failed' or reason is not null)
) strict;

create index job_by_status on job (status, created_at);
create index job_by_age on job (created_at);

-- Copied from the template when the job is made: a later template changes no running job.
create table step (
  job text not null references job (id) on delete cascade,
  name text not null,
  role text not null,
  position integer not null,
  -- The list over which this step fans out; such a step only waits for its items.
  each_list text,
  -- Set for one item of a fan-out: `assets`, `s03` and its place in the list.
  member_of text,
  item text,
  sequence integer not null default 0,
  -- Names of the lists that a result must bring.
  fan_out text not null default '[]' check (json_valid(fan_out)),
  on_failure text not null check (on_failure in ('fail', 'skip', 'continue')),
  max_attempts integer not null check (max_attempts > 0),
  timeout_ms integer check (timeout_ms > 0),
  params text not null check (json_valid(params)),
  status text not null check (status in
    ('waiting', 'ready', 'done', 'failed', 'skipped', 'cancelled')),
  -- Needs that are not met yet.
  pending integer not null check (pending >= 0),
  expanded integer not null default 0 check (expanded in (0, 1)),
  -- The last one that was sent out; 0 before the first.
  attempt integer not null default 0 check (attempt >= 0),
  primary key (job, name),
  check ((member_of is null) = (item is null)),
  check (each_list is null or (member_of is null and status not in ('ready', 'failed'))),
  check (each_list is not null or expanded = 0),
  check (status <> 'ready' or (pending = 0 and attempt > 0))
) strict, without rowid;

create index step_open on step (job) where status in ('waiting', 'ready');
create index step_fatal on step (job) where status = 'failed' and on_failure = 'fail';
create unique index step_items on step (job, member_of, item) where member_of is not null;

create table step_need (
  job text not null,
  step text not null,
  need text not null,
  primary key (job, step, need),
  foreign key (job, step) references step (job, name) on delete cascade,
  foreign key (job, need) references step (job, name) on delete cascade,
  check (step <> need)
) strict, without rowid;

create index step_need_by_need on step_need (job, need);

-- Not tied to `step`: the items of a fan-out may be other ones after a rewind, history stays.
create table step_attempt (
  job text not null references job (id) on delete cascade,
  step text not null,
  attempt integer not null check (attempt > 0),
  message text not null unique,
  sent_at integer not null,
  ending text check (ending in ('done', 'failed', 'cancelled')),
  agent text,
  started_at integer,
  finished_at integer,
  summary text,
  notes text not null default '[]' check (json_valid(notes)),
  fan_out text not null default '{}' check (json_valid(fan_out)),
  failure text check (json_valid(failure)),
  cost_usd real not null default 0 check (cost_usd >= 0),
  primary key (job, step, attempt),
  check ((ending is null) = (finished_at is null)),
  check ((failure is not null) = (ending is not null and ending = 'failed'))
) strict, without rowid;

-- One attempt at a time, and exactly one ending that counts.
create unique index step_attempt_open on step_attempt (job, step) where ending is null;
create index step_attempt_by_age on step_attempt (sent_at) where ending is null;

create table step_output (
  job text not null,
  step text not null,
  attempt integer not null,
  name text not null,
  sha256 text not null check (length(sha256) = 64),
  bytes integer not null check (bytes >= 0),
  extension text not null,
  primary key (job, step, attempt, name),
  foreign key (job, step, attempt) references step_attempt (job, step, attempt) on delete cascade
) strict, without rowid;

create table job_event (
  id integer primary key autoincrement,
  job text not null references job (id) on delete cascade,
  step text,
  name text not null check (name in ('job.admitted', 'job.changed', 'step.ready',
    'step.finished', 'step.retried', 'step.changed')),
  at integer not null,
  detail text not null check (json_valid(detail))
) strict;

create index job_event_by_job on job_event (job, id);
