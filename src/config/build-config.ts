import type {
  ArmsPlan,
  BackupPath,
  Config,
  Contact,
  Effect,
  Flag,
  FlagWay,
  Measure,
  PackageRequirement,
  Stage,
  TextMatch,
} from "../domain/config.ts";
import { figuresFile } from "../validator/result-files.ts";
import { buildCriterion, toDirection } from "./build-criterion.ts";
import { buildChannels, buildEscalation, reachableRoles } from "./build-escalation.ts";
import { buildLedger } from "./build-ledger.ts";
import { buildEnable, buildRollback, buildState } from "./build-rollout.ts";
import { buildValidation } from "./build-validation.ts";
import { buildVerify } from "./build-verify.ts";
import type { KeyPath } from "./problem-draft.ts";
import { toCommand } from "./schema/command-schema.ts";
import type { ConfigInput } from "./schema/config-schema.ts";
import type { FlagInput } from "./schema/flag-schema.ts";
import type { ArmsInput, MeasureInput, StageInput } from "./schema/stage-schema.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const defaults = {
  python: "python3",
  readTimeoutMs: 30_000,
  timeoutMs: 30 * minuteMs,
  warmUps: 1,
  errorRate: 0.01,
  effectTimeoutMs: minuteMs,
  baselineRuns: 10,
  baselineMaxAgeMs: 90 * dayMs,
} as const;

/** How a scalar is written in the file: `1.10` is not `1.1` when it becomes an environment variable. */
export type WrittenText = (path: KeyPath, value: string | number | boolean) => string;

/** Checked input → Config, with every default filled in. */
export function buildConfig(input: ConfigInput, written: WrittenText): Config {
  const flag = input.flag === undefined ? null : buildFlag(input.flag, written);
  const settable = flag !== null && flag.set.length > 0;
  const contacts = Object.entries(input.contacts ?? {}).map(([role, contact]) => buildContact(role, contact));
  const channels = buildChannels(input.escalate);
  return {
    rollout: input.rollout,
    flag,
    backup: (input.backup ?? []).map(buildBackup),
    state: buildState(input.state),
    python: input.python ?? defaults.python,
    packages: buildPackages(input.require),
    disk: (input.require?.disk ?? []).map(({ path, free }) => ({
      path,
      freeBytes: free,
      severity: input.require?.severity ?? "critical",
    })),
    facts: Object.entries(input.facts ?? {}).map(([name, run]) => ({ name, run })),
    stages: Object.entries(input.stages).map(([name, stage]) =>
      buildStage(name, stage, { settable, python: input.python ?? defaults.python, written }),
    ),
    criteria: Object.entries(input.criteria ?? {}).flatMap(([metric, criteria]) =>
      criteria.map((criterion) => buildCriterion(metric, criterion)),
    ),
    baseline: {
      runs: input.baseline?.runs ?? defaults.baselineRuns,
      maxAgeMs: input.baseline?.["max-age"] ?? defaults.baselineMaxAgeMs,
      since: input.baseline?.since ?? null,
      anchor: input.baseline?.anchor ?? null,
    },
    waivers: input.waivers ?? [],
    manual: Object.entries(input.manual ?? {}).map(([group, items]) => ({ group, items })),
    verify: input.verify === undefined ? null : buildVerify(input.verify),
    signOffs: input["sign-offs"] ?? [],
    enable: buildEnable(input.enable),
    rollback: buildRollback(input.rollback),
    contacts,
    escalation: buildEscalation(input.escalate, reachableRoles(contacts, channels)),
    channels,
    rollbackWorkflow: input.escalate?.["rollback-workflow"] ?? null,
    ledger: input.ledger === undefined ? null : buildLedger(input.ledger),
  };
}

function buildFlag(input: FlagInput, written: WrittenText): Flag {
  return {
    read: input.read ?? null,
    readTimeoutMs: input["read-timeout"] ?? defaults.readTimeoutMs,
    set: (input.set ?? []).flatMap((way, index) => buildWay(way, ["flag", "set", index], written)),
  };
}

function buildWay(way: NonNullable<FlagInput["set"]>[number], path: KeyPath, written: WrittenText): readonly FlagWay[] {
  if (way.script !== undefined) return [{ kind: "script", on: way.script.on, off: way.script.off }];
  if (way.file !== undefined) {
    const { path: file, key, on, off } = way.file;
    return [{ kind: "file", path: file, key, on: on ?? true, off: off ?? false }];
  }
  if (way.env === undefined) return [];
  if (typeof way.env === "string") return [{ kind: "env", name: way.env, on: "true", off: "false" }];
  const { name, on, off } = way.env;
  return [
    {
      kind: "env",
      name,
      on: on === undefined ? "true" : written([...path, "env", "on"], on),
      off: off === undefined ? "false" : written([...path, "env", "off"], off),
    },
  ];
}

function buildBackup(backup: NonNullable<ConfigInput["backup"]>[number]): BackupPath {
  return typeof backup === "string"
    ? { path: backup, optional: false }
    : { path: backup.path, optional: backup.optional ?? false };
}

function buildPackages(require: ConfigInput["require"]): readonly PackageRequirement[] {
  const severity = require?.severity ?? "critical";
  return (["pip", "npm"] as const).flatMap((manager) =>
    Object.entries(require?.[manager] ?? {}).map(([name, range]) => ({ manager, name, range, severity })),
  );
}

/** What a stage's keys mean something by, from the rest of the config. */
interface Surroundings {
  readonly settable: boolean;
  readonly python: string;
  readonly written: WrittenText;
}

function buildStage(name: string, input: StageInput, { settable, python, written }: Surroundings): Stage {
  const env = Object.entries(input.env ?? {});
  const validated = input.validate === undefined ? null : buildValidation(input.validate, python, input.dir);
  const benchmarks = validated === null ? (input.benchmarks ?? []) : [figuresFile];
  const measures = input.measure !== undefined || benchmarks.length > 0 || typeof input.arms === "object";
  return {
    name,
    needs: [...new Set(input.needs ?? [])],
    run: validated?.run ?? toCommand(input.run ?? "", input.shell),
    directory: input.dir ?? null,
    env: Object.fromEntries(env.map(([key, value]) => [key, written(["stages", name, "env", key], value)])),
    validation: validated?.validation ?? null,
    input: input.input ?? null,
    timeoutMs: input.timeout ?? defaults.timeoutMs,
    alone: measures || (input.alone ?? false),
    arms: buildArms(input.arms, settable),
    severity: input.severity ?? "critical",
    expect: {
      exit: input.expect?.exit ?? [0],
      output: (input.expect?.output ?? []).map(toTextMatch),
      never: (input.expect?.never ?? []).map(toTextMatch),
    },
    tests: input.tests ?? [],
    coverage: input.coverage === undefined ? null : { file: input.coverage.file, of: input.coverage.of ?? [] },
    checklist:
      input.checklist === undefined
        ? (validated?.checklist ?? null)
        : typeof input.checklist === "string"
          ? { file: input.checklist, expected: null, othersPass: false }
          : {
              file: input.checklist.file,
              expected: input.checklist.only ?? input.checklist.expected ?? null,
              othersPass: input.checklist.only !== undefined,
            },
    vulnerabilities: input.vulnerabilities ?? null,
    benchmarks,
    expectBenchmarks: input["expect-benchmarks"] ?? null,
    measure: Object.entries(input.measure ?? {}).map(([metric, measure]) => buildMeasure(metric, measure)),
    effect: input.effect === undefined ? null : buildEffect(input.effect),
    requires: input.requires ?? [],
  };
}

function buildArms(arms: ArmsInput | undefined, settable: boolean): ArmsPlan {
  if (arms === undefined) return settable ? { kind: "one", arm: "candidate" } : { kind: "as-is" };
  if (arms === "as-is") return { kind: "as-is" };
  if (typeof arms === "string") return { kind: "one", arm: arms };
  const common = {
    warmUps: arms["warm-ups"] ?? defaults.warmUps,
    timeLimitMs: arms.within ?? null,
    errorRate: arms.error ?? defaults.errorRate,
  };
  if (arms.baseline === "ledger")
    return { kind: "recorded", arm: settable ? "candidate" : null, launches: arms.launches.max, ...common };
  return {
    kind: "both",
    minLaunches: arms.launches.min,
    maxLaunches: arms.launches.max,
    ...common,
    inProcess: arms["in-process"] ?? false,
  };
}

function buildEffect(effect: NonNullable<StageInput["effect"]>): Effect {
  if (effect.run === undefined) return { kind: "metric", metric: effect.metric ?? "" };
  return {
    kind: "output",
    run: toCommand(effect.run, effect.shell),
    timeoutMs: effect.timeout ?? defaults.effectTimeoutMs,
  };
}

function toTextMatch(match: string | { readonly pattern: string }): TextMatch {
  return typeof match === "string" ? { kind: "text", text: match } : { kind: "pattern", pattern: match.pattern };
}

function buildMeasure(name: string, input: MeasureInput): Measure {
  const common = { name, direction: toDirection(input.direction) };
  if (input.benchmark !== undefined) {
    return { ...common, kind: "benchmark", benchmark: input.benchmark, file: input.file ?? null };
  }
  const { unit, scale } = input.unit ?? { unit: "", scale: 1 };
  if (input.json !== undefined)
    return { ...common, kind: "json", file: input.file ?? "", path: input.json, unit, scale };
  if (input["peak-rss"] === true) return { ...common, kind: "peak-rss" };
  const pattern = input.stdout ?? input.stderr ?? input.output;
  if (pattern === undefined) return { ...common, kind: "duration" };
  const stream = input.stdout !== undefined ? "stdout" : input.stderr !== undefined ? "stderr" : "both";
  return { ...common, kind: "output", pattern, stream, unit, scale };
}

function buildContact(role: string, contact: NonNullable<ConfigInput["contacts"]>[string]): Contact {
  const { handle, name, email, slack } =
    typeof contact === "string" ? { handle: contact, name: undefined, email: undefined, slack: undefined } : contact;
  return {
    role,
    handle: handle?.replace(/^@/, "") ?? null,
    name: name ?? null,
    email: email ?? null,
    slack: slack ?? null,
  };
}
