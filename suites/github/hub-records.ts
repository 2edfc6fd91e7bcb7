import type { Json } from "./pull-requests.ts";
import type { TextRevision } from "./revisions.ts";

/** What the hub remembers beside the emulator's state. */
export interface HubRecords {
  /** Slug of the app that made a check run, by `repository#id`. */
  readonly checkRunApps: Map<string, string>;
  /** Annotations of a check run, by `repository#id`, in the order in which they came. */
  readonly annotations: Map<string, readonly Json[]>;
  /** Head commit of each pull request when it was last looked at, by `repository#number`. */
  readonly pullHeads: Map<string, string>;
  /** Issues and pull requests whose conversation is locked, as `repository#number`. */
  readonly locked: Set<string>;
  /** Versions of comments and issues that were edited, oldest first. */
  readonly revisions: Map<string, TextRevision[]>;
  /** Logins by team, as `organization/slug`. */
  readonly teams: Map<string, readonly string[]>;
  /** Newest first. */
  readonly statuses: { readonly repository: string; readonly sha: string; readonly json: Json }[];
  /** Newest first. */
  readonly deployments: DeploymentRecord[];
  readonly runs: RunRecord[];
  /** Workflow dispatches, in their order. */
  readonly dispatches: WorkflowDispatch[];
}

export interface DeploymentRecord {
  readonly repository: string;
  readonly json: Json;
  /** Newest first. */
  readonly statuses: Json[];
}

export interface RunRecord {
  readonly repository: string;
  readonly id: number;
  readonly name: string;
  readonly path: string;
  readonly event: string;
  readonly conclusion: string;
  readonly headSha: string;
  readonly headBranch: string;
  readonly headRepository: string;
  readonly actor: string;
  readonly createdAt: string;
  readonly artifacts: readonly { readonly id: number; readonly name: string; readonly archive: Buffer }[];
}

export interface WorkflowDispatch {
  readonly repository: string;
  readonly workflow: string;
  readonly ref: string;
  readonly inputs: unknown;
  readonly login: string;
}

export function createRecords(): HubRecords {
  return {
    checkRunApps: new Map(),
    annotations: new Map(),
    pullHeads: new Map(),
    locked: new Set(),
    revisions: new Map(),
    teams: new Map(),
    statuses: [],
    deployments: [],
    runs: [],
    dispatches: [],
  };
}
