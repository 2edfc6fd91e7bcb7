/** The workflow run that does something; null wherever there is none, as in a terminal. */
export interface RunIdentity {
  /** `owner/name`. */
  readonly repository: string;
  /** GitHub's number of the run, as text: it outgrows 32 bits. */
  readonly runId: string;
  /** 1-based; counts how often the run was started again. */
  readonly attempt: number;
  /** The run's page. */
  readonly url: string;
}

/** The pull request whose change is judged. Everything here comes from the event or the API, never from evidence. */
export interface PullRequestContext {
  readonly number: number;
  /** The commit that is judged: 40 hexadecimal digits. */
  readonly headCommit: string;
  /** `owner/name`; null when the fork has been deleted. */
  readonly headRepository: string | null;
  readonly baseCommit: string;
  /** Branch name without `refs/heads/`. */
  readonly baseRef: string;
  /** The head lies in another repository, or that cannot be told. */
  readonly fork: boolean;
}

/** For whom a run works, and what it may therefore do. */
export interface RunContext {
  /** GitHub's name of the event: `pull_request`, `workflow_run`, `schedule`, …; null outside of a workflow. */
  readonly event: string | null;
  readonly run: RunIdentity | null;
  /** The commit that is judged; null where it is not known. */
  readonly commit: string | null;
  /** Full ref such as `refs/heads/main`; null where it is not known. */
  readonly ref: string | null;
  /** Null when the run is not about a pull request. */
  readonly pullRequest: PullRequestContext | null;
  /** The commit that a merge group is built on; absent when the run is not a merge group's. */
  readonly mergeBase?: string;
  /**
   * The default branch's own run: its code was merged by people with write access. Only such a run may write baselines and
   * events. False whenever that cannot be told.
   */
  readonly ownDefaultBranch: boolean;
}

/** What is known in a terminal: nothing, so nothing may be written in anybody's name. */
export const noContext: RunContext = {
  event: null,
  run: null,
  commit: null,
  ref: null,
  pullRequest: null,
  ownDefaultBranch: false,
};
