-- The job moves again after its end, as somebody asked for a change or another try: that its issue is
-- still closed takes nothing back.
alter table github_requests add column is_revived integer not null default 0
  check (is_revived in (0, 1));
