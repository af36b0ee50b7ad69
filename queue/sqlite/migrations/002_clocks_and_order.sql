-- Sends only append, a message's number is its id, every clock has its column, and messages of one
-- ordering key keep their order. The states and what each of them must hold: queue/lifecycle.md.
drop index message_line;
drop index message_delayed;
drop index message_lease;
drop index message_dead;
drop index message_finished;
drop index message_dedupe;
drop index message_correlation;
alter table attempt rename to old_attempt;
alter table message rename to old_message;

create table message (
  -- Also its id. Never given out twice, hence the newest message is never deleted.
  number integer primary key,
  topic text not null,
  state text not null default 'arrived',
  priority integer not null check (priority between 0 and 3),
  sent_at integer not null,
  not_before integer not null,
  -- Place in its topic's line, the smallest is next.
  turn integer,
  -- While it waits: from then on nobody begins it. Its start-by time until it was begun once, later
  -- its deadline.
  expires_at integer,
  deadline_at integer,
  -- Ms that one attempt may take.
  attempt_timeout integer check (attempt_timeout > 0),
  ordering_key text,
  dedupe_key text,
  correlation_id text,
  reply_to text,
  trace_id text,
  source text,
  -- The topic that it was published on, when it is a subscriber's copy.
  published_on text,
  max_attempts integer not null check (max_attempts >= 1),
  -- Answers so far: acks, nacks and attempts that took too long. A lost worker gave none.
  attempts integer not null default 0 check (attempts >= 0),
  losses integer not null default 0 check (losses >= 0),
  -- Fresh for each receive; every write to leased work names it.
  lease_token text,
  leased_until integer,
  -- Holder of the lease, or of the one that ended with the ack.
  worker text,
  leased_at integer,
  finished_at integer,
  last_error text,
  -- JSON; when it is big, the reference of the blob that holds it.
  payload text,
  blob text,
  -- As much as a lease writes, and free again with the first one: rows that grow split their pages.
  room blob default (zeroblob(64)),
  check ((payload is null) = (blob is not null)),
  -- One case after the other: each write of a row pays for what is checked here.
  check (
    case state
      when 'arrived' then lease_token is null and leased_until is null
        and worker is null and leased_at is null and finished_at is null
      when 'ready' then turn is not null and lease_token is null and leased_until is null
        and worker is null and leased_at is null and finished_at is null
      when 'leased' then lease_token is not null and leased_until is not null
        and worker is not null and leased_at is not null and finished_at is null
      when 'done' then lease_token is null and leased_until is null
        and worker is not null and leased_at is not null and finished_at is not null
      when 'delayed' then lease_token is null and leased_until is null
        and worker is null and leased_at is null and finished_at is null
      when 'behind' then ordering_key is not null and lease_token is null and leased_until is null
        and worker is null and leased_at is null and finished_at is null
      when 'dead' then lease_token is null and leased_until is null
        and worker is null and leased_at is null and finished_at is not null
      when 'cancelled' then lease_token is null and leased_until is null
        and worker is null and leased_at is null and finished_at is not null
      else false
    end)
) strict;

create table attempt (
  message integer not null references message (number) on delete cascade,
  lease_token text not null,
  worker text not null,
  started_at integer not null,
  ended_at integer not null,
  ending text not null check (
    ending in ('failed', 'timed-out', 'released', 'snoozed', 'lost', 'cancelled')),
  error text,
  -- What may help to understand it, such as the last lines of the worker's pane.
  evidence text,
  primary key (message, lease_token)
) strict, without rowid;

insert into message
  (number, topic, state, priority, sent_at, not_before, turn, dedupe_key, correlation_id, reply_to,
   trace_id, max_attempts, attempts, losses, lease_token, leased_until, worker, leased_at,
   finished_at, last_error, payload)
select number, topic,
       case when state <> 'waiting' then state when turn is null then 'delayed' else 'ready' end,
       priority, sent_at, not_before, turn, dedupe_key, correlation_id, reply_to,
       trace_id, max_attempts, attempts, losses, lease_token, leased_until, worker, leased_at,
       finished_at, last_error, payload
from old_message;
insert into attempt (message, lease_token, worker, started_at, ended_at, ending, error)
select message, lease_token, worker, started_at, ended_at, ending, error from old_attempt;
drop table old_attempt;

create index message_line on message (topic, turn) where state = 'ready';
create index message_delayed on message (not_before, topic) where state = 'delayed';
create index message_expiry on message (expires_at) where expires_at is not null;
create index message_order on message (topic, ordering_key, state) where ordering_key is not null;
create index message_lease on message (leased_until) where state = 'leased';
create index message_dead on message (topic) where state = 'dead';
create index message_correlation on message (correlation_id) where correlation_id is not null;
create index attempt_worker on attempt (worker);

-- Whatever ends a message lets the next of its ordering key go on.
create trigger message_ended after update of finished_at on message
when new.ordering_key is not null and new.finished_at is not null
begin
  update message set state = 'delayed'
  where number = (
      select min(number) from message
      where topic = new.topic and ordering_key = new.ordering_key and state = 'behind')
    and not exists (
      select 1 from message
      where topic = new.topic and ordering_key = new.ordering_key
        and state in ('ready', 'delayed', 'leased'));
end;
create trigger message_deleted after delete on message
when old.ordering_key is not null
begin
  update message set state = 'delayed'
  where number = (
      select min(number) from message
      where topic = old.topic and ordering_key = old.ordering_key and state = 'behind')
    and not exists (
      select 1 from message
      where topic = old.topic and ordering_key = old.ordering_key
        and state in ('ready', 'delayed', 'leased'));
end;
-- Arrivals are the newest messages of all, without a gap: whoever opens the queue relies on it.
create trigger message_placed_first before update of finished_at on message
when old.state = 'arrived'
begin
  select raise(abort, 'an arrival gets its place in line before it ends');
end;
create trigger message_newest_stays before delete on message
when old.number = (select max(number) from message)
begin
  select raise(abort, 'the newest message is never deleted');
end;

-- Taken dedupe keys outlive their messages; null: for ever.
create table dedupe_key (
  topic text not null,
  key text not null,
  message integer not null,
  taken_until integer,
  primary key (topic, key)
) strict, without rowid;
create index dedupe_key_window on dedupe_key (taken_until) where taken_until is not null;
insert into dedupe_key (topic, key, message)
select topic, dedupe_key, number from old_message where dedupe_key is not null;
drop table old_message;

create table subscription (
  topic text not null,
  inbox text not null,
  primary key (topic, inbox)
) strict, without rowid;

-- What workers answered whose lease was over: never sent, kept for inspection.
create table late_result (
  message integer not null references message (number) on delete cascade,
  lease_token text not null,
  worker text not null,
  arrived_at integer not null,
  -- The replies, as a JSON array of messages.
  replies text not null,
  primary key (message, lease_token)
) strict, without rowid;
