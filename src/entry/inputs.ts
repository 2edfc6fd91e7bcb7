import { commentModes } from "../github/publish/publication.ts";
import { defaultPaths } from "./default-paths.ts";

/** One input or output of the Action, as `action.yml` and the reference tell it. */
export interface ActionInput {
  readonly name: string;
  readonly default: string;
  /** For people: the words or the form that are allowed. */
  readonly type: string;
  readonly description: string;
}

export const actionModes = [
  "gate",
  "collect",
  "conclude",
  "enable",
  "rollback",
  "verify",
  "status",
  "doctor",
  "plan",
  "explain",
] as const;
export type ActionMode = (typeof actionModes)[number];

export const failOnWords = ["no-go", "inconclusive", "never"] as const;

/** Every input of the Action. `action.yml` and `docs/reference/action.md` say the same; a test compares them. */
export const actionInputs = [
  {
    name: "mode",
    default: "gate",
    type: actionModes.join(" | "),
    description:
      "What to do: `gate` collects and concludes in one job; `collect` runs stages and writes evidence; `conclude` judges evidence; `enable` turns the flag on for good, `rollback` turns it off, verified; `verify` looks at what production writes since it is on; `status` says where the rollout stands; `doctor` looks at the set-up and runs none of the repository's code; `plan` prints a job matrix; `explain` says what would run and what each criterion means.",
  },
  {
    name: "config",
    default: defaultPaths.config,
    type: "path",
    description: "The config, relative to the workspace.",
  },
  {
    name: "stages",
    default: "",
    type: "list",
    description:
      "Only these stages, with what they need; names separated by commas, spaces or new lines. Empty: all of them.",
  },
  {
    name: "evidence",
    default: defaultPaths.evidence,
    type: "path",
    description: "The folder that `collect` and `gate` write evidence to, and that `conclude` reads it from.",
  },
  {
    name: "report",
    default: defaultPaths.report,
    type: "path",
    description:
      "The folder for `report.json`, `report.md` and `report.html`; from `enable` and `rollback` `rollout.json` and `rollout.md`; from `verify` `watch.json` and `watch.md`.",
  },
  {
    name: "fail-on",
    default: "inconclusive",
    type: failOnWords.join(" | "),
    description:
      "What fails the step: `inconclusive` is everything that is no GO, or no KEEP; `no-go` lets an inconclusive verdict and INVESTIGATE through; `never` leaves it to later steps to read the outputs. A gate that could not do its work always fails.",
  },
  {
    name: "summary",
    default: "true",
    type: "true | false",
    description: "Whether the report is written to the job's summary.",
  },
  {
    name: "annotations",
    default: "true",
    type: "true | false",
    description: "Whether findings are shown at their file and line.",
  },
  {
    name: "shard",
    default: "",
    type: "N/M",
    description: "Which part of a matrix this job is, such as `1/4`, for `collect`. Empty: the job is the whole.",
  },
  {
    name: "jobs",
    default: "4",
    type: "1 to 256",
    description: "How many jobs `plan` may spread the stages over.",
  },
  {
    name: "override",
    default: "",
    type: "text",
    description: "For `enable`: why it is turned on without a GO or approvals. It is recorded. Empty: it is not.",
  },
  {
    name: "reason",
    default: "",
    type: "text",
    description: "For `rollback`: why. It is recorded.",
  },
  {
    name: "way",
    default: "",
    type: "flag | version | backup",
    description: "For `rollback`: only this way. Empty: those of the config, in its order.",
  },
  {
    name: "metric",
    default: "",
    type: "STAGE/METRIC",
    description: "For `rollback`: what led to it, to be measured again afterwards.",
  },
  {
    name: "backup",
    default: "",
    type: "text",
    description: "For `rollback`: the backup to put back. Empty: the one made when the flag was turned on.",
  },
  {
    name: "dry-run",
    default: "false",
    type: "true | false",
    description:
      "For `rollback`: says what would be done, and changes nothing. For `verify`: looks, records nothing and tells nobody.",
  },
  {
    name: "window",
    default: "",
    type: "text",
    description: "For `verify`: a window to look at now; nothing is recorded and nobody is told. Empty: what is due.",
  },
  {
    name: "record-before",
    default: "false",
    type: "true | false",
    description:
      "For `verify`: records what the metrics are like while the flag is off, so that later windows can be compared with it.",
  },
  {
    name: "token",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression that the runner fills in
    default: "${{ github.token }}",
    type: "token",
    description:
      "What speaks with GitHub: reads the policy at a pull request's base commit, writes the comment and the check. Stages do not get it. Give an empty one to do without.",
  },
  {
    name: "comment",
    default: "always",
    type: commentModes.join(" | "),
    description:
      "When the verdict is written to the pull request, in one comment for each rollout: `always`; `on-change` touches it only when the decision is another one; `on-problem` begins it with the first that is no plain GO; `never`. For `gate` and `conclude` with a token.",
  },
  {
    name: "check",
    default: "true",
    type: "true | false",
    description: "Whether the verdict is a check on the commit. For `gate` and `conclude` with a token.",
  },
] as const satisfies readonly ActionInput[];

export type ActionInputName = (typeof actionInputs)[number]["name"];
