-- When what was assumed came to hold, as nobody had answered in time (our clock): answers are too late since.
alter table github_sheets add column defaults_at integer;
