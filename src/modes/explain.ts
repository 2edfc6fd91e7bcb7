import { commandText } from "../collect/gather-facts.ts";
import { describeCriterion } from "../config/describe-criterion.ts";
import { expandPath } from "../config/expand-path.ts";
import type { Command, Config, Effect, FlagWay, Measure, Stage } from "../domain/config.ts";
import type { Host } from "../domain/ports.ts";
import type { Validation } from "../domain/validation.ts";
import { orderStages } from "../stages/order-stages.ts";
import { formatDuration, formatValue } from "../units/format-value.ts";
import { enableLines, rollbackLines } from "./explain-rollout.ts";
import { watchLines } from "./explain-watch.ts";
import type { LoadedConfig } from "./load-config.ts";

/**
 * Tells in words what a config means: what would run, in which order, in which arm, and what each criterion asks for.
 * It runs nothing.
 *
 * @returns plain text; a section for each part of the config that is used
 */
export function explain({ config, file }: LoadedConfig, host: Pick<Host, "env" | "home">): string {
  const sections = [
    [`Rollout ${config.rollout}, from ${file}.`],
    flagLines(config, host),
    requirementLines(config, host),
    config.facts.length === 0
      ? []
      : ["Facts recorded first:", ...config.facts.map((fact) => `  ${fact.name}: $ ${commandText(fact.run)}`)],
    ["Stages, in the order in which they may start:", ...orderStages(config.stages).flatMap(stageLines)],
    criteriaLines(config),
    config.waivers.length === 0
      ? []
      : [
          "Waived, at most to GO WITH CONDITIONS:",
          ...config.waivers.map(
            ({ metric, owner, until, reason }) => `  ${metric} by ${owner} until ${until}: ${reason}`,
          ),
        ],
    config.manual.length === 0
      ? []
      : ["Ticked by people:", ...config.manual.flatMap(({ group, items }) => [`  ${group}`, ...items.map(itemLine)])],
    config.signOffs.length === 0
      ? []
      : [
          "Signed off by:",
          ...config.signOffs.map(({ role, required }) => `  ☐ ${role}${required ? "" : " (not required)"}`),
        ],
    enableLines(config),
    watchLines(config),
    rollbackLines(config),
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join("\n"))
    .join("\n\n")}\n`;
}

function itemLine({ text, required }: { readonly text: string; readonly required: boolean }): string {
  return `    ☐ ${text}${required ? "" : " (not required)"}`;
}

function flagLines(config: Config, host: Pick<Host, "env" | "home">): readonly string[] {
  const { flag } = config;
  if (flag === null) return ["No flag is named: stages run as they are, and nothing is switched."];
  const read = flag.read === null ? "never read back" : `read back with $ ${commandText(flag.read)}`;
  return [
    `The flag is ${read}, and set by the first of these that the reading confirms:`,
    ...flag.set.map((way, at) => `  ${at + 1}. ${wayText(way, host)}`),
  ];
}

function wayText(way: FlagWay, host: Pick<Host, "env" | "home">): string {
  switch (way.kind) {
    case "script":
      return `script: on $ ${commandText(way.on)}; off $ ${commandText(way.off)}`;
    case "file":
      return `file ${expanded(way.path, host)}: ${way.key} = ${String(way.on)} or ${String(way.off)}`;
    case "env":
      return `environment variable ${way.name} = ${way.on} or ${way.off}`;
  }
}

function requirementLines(config: Config, host: Pick<Host, "env" | "home">): readonly string[] {
  const lines = [
    ...config.packages.map((wanted) => `  ${wanted.manager} ${wanted.name} ${wanted.range} (${wanted.severity})`),
    ...config.disk.map(
      (disk) =>
        `  at least ${formatValue(disk.freeBytes, "B")} free at ${expanded(disk.path, host)} (${disk.severity})`,
    ),
  ];
  return lines.length === 0 ? [] : ["Must be there:", ...lines];
}

/** A path as written and, where that differs, as it is understood here. */
function expanded(path: string, host: Pick<Host, "env" | "home">): string {
  const result = expandPath(path, host.env, host.home);
  if (!result.ok) return `${path} (${result.problem.reason})`;
  return result.value === path ? path : `${path} (here ${result.value})`;
}

function stageLines(stage: Stage): readonly string[] {
  const needs = stage.needs.length === 0 ? "" : `, after ${stage.needs.join(" and ")}`;
  const details = [
    stage.validation === null ? commandLines(stage.run) : [validationText(stage.validation, stage.run)],
    stage.directory === null ? [] : [`in ${stage.directory}`],
    [
      `${armsText(stage)}; at most ${formatDuration(stage.timeoutMs)} a run${stage.alone ? "; nothing else runs beside it" : ""}`,
    ],
    expectationLines(stage),
    stage.tests.length === 0 ? [] : [`tests from ${stage.tests.join(", ")}`],
    stage.coverage === null
      ? []
      : [`coverage of ${stage.coverage.of.join(", ") || "everything"} from ${stage.coverage.file}`],
    stage.checklist === null ? [] : [`checklist from ${stage.checklist.file}`],
    stage.vulnerabilities === null ? [] : [`vulnerabilities from ${stage.vulnerabilities}`],
    stage.benchmarks.length === 0 ? [] : [`every benchmark in ${stage.benchmarks.join(", ")}`],
    stage.expectBenchmarks === null
      ? []
      : [`benchmarks that must be there, and no others: ${stage.expectBenchmarks.join(", ")}`],
    stage.effect === null ? [] : [`must differ between the arms: ${effectText(stage.effect)}`],
    stage.measure.map((measure) => `${measure.name}: ${measureText(measure)}`),
  ];
  return [`  ${stage.name}${needs} (${stage.severity})`, ...details.flat().map((line) => `    ${line}`)];
}

/** The script itself is ours and the same everywhere; what it is asked is the config's. */
function validationText({ modules, match }: Validation, run: Command): string {
  const names = match.length === 0 ? "" : ` called ${match.join(" or ")}`;
  const program = run.kind === "program" ? ` in ${run.argv[0]}` : "";
  return `imports ${modules.join(" and ")}${program}, and constructs the parts${names}`;
}

function commandLines(command: Command): readonly string[] {
  if (command.kind === "program") return [`$ ${command.argv.join(" ")}`];
  return command.script
    .trimEnd()
    .split("\n")
    .map((line, at) => `${at === 0 ? "$" : " "} ${line}`);
}

function armsText({ arms }: Stage): string {
  if (arms.kind === "as-is") return "once, the flag left as it is";
  if (arms.kind === "one") return `once, with the flag ${arms.arm === "candidate" ? "on" : "off"}`;
  if (arms.kind === "recorded") return `${arms.launches} launches, held against earlier runs in the ledger`;
  const launches =
    arms.minLaunches === arms.maxLaunches ? `${arms.minLaunches}` : `${arms.minLaunches} to ${arms.maxLaunches}`;
  const warmUps = arms.warmUps === 0 ? "" : ` after ${arms.warmUps} thrown away`;
  const within = arms.timeLimitMs === null ? "" : `, none begun after ${formatDuration(arms.timeLimitMs)}`;
  return arms.inProcess
    ? `${launches} launches, each measuring both arms itself${warmUps}${within}`
    : `${launches} launches a side, flag off and on in turn${warmUps}${within}`;
}

function expectationLines({ expect }: Stage): readonly string[] {
  const lines: string[] = [];
  if (expect.exit.length !== 1 || expect.exit[0] !== 0) lines.push(`must end with exit ${expect.exit.join(" or ")}`);
  for (const match of expect.output)
    lines.push(`must print ${match.kind === "text" ? match.text : `/${match.pattern}/`}`);
  for (const match of expect.never)
    lines.push(`must not print ${match.kind === "text" ? match.text : `/${match.pattern}/`}`);
  return lines;
}

function effectText(effect: Effect): string {
  return effect.kind === "metric" ? `the metric ${effect.metric}` : `what $ ${commandText(effect.run)} prints`;
}

function measureText(measure: Measure): string {
  switch (measure.kind) {
    case "benchmark":
      return `benchmark ${measure.benchmark}${measure.file === null ? "" : ` in ${measure.file}`}`;
    case "output":
      return `the number in /${measure.pattern}/ on ${measure.stream === "both" ? "its output" : measure.stream}`;
    case "json":
      return `${measure.path} in ${measure.file}`;
    case "peak-rss":
      return "peak resident memory of the whole process tree";
    case "duration":
      return "how long the command takes";
  }
}

function criteriaLines(config: Config): readonly string[] {
  if (config.criteria.length === 0) return ["No criteria: the stages' own outcome decides alone."];
  return [
    "Criteria:",
    ...config.criteria.flatMap((criterion) => [
      `  ${criterion.metric}`,
      ...describeCriterion(criterion)
        .split("\n")
        .map((line) => `    ${line}`),
    ]),
  ];
}
