-- A comment was sent although an earlier one may exist too, which GitHub's list did not show yet.
alter table github_sheets add column doubted_at integer;
-- When our comments were last looked through for a second one.
alter table github_sheets add column looked_at integer;
