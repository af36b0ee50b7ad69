-- The label that we set last since a comment was sent: what shows it, shows that comment if there is one.
alter table github_sheets add column later_label text;
-- When a comment whose answer got lost was last looked for in vain.
alter table github_sheets add column sought_at integer;
