/** What the hub remembers beside the emulator's state. */
export interface HubRecords {
  /** Slug of the app that made a check run, by `repository#id`. */
  readonly checkRunApps: Map<string, string>;
  /** Head commit of each pull request when it was last looked at, by `repository#number`. */
  readonly pullHeads: Map<string, string>;
  /** Workflow dispatches, in their order. */
  readonly dispatches: WorkflowDispatch[];
}

export interface WorkflowDispatch {
  readonly repository: string;
  readonly workflow: string;
  readonly ref: string;
  readonly inputs: unknown;
  readonly login: string;
}

export function createRecords(): HubRecords {
  return { checkRunApps: new Map(), pullHeads: new Map(), dispatches: [] };
}
