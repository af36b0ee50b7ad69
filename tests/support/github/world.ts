import { History } from "./history.ts";

/** GitHub's state, as far as Kantoku can see it, and the hands of the people who change it. */

export type Permission = "admin" | "write" | "read" | "none";

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Bot";
}

export interface LabelState {
  readonly id: number;
  readonly name: string;
  readonly color: string;
}

export interface EventState {
  readonly id: number;
  readonly event: "labeled" | "unlabeled";
  readonly actor: Account;
  readonly label: LabelState;
  readonly createdAt: number;
}

export interface CommentState {
  readonly id: number;
  readonly author: Account;
  readonly createdAt: number;
  body: string;
  updatedAt: number;
}

/** How a title or body read after a change. */
export interface TextState {
  readonly by: Account;
  readonly at: number;
  readonly text: string;
  /** Somebody took it out of the history. */
  readonly isHidden?: boolean;
}

export interface IssueState {
  readonly id: number;
  readonly number: number;
  readonly author: Account;
  readonly isPullRequest: boolean;
  readonly createdAt: number;
  title: string;
  body: string | null;
  state: "open" | "closed";
  stateReason: "completed" | "not_planned" | "reopened" | null;
  closedAt: number | null;
  updatedAt: number;
  locked: boolean;
  /** By lower-case name: GitHub's labels ignore case. */
  readonly labels: Map<string, LabelState>;
  readonly events: EventState[];
  readonly comments: CommentState[];
  /** The first one is how it was opened. */
  readonly titles: TextState[];
  readonly bodies: TextState[];
  /** Issues of any repository. */
  readonly blockedBy: IssueState[];
  readonly subIssues: IssueState[];
}

export interface RepositoryState {
  readonly id: number;
  owner: string;
  name: string;
  readonly issues: Map<number, IssueState>;
  readonly labels: Map<string, LabelState>;
  readonly permissions: Map<string, Permission>;
  isArchived: boolean;
  hasIssues: boolean;
  /** Names that lead here, since it was renamed. */
  readonly oldNames: string[];
  /** A deleted issue's number is not given again. */
  lastNumber: number;
}

export interface NewIssue {
  readonly by: string;
  readonly title: string;
  readonly body?: string | null;
  readonly labels?: readonly string[];
  readonly isPullRequest?: boolean;
}

export class World {
  readonly accounts = new Map<string, Account>();
  readonly repositories: RepositoryState[] = [];
  readonly moved = new Map<string, { repository: RepositoryState; issue: IssueState }>();
  readonly history = new History<IssueState>((issue) => ({
    ...issue,
    labels: new Map(issue.labels),
  }));
  #lastId = 1000;
  readonly #now: () => number;
  readonly #changed: () => void;

  constructor(now: () => number, changed: () => void) {
    this.#now = now;
    this.#changed = changed;
  }

  account(login: string): Account {
    const known = this.accounts.get(login);
    if (known) return known;
    const type = login.endsWith("[bot]") ? "Bot" : "User";
    const account = { id: this.nextId(), login, type } as const;
    this.accounts.set(login, account);
    return account;
  }

  addRepository(fullName: string): RepositoryState {
    const [owner = "", name = ""] = fullName.split("/");
    const repository: RepositoryState = {
      id: this.nextId(),
      owner,
      name,
      issues: new Map(),
      labels: new Map(),
      permissions: new Map([[owner, "admin"]]),
      isArchived: false,
      hasIssues: true,
      oldNames: [],
      lastNumber: 0,
    };
    this.account(owner);
    this.repositories.push(repository);
    return repository;
  }

  findRepository(owner: string, name: string): RepositoryState | undefined {
    const path = `${owner}/${name}`;
    return (
      this.repositories.find((one) => isSameName(`${one.owner}/${one.name}`, path)) ??
      this.repositories.find(({ oldNames }) => oldNames.some((old) => isSameName(old, path)))
    );
  }

  allow(repository: RepositoryState, login: string, permission: Permission): void {
    this.account(login);
    repository.permissions.set(login, permission);
  }

  openIssue(repository: RepositoryState, { by, title, body, labels, isPullRequest }: NewIssue) {
    const now = this.#now();
    repository.lastNumber += 1;
    const author = this.account(by);
    const issue: IssueState = {
      id: this.nextId(),
      number: repository.lastNumber,
      author,
      isPullRequest: isPullRequest ?? false,
      createdAt: now,
      title,
      body: body ?? null,
      state: "open",
      stateReason: null,
      closedAt: null,
      updatedAt: now,
      locked: false,
      labels: new Map(),
      events: [],
      comments: [],
      titles: [{ by: author, at: now, text: title }],
      bodies: [{ by: author, at: now, text: body ?? "" }],
      blockedBy: [],
      subIssues: [],
    };
    repository.issues.set(issue.number, issue);
    this.history.keep(issue, now);
    if (labels) this.label(repository, issue, labels, by);
    this.#changed();
    return issue;
  }

  rename(repository: RepositoryState, fullName: string): void {
    repository.oldNames.push(`${repository.owner}/${repository.name}`);
    [repository.owner = "", repository.name = ""] = fullName.split("/");
    this.#changed();
  }

  /** The issue gets a new number there; its old address leads to it. */
  transfer(from: RepositoryState, issue: IssueState, to: RepositoryState): void {
    from.issues.delete(issue.number);
    to.lastNumber += 1;
    const moved = { ...issue, number: to.lastNumber, updatedAt: this.#now() };
    to.issues.set(moved.number, moved);
    this.moved.set(`${from.id}/${issue.number}`, { repository: to, issue: moved });
    this.#touched(moved);
  }

  deleteIssue(repository: RepositoryState, issue: IssueState): void {
    repository.issues.delete(issue.number);
    this.#changed();
  }

  /** Adds labels as somebody; a label that is there already makes no event, as on GitHub. */
  label(repository: RepositoryState, issue: IssueState, names: readonly string[], by: string) {
    for (const name of names) {
      const key = name.toLowerCase();
      if (issue.labels.has(key)) continue;
      const label = repository.labels.get(key) ?? { id: this.nextId(), name, color: "ededed" };
      repository.labels.set(key, label);
      issue.labels.set(key, label);
      this.#record(issue, "labeled", label, by);
    }
    this.#changed();
  }

  /** False when the issue did not carry the label. */
  unlabel(issue: IssueState, name: string, by: string): boolean {
    const label = issue.labels.get(name.toLowerCase());
    if (!label) return false;
    issue.labels.delete(name.toLowerCase());
    this.#record(issue, "unlabeled", label, by);
    this.#changed();
    return true;
  }

  comment(issue: IssueState, by: string, body: string): CommentState {
    const now = this.#now();
    const author = this.account(by);
    const comment = { id: this.nextId(), author, createdAt: now, body, updatedAt: now };
    issue.comments.push(comment);
    issue.updatedAt = now;
    this.#touched(issue);
    return comment;
  }

  editComment(issue: IssueState, comment: CommentState, body: string): void {
    comment.body = body;
    comment.updatedAt = this.#now();
    issue.updatedAt = comment.updatedAt;
    this.#touched(issue);
  }

  deleteComment(issue: IssueState, id: number): void {
    const index = issue.comments.findIndex((comment) => comment.id === id);
    if (index >= 0) issue.comments.splice(index, 1);
    this.#changed();
  }

  edit(
    issue: IssueState,
    change: Partial<Pick<IssueState, "title" | "body">>,
    by = issue.author.login,
  ): void {
    const said = { by: this.account(by), at: this.#now() };
    if (change.title !== undefined) issue.titles.push({ ...said, text: change.title });
    if (change.body !== undefined) issue.bodies.push({ ...said, text: change.body ?? "" });
    Object.assign(issue, change, { updatedAt: said.at });
    this.#touched(issue);
  }

  setState(issue: IssueState, state: "open" | "closed", reason: IssueState["stateReason"]): void {
    const now = this.#now();
    const closedAt = state === "closed" ? now : null;
    Object.assign(issue, { state, stateReason: reason, closedAt, updatedAt: now });
    this.#touched(issue);
  }

  #record(issue: IssueState, event: EventState["event"], label: LabelState, by: string): void {
    const now = this.#now();
    issue.events.push({
      id: this.nextId(),
      event,
      actor: this.account(by),
      label,
      createdAt: now,
    });
    issue.updatedAt = now;
    this.#touched(issue);
  }

  #touched(issue: IssueState): void {
    this.history.keep(issue, this.#now());
    this.#changed();
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  now(): number {
    return this.#now();
  }
}

/** GitHub's names ignore case. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
