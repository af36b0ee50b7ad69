-- Where GitHub has led to from the issue's address: it was moved to another repository. What is said is
-- said there; the label there asks for a film of its own.
alter table github_requests add column moved_repository text
  check (moved_repository like '%_/_%');
alter table github_requests add column moved_issue integer
  check ((moved_issue is null) = (moved_repository is null));
