/** A pane as the server describes it; the identity is empty for panes that are not an agent's. */
export interface TmuxPane {
  /** Such as `%3`; never given to another pane as long as the server lives. */
  readonly id: string;
  /** 0 for the overview, in which nothing runs. */
  readonly pid: number;
  readonly isDead: boolean;
  /** Of a dead pane; both null when tmux 3.3a missed the child's end. */
  readonly exitCode: number | null;
  readonly exitSignal: number | null;
  readonly identity: PaneIdentity;
  readonly title: string;
}

/** What a tmux server holds. */
export interface ServerView {
  readonly panes: readonly TmuxPane[];
  /** What every new pane would get. */
  readonly environment: ReadonlyMap<string, string>;
}

export interface PaneIdentity {
  readonly owner: string;
  readonly agent: string;
  readonly generation: number;
}

/** What a pane is to become. The old content is answered, since a respawn wipes it. */
export interface Respawn {
  readonly command: readonly string[];
  readonly identity: PaneIdentity;
  /** For this pane alone. */
  readonly environment: Readonly<Record<string, string>>;
}
