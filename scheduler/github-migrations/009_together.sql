-- Several films on one issue, and files that are not where people can see them.

-- When the comment was written (GitHub's clock): it is about the films that were asked for by then. Null
-- for comments that were heard before this column.
alter table github_replies add column said_at text;

-- 1: the file stays on this machine by the settings, and nobody misses it. Else what has no URL was refused.
alter table github_publications add column is_kept integer not null default 0
  check (is_kept in (0, 1));

-- The remark was the file's path until now; people elsewhere can't follow it.
update github_publications set is_kept = 1 where url is null and remark like '`%';
update github_publications set remark = null where url is not null and remark like '`%';

-- A repository that was hidden for a while had its issues taken for deleted: jobs at work are told again.
update github_sheets set settled_at = null
where request in (select id from github_requests where is_open = 1);
