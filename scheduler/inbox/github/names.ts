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

/** False for what is called `owner/repo@number`: its name is another's, and it was not seen under a new one. */
export function hasName(ref: string): boolean {
  return !ref.includes("@");
}

/** The way back from `owner/repo#12`. */
export function issueNamed(ref: string): IssueName {
  const [repository = "", number] = ref.split("#");
  return { ...repositoryNamed(repository), number: Number(number) };
}

/** GitHub refuses fields that it does not know, so what a caller keeps beside the name stays here. */
export function named({ owner, repo }: RepositoryName): RepositoryName {
  return { owner, repo };
}

/** An issue as routes name it. */
export function numbered({ owner, repo, number }: IssueName) {
  return { owner, repo, issue_number: number };
}

/** GitHub's names ignore case. */
export function isSameRepository(one: RepositoryName, other: RepositoryName): boolean {
  return repositoryRef(one).toLowerCase() === repositoryRef(other).toLowerCase();
}

export function isSameIssue(one: IssueName, other: IssueName): boolean {
  return isSameRepository(one, other) && one.number === other.number;
}
