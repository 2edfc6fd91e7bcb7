import type { Command, Config, Effect, Expectation, FlagWay, Measure, Stage, TextMatch } from "../domain/config.ts";
import type { Criterion, Limit, Severity } from "../domain/criterion.ts";

/** What more of a thing means for those who are held to it. */
export type Sense =
  /** A demand: taking it away loosens, adding it tightens. */
  | "demand"
  /** A permission: the other way round. */
  | "permission"
  /** Neither can be told. */
  | "neutral";

/** One thing that a config says. Two configs differ where their parts do. */
export interface PolicyPart {
  readonly key: string;
  /** The stage it belongs to; absent for everything else. */
  readonly stage?: string;
  /** It stands for all of its stage. */
  readonly isStage?: boolean;
  /** In words near to the config's own. */
  readonly text: string;
  readonly sense: Sense;
  /** Where it can be ordered: a larger number asks for more. */
  readonly strictness?: number;
  /** It comes and goes with another part, and is told only where both configs have it. */
  readonly companion?: boolean;
  /** What else must be the same for `strictness` to be compared. */
  readonly scale?: string;
}

/** Everything in a config that a verdict depends on, by keys that are the same in another config for the same thing. */
export function policyParts(config: Config): readonly PolicyPart[] {
  const { rollout, flag, python, packages, disk, stages, criteria, waivers, manual, ...more } = config;
  const { signOffs, contacts, backup: _notJudged, facts: _notJudgedEither, ...others } = more;
  return [
    part("rollout", rollout, "neutral"),
    part("python", python, "neutral"),
    ...(flag === null
      ? []
      : [
          ...(flag.read === null ? [] : [part("flag.read", commandWords(flag.read), "demand")]),
          ...flag.set.map((way, at) => part(`flag.set[${at}]`, wayWords(way), "neutral")),
        ]),
    ...packages.flatMap(({ manager, name, range, severity }) => [
      part(`require.${manager}.${word(name)}`, range, "demand"),
      severityPart(`require.${manager}.${word(name)}.severity`, severity),
    ]),
    ...disk.flatMap(({ path, freeBytes, severity }) => [
      ordered(`require.disk.${word(path)}`, `${freeBytes} bytes free`, freeBytes, ""),
      severityPart(`require.disk.${word(path)}.severity`, severity),
    ]),
    ...stages.flatMap((stage) => stageParts(stage).map((one) => ({ ...one, stage: stage.name }))),
    ...unique(criteria.flatMap(criterionParts)),
    ...waivers.flatMap(({ metric, owner, reason, until }) => [
      part(`waivers.${word(metric)}`, `${owner}: ${reason}`, "permission"),
      { ...ordered(`waivers.${word(metric)}.until`, until, -Date.parse(until), ""), companion: true },
    ]),
    ...manual.flatMap(({ group, items }) =>
      items.flatMap(({ text, required }) => demandParts(`manual.${word(group)}.${word(text)}`, text, required)),
    ),
    ...signOffs.flatMap(({ role, required }) => demandParts(`sign-offs.${word(role)}`, role, required)),
    ...contacts.map(({ role, handle }) => part(`contacts.${word(role)}`, handle ?? "", "neutral")),
    ...unknownParts("", others),
  ];
}

/** What this list does not know by name is compared all the same, whole. */
function unknownParts(before: string, members: object): readonly PolicyPart[] {
  return Object.entries(members).map(([key, value]) => part(before + key, JSON.stringify(value) ?? "", "neutral"));
}

function stageParts(stage: Stage): readonly PolicyPart[] {
  const { name: stageName, run, directory, env, input, needs, timeoutMs, arms, severity, expect, ...reads } = stage;
  const {
    tests,
    coverage,
    checklist,
    vulnerabilities,
    benchmarks,
    measure,
    expectBenchmarks,
    effect,
    requires,
    ...others
  } = reads;
  const at = `stages.${word(stageName)}`;
  return [
    // The stage itself stands for all of its parts where it comes or goes.
    { ...part(at, commandWords(run), "demand"), isStage: true },
    ...(directory === null ? [] : [part(`${at}.dir`, directory, "neutral")]),
    ...Object.entries(env).map(([name, value]) => part(`${at}.env.${name}`, value, "neutral")),
    ...(input === null ? [] : [part(`${at}.input`, input, "neutral")]),
    ...needs.map((need) => part(`${at}.needs.${need}`, need, "demand")),
    part(`${at}.timeout`, `${timeoutMs} ms`, "neutral"),
    part(`${at}.arms`, armsWords(stage), "neutral"),
    ...("errorRate" in arms ? [ordered(`${at}.arms.error`, `${arms.errorRate}`, -arms.errorRate, "")] : []),
    severityPart(`${at}.severity`, severity),
    ...expectationParts(`${at}.expect`, expect),
    ...tests.map((file) => part(`${at}.tests.${file}`, file, "demand")),
    ...(coverage === null
      ? []
      : [part(`${at}.coverage`, `${coverage.file} of ${coverage.of.join(", ") || "everything"}`, "demand")]),
    ...(checklist === null
      ? []
      : [
          part(`${at}.checklist`, checklist.file, "demand"),
          ...(checklist.expected ?? []).map((item) => part(`${at}.checklist.${item}`, item, "demand")),
        ]),
    ...(vulnerabilities === null ? [] : [part(`${at}.vulnerabilities`, vulnerabilities, "demand")]),
    ...benchmarks.map((file) => part(`${at}.benchmarks.${file}`, file, "demand")),
    ...measure.map((one) => part(`${at}.measure.${one.name}`, measureWords(one), "demand")),
    ...(expectBenchmarks ?? []).map((name) => part(`${at}.expect-benchmarks.${word(name)}`, name, "demand")),
    ...(effect === null ? [] : [part(`${at}.effect`, effectWords(effect), "demand")]),
    ...requires.map((name) => part(`${at}.requires.${name}`, name, "demand")),
    ...unknownParts(`${at}.`, others),
  ];
}

function effectWords(effect: Effect): string {
  return effect.kind === "metric" ? `metric ${effect.metric}` : `output of ${commandWords(effect.run)}`;
}

/** Something that people have to do, and whether it holds the verdict back. */
function demandParts(key: string, text: string, required: boolean): readonly PolicyPart[] {
  return [
    part(key, text, "demand"),
    { ...ordered(`${key}.required`, String(required), Number(required), ""), companion: true },
  ];
}

function expectationParts(at: string, { exit, output, never }: Expectation): readonly PolicyPart[] {
  return [
    ...exit.map((code) => part(`${at}.exit.${code}`, `exit ${code}`, "permission")),
    ...output.map((match) => part(`${at}.output.${matchWords(match)}`, matchWords(match), "demand")),
    ...never.map((match) => part(`${at}.never.${matchWords(match)}`, matchWords(match), "demand")),
  ];
}

function criterionParts(criterion: Criterion): readonly PolicyPart[] {
  // What to do when it is not met is advice.
  const { metric, pass, warn, severity, floor, floorUnit, direction, action: _advice, ...others } = criterion;
  const at = `criteria.${word(metric)}`;
  return [
    limitPart(`${at}.pass`, pass),
    ...(warn === null ? [] : [limitPart(`${at}.warn`, warn, "permission")]),
    severityPart(`${at}.severity`, severity),
    ...(floor === 0
      ? []
      : [{ ...part(`${at}.floor`, `${floor} ${floorUnit}`, "permission"), strictness: -floor, scale: floorUnit }]),
    ...(direction === null ? [] : [part(`${at}.direction`, direction, "neutral")]),
    ...unknownParts(`${at}.`, others),
  ];
}

/** Several criteria of one metric are told apart by their place among them. */
function unique(parts: readonly PolicyPart[]): readonly PolicyPart[] {
  const seen = new Map<string, number>();
  return parts.map((one) => {
    const count = (seen.get(one.key) ?? 0) + 1;
    seen.set(one.key, count);
    return count === 1 ? one : { ...one, key: `${one.key} (${count})` };
  });
}

function limitPart(key: string, limit: Limit, sense: Sense = "demand"): PolicyPart {
  const { strictness, scale } = strictnessOf(limit);
  return { ...part(key, limit.text, sense), ...(strictness === null ? {} : { strictness, scale }) };
}

function strictnessOf(limit: Limit): { readonly strictness: number | null; readonly scale: string } {
  switch (limit.kind) {
    case "absolute":
    case "difference":
      return byComparator(limit.comparator, limit.value, `${limit.kind} ${limit.unit}`);
    case "relative":
      return byComparator(limit.comparator, limit.change, limit.kind);
    case "within-relative":
      return { strictness: -limit.margin, scale: limit.kind };
    case "within-difference":
      return { strictness: -limit.margin, scale: `${limit.kind} ${limit.unit}` };
    case "all":
      return { strictness: limit.count ?? 0, scale: limit.kind };
  }
}

function byComparator(comparator: string, value: number, scale: string) {
  const below = comparator.startsWith("<");
  const isOrder = below || comparator.startsWith(">");
  return { strictness: isOrder ? (below ? -value : value) : null, scale: `${scale} ${comparator}` };
}

const severities: Readonly<Record<Severity, number>> = { info: 0, warning: 1, critical: 2 };

function severityPart(key: string, severity: Severity): PolicyPart {
  return { ...ordered(key, severity, severities[severity], ""), companion: true };
}

function ordered(key: string, text: string, strictness: number, scale: string): PolicyPart {
  return { key, text, sense: "neutral", strictness, scale };
}

/** A name inside a key, so that no two things ever have the same key: `"a.b"` where the name itself holds a dot. */
function word(name: string): string {
  return /^[\w*/~$-]+$/.test(name) ? name : JSON.stringify(name);
}

function part(key: string, text: string, sense: Sense): PolicyPart {
  return { key, text, sense };
}

function commandWords(command: Command): string {
  return command.kind === "program"
    ? JSON.stringify(command.argv)
    : `${command.shell === null ? "" : `${command.shell}: `}${command.script.trim()}`;
}

function wayWords(way: FlagWay): string {
  switch (way.kind) {
    case "script":
      return `script, on: ${commandWords(way.on)}, off: ${commandWords(way.off)}`;
    case "file":
      return `file ${way.path}, ${way.key} = ${way.on} or ${way.off}`;
    case "env":
      return `env ${way.name} = ${way.on} or ${way.off}`;
  }
}

function armsWords({ arms }: Stage): string {
  if (arms.kind === "as-is") return "as-is";
  if (arms.kind === "one") return arms.arm;
  const { errorRate: _told, ...more } = arms;
  return Object.entries(more)
    .filter(([name]) => name !== "kind")
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

function measureWords({ name: _name, ...measure }: Measure): string {
  return Object.values(measure)
    .filter((value) => value !== null)
    .join(" ");
}

function matchWords(match: TextMatch): string {
  return match.kind === "text" ? match.text : `/${match.pattern}/`;
}
