/** A repository as GitHub addresses it. */
export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

export interface IssueName extends RepositoryName {
  readonly number: number;
}

/** `owner/repo` */
export function repositoryRef({ owner, repo }: RepositoryName): string {
  return `${owner}/${repo}`;
}

/** `owner/repo#12` */
export function issueRef(issue: IssueName): string {
  return `${repositoryRef(issue)}#${issue.number}`;
}

/** The way back from `owner/repo`. */
export function repositoryNamed(ref: string): RepositoryName {
  const [owner = "", repo = ""] = ref.split("/");
  return { owner, repo };
}
