/** One output of the Action, as `action.yml` and the reference tell it. */
export interface ActionOutput {
  readonly name: string;
  /** For people: the words or the form that it has. */
  readonly type: string;
  readonly description: string;
}

/** Every output of the Action. All are text, as GitHub has no other; one that a mode does not know stays empty. */
export const actionOutputs = [
  {
    name: "verdict",
    type: "go | go-with-conditions | no-go | inconclusive | keep | investigate | roll-back-scheduled | roll-back-now",
    description: "What the gate says, or from `verify` what to do; empty where nothing was looked at.",
  },
  { name: "because", type: "text", description: "One sentence: why." },
  { name: "met", type: "number", description: "How many findings passed." },
  { name: "judged", type: "number", description: "How many findings count." },
  { name: "risk", type: "low | medium | high", description: "How risky the rollout is." },
  { name: "conditions", type: "JSON list of text", description: "What must be done or watched, one sentence each." },
  { name: "failed", type: "JSON list of text", description: "The subjects of the findings that did not pass." },
  { name: "report", type: "path", description: "The folder that holds `report.json`, `report.md` and `report.html`." },
  { name: "by", type: "time", description: "From `verify`: until when it must be acted on, in UTC; else empty." },
  { name: "windows", type: "JSON list of text", description: "From `verify`: the windows that were looked at." },
  {
    name: "recommendation",
    type: "clean up | keep | tune | roll back",
    description: "From `verify`: of the latest window with a report, what to do with the flag; else empty.",
  },
  {
    name: "next",
    type: "time",
    description: "From `verify`: when the next window is due, in UTC; empty when none is.",
  },
  { name: "evidence", type: "path", description: "The evidence file that was written, or the folder that was read." },
  {
    name: "ending",
    type: "enabled | refused | turned back | turning back failed | rolled back | rolled back with findings | failed | planned",
    description: "From `enable` and `rollback`: how it ended.",
  },
  {
    name: "flag",
    type: "on | off | unknown",
    description:
      "From `enable` and `rollback`: what the flag was read as at last; from `status` what the ledger says, `off` too where it was never on.",
  },
  {
    name: "operation",
    type: "text",
    description: "From `enable` and `rollback`: its name, which its backup and events bear too.",
  },
  {
    name: "duties",
    type: "JSON list of text",
    description: "From `status`: who must act by when, what does not wait first.",
  },
  {
    name: "matrix",
    type: "JSON",
    description: "From `plan`: a value for `strategy.matrix`, whose jobs hand `shard` and `stages` to `collect`.",
  },
] as const satisfies readonly ActionOutput[];

export type ActionOutputName = (typeof actionOutputs)[number]["name"];
