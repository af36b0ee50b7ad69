-- Without a step forward for so many ms the work in hand is stuck: the step's own limit, or else its role's.
-- Null without work, and for a beat of an older version.
alter table heartbeat add column stall_ms integer check (stall_ms > 0);
