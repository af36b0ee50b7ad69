-- In place of asks_approval, which is left to daemons of the version before.

-- When the hold began (our clock) about which the comment asks people; null: it asks for no approval.
alter table github_sheets add column asked_hold integer;
-- When the comment came to ask so, by GitHub's clock: a thumb from before then is no answer.
alter table github_sheets add column asked_at text check (asked_at is null or asked_hold is not null);
