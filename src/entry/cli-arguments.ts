import { parseArgs } from "node:util";
import type { FailOn } from "../modes/exit-status.ts";
import { type ComparisonArguments, readComparisonArguments } from "./comparison-arguments.ts";
import { type InitArguments, readInitArguments } from "./init-arguments.ts";
import { type RolloutRequest, readRolloutRequest } from "./read-rollout-request.ts";
import { readWatchRequest, type WatchRequest } from "./read-watch-request.ts";

export const cliModes = [
  "init",
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
  "read",
  "compare",
] as const;
export type CliMode = (typeof cliModes)[number];

/** What a person asked for on the command line. */
export type CliRequest =
  | { readonly kind: "help"; readonly mode: CliMode | null }
  | { readonly kind: "version" }
  | { readonly kind: "run"; readonly mode: CliMode; readonly options: CliOptions }
  | { readonly kind: "wrong"; readonly message: string };

export interface CliOptions {
  /** Null, and no evidence: the usual place in the workspace. */
  readonly config: string | null;
  readonly stages: readonly string[];
  readonly evidence: readonly string[];
  readonly report: string | null;
  /** A folder that holds the ledger; null: the config's. */
  readonly ledger: string | null;
  readonly shard: { readonly index: number; readonly total: number } | null;
  readonly jobs: number;
  readonly failOn: FailOn;
  readonly json: boolean;
  /** Null: as the terminal allows. */
  readonly colour: boolean | null;
  readonly quiet: boolean;
  readonly format: string | null;
  /** What follows the mode: files for `read`, checks for `explain`, configs for `status`. */
  readonly operands: readonly string[];
  /** Null but for `compare`. */
  readonly comparison: ComparisonArguments | null;
  /** Counts for `enable` and `rollback` alone. */
  readonly rollout: RolloutRequest;
  /** For `doctor`: whether the repository's own commands may be run. */
  readonly runsCommands: boolean;
  /** Counts for `init` alone. */
  readonly init: InitArguments;
  /** Counts for `verify` alone. */
  readonly watch: WatchRequest;
}

const options = {
  config: { type: "string", short: "c" },
  stage: { type: "string", short: "s", multiple: true },
  evidence: { type: "string", short: "e", multiple: true },
  report: { type: "string", short: "r" },
  ledger: { type: "string" },
  shard: { type: "string" },
  jobs: { type: "string", short: "j" },
  "fail-on": { type: "string" },
  override: { type: "string" },
  reason: { type: "string" },
  way: { type: "string" },
  metric: { type: "string" },
  backup: { type: "string" },
  "dry-run": { type: "boolean", short: "n" },
  window: { type: "string", short: "w" },
  "record-before": { type: "boolean" },
  format: { type: "string" },
  baseline: { type: "string", short: "b", multiple: true },
  candidate: { type: "string", multiple: true },
  criterion: { type: "string" },
  floor: { type: "string" },
  benchmark: { type: "string", multiple: true },
  run: { type: "boolean" },
  yes: { type: "boolean", short: "y" },
  name: { type: "string" },
  "flag-env": { type: "string" },
  "flag-read": { type: "string" },
  action: { type: "string" },
  branch: { type: "string" },
  json: { type: "boolean" },
  color: { type: "boolean" },
  "no-color": { type: "boolean" },
  quiet: { type: "boolean", short: "q" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "V" },
} as const;

type OptionName = keyof typeof options;

/** Which options each mode takes, beside --help, --json, --color, --no-color and --quiet. */
const optionsByMode: Readonly<Record<CliMode, readonly OptionName[]>> = {
  init: ["yes", "name", "flag-env", "flag-read", "action", "branch"],
  gate: ["config", "stage", "evidence", "report", "ledger", "fail-on"],
  collect: ["config", "stage", "evidence", "shard"],
  conclude: ["config", "evidence", "report", "ledger", "fail-on"],
  enable: ["config", "evidence", "report", "ledger", "override"],
  rollback: ["config", "evidence", "report", "ledger", "reason", "way", "metric", "backup", "dry-run"],
  verify: ["config", "report", "ledger", "fail-on", "window", "record-before", "dry-run"],
  status: ["config", "ledger"],
  doctor: ["config", "ledger", "run"],
  plan: ["config", "stage", "ledger", "jobs"],
  explain: ["config", "evidence", "ledger"],
  read: ["format"],
  compare: ["baseline", "candidate", "criterion", "floor", "benchmark", "format"],
};
const common: readonly OptionName[] = ["help", "version", "json", "color", "no-color", "quiet"];

/** Reads the command line. It never throws: what is wrong with it comes back in words. */
export function parseCliArguments(argv: readonly string[]): CliRequest {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(argv);
  } catch (error) {
    const message = error instanceof Error ? (error.message.split(". ")[0] ?? error.message) : String(error);
    return { kind: "wrong", message: `${message}.` };
  }
  const { values, positionals, tokens } = parsed;
  const [name, ...operands] = positionals;
  if (values.version === true) return { kind: "version" };
  const mode = cliModes.find((known) => known === name) ?? null;
  if (values.help === true || name === undefined || name === "help") {
    return { kind: "help", mode: cliModes.find((known) => known === (name === "help" ? operands[0] : name)) ?? null };
  }
  if (mode === null)
    return { kind: "wrong", message: `There is no mode ${name}. The modes are: ${cliModes.join(", ")}.` };
  const foreign = Object.keys(values).find(
    (key) => !(common as readonly string[]).includes(key) && !(optionsByMode[mode] as readonly string[]).includes(key),
  );
  if (foreign !== undefined) return { kind: "wrong", message: `${mode} takes no --${foreign}.` };
  const takesWords = mode === "read" || mode === "compare" || mode === "explain" || mode === "status";
  if (!takesWords && operands.length > 0) return { kind: "wrong", message: `${mode} takes no ${operands[0]}.` };
  if (mode === "status" && values.config !== undefined && operands.length > 0)
    return { kind: "wrong", message: "status takes configs as its words or by --config, not both." };
  if (mode === "read" && operands.length === 0) return { kind: "wrong", message: "read needs the name of a file." };
  const { criterion, floor, benchmark } = values;
  const comparison = mode === "compare" ? readComparisonArguments(tokens, { criterion, floor, benchmark }) : null;
  if (typeof comparison === "string") return { kind: "wrong", message: comparison };

  const failOn = values["fail-on"] ?? "inconclusive";
  if (failOn !== "no-go" && failOn !== "inconclusive" && failOn !== "never") {
    return { kind: "wrong", message: `--fail-on is no-go, inconclusive or never, not ${failOn}.` };
  }
  const shard = parseShard(values.shard);
  if (shard === undefined) return { kind: "wrong", message: `--shard is like 2/3, not ${values.shard}.` };
  const jobs = values.jobs === undefined ? 4 : Number(values.jobs);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 256) {
    return { kind: "wrong", message: `--jobs is a whole number from 1 to 256, not ${values.jobs}.` };
  }
  const {
    override = null,
    reason = null,
    way = null,
    metric = null,
    backup = null,
    "dry-run": dryRun = false,
  } = values;
  const rollout = readRolloutRequest({ override, reason, way, metric, backup, dryRun }, (name) => `--${name}`);
  if (typeof rollout === "string") return { kind: "wrong", message: rollout };
  const watch = readWatchRequest(
    { window: values.window ?? "", recordBefore: values["record-before"] === true, dryRun },
    (option) => `--${option}`,
  );
  if (typeof watch === "string") return { kind: "wrong", message: watch };
  return {
    kind: "run",
    mode,
    options: {
      config: values.config ?? null,
      stages: values.stage?.flatMap((text) => text.split(/[\s,]+/).filter((word) => word !== "")) ?? [],
      evidence: values.evidence ?? [],
      report: values.report ?? null,
      ledger: values.ledger ?? null,
      shard,
      jobs,
      failOn,
      json: values.json === true,
      colour: values["no-color"] === true ? false : values.color === true ? true : null,
      quiet: values.quiet === true,
      format: values.format ?? null,
      operands,
      comparison,
      rollout,
      init: readInitArguments(values),
      runsCommands: values.run === true,
      watch,
    },
  };
}

/** Reads `2/3`; null when there is none, undefined when it is wrong. */
export function parseShard(
  text: string | undefined,
): { readonly index: number; readonly total: number } | null | undefined {
  if (text === undefined || text === "") return null;
  const match = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text.trim());
  const [index, total] = [Number(match?.[1]), Number(match?.[2])];
  return match !== null && index <= total ? { index, total } : undefined;
}

function parse(argv: readonly string[]) {
  return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true, tokens: true });
}
