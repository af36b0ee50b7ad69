-- A step may ask an earlier one to do its work again, in a limited number of rounds.

alter table step add column revises text;
alter table step add column revision_rounds integer not null default 0
  check ((revises is null) = (revision_rounds = 0) and revision_rounds >= 0);

create table revision (
  job text not null references job (id) on delete cascade,
  -- Who asked, in which attempt: what it made is what the step mends its work by.
  asked_by text not null,
  asked_in integer not null,
  -- The step that is done again, and its attempt that was not good enough.
  step text not null,
  attempt integer not null,
  round integer not null check (round > 0),
  reasons text not null check (json_valid(reasons)),
  asked_at integer not null,
  -- Set when an earlier step is done again after it: the step then begins from other inputs, and afresh.
  outdated_at integer,
  -- Set when a person rewound the step: it begins afresh, and so do the rounds.
  superseded_at integer,
  primary key (job, asked_by, asked_in),
  foreign key (job, asked_by, asked_in) references step_attempt (job, step, attempt)
    on delete cascade,
  foreign key (job, step, attempt) references step_attempt (job, step, attempt) on delete cascade
) strict, without rowid;

-- No round is given twice.
create unique index revision_round on revision (job, asked_by, round) where superseded_at is null;
