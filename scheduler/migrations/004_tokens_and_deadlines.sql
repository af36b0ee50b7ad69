-- What language models read and wrote for an attempt, failed requests included.
alter table step_attempt add column input_tokens integer not null default 0 check (input_tokens >= 0);
alter table step_attempt add column output_tokens integer not null default 0 check (output_tokens >= 0);

-- When the brief's author needs the film, ms since the epoch; null when they don't say.
alter table job add column deadline_at integer;
