-- The states of a message and what each of them must hold; see queue/lifecycle.md.
create table message (
  number integer primary key,
  id text not null unique check (length(id) = 26),
  topic text not null,
  state text not null default 'waiting'
    check (state in ('waiting', 'leased', 'done', 'dead', 'cancelled')),
  priority integer not null check (priority between 0 and 3),
  sent_at integer not null,
  not_before integer not null,
  -- Place in its topic's line, the smallest is next; null while it is delayed.
  turn integer,
  dedupe_key text,
  correlation_id text,
  reply_to text,
  trace_id text,
  max_attempts integer not null check (max_attempts >= 1),
  -- Answers so far: acks and nacks. A lost worker gave none, it counts as a loss.
  attempts integer not null default 0 check (attempts >= 0),
  losses integer not null default 0 check (losses >= 0),
  -- Fresh for each lease; every write to leased work names it.
  lease_token text,
  leased_until integer,
  -- Holder of the lease, or of the one that ended with the ack.
  worker text,
  leased_at integer,
  finished_at integer,
  last_error text,
  payload text not null,
  check ((state = 'leased') = (lease_token is not null)),
  check ((state = 'leased') = (leased_until is not null)),
  check ((state in ('leased', 'done')) = (worker is not null)),
  check ((state in ('leased', 'done')) = (leased_at is not null)),
  check ((state in ('done', 'dead', 'cancelled')) = (finished_at is not null))
) strict;

-- The line of each topic, and those that have no place in it yet.
create index message_line on message (topic, turn) where state = 'waiting' and turn is not null;
create index message_delayed on message (not_before) where state = 'waiting' and turn is null;
create index message_lease on message (leased_until) where state = 'leased';
create index message_dead on message (topic) where state = 'dead';
create index message_finished on message (finished_at) where state in ('done', 'cancelled');
create unique index message_dedupe on message (topic, dedupe_key) where dedupe_key is not null;
create index message_correlation on message (correlation_id)
  where correlation_id is not null and state in ('waiting', 'leased');

-- Every lease that ended without an ack. The one that is held, or ended with the ack, is on its message.
create table attempt (
  message integer not null references message (number) on delete cascade,
  lease_token text not null,
  worker text not null,
  started_at integer not null,
  ended_at integer not null,
  ending text not null check (ending in ('failed', 'released', 'lost', 'cancelled')),
  error text,
  primary key (message, lease_token)
) strict, without rowid;

create table paused_topic (
  topic text primary key,
  paused_at integer not null,
  reason text not null
) strict, without rowid;
