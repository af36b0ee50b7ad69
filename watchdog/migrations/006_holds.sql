-- A hold lies over an agent's state and is none itself: released, the agent is what it was.
-- `held_told`: people were told that it is held, and not yet that it is released.
create table agent_of_today (
  name text primary key,
  roles text not null check (json_valid(roles)),
  -- Its own, whoever holds it.
  state text not null
    check (state in ('starting', 'ready', 'busy', 'draining', 'backoff', 'quarantined', 'stopped')),
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
  -- How the configuration looked when it could not read it; null unless it is quarantined for that.
  config_mark text,
  -- Asked for by people, by way of the command line.
  held integer not null default 0 check (held in (0, 1)),
  held_told integer not null default 0 check (held_told in (0, 1)),
  restart_asked_at integer,
  -- A fellow was lost over this job, so whoever is at work on it starts anew.
  dropped_job text,
  -- Since when no crew has it any more; it finishes what it has in hand, and is removed.
  retired_at integer,
  check ((state in ('backoff', 'quarantined')) = (resume_at is not null))
) strict;

-- Whose state was the hold: what lives is seen to at the next look, and nothing that was paused could be held.
insert into agent_of_today
select name, roles,
       case when state <> 'held' then state when pid is null then 'stopped' else 'ready' end,
       generation, pane, pid, started_at, job, heartbeat_at, restarts, history, quarantines, resume_at,
       reason, config_mark, held, state = 'held', restart_asked_at, dropped_job, retired_at
from agent order by rowid;

drop table agent;
alter table agent_of_today rename to agent;
