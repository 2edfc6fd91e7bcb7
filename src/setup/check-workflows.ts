import type { HealthCheck } from "../domain/health.ts";

/** A workflow file, read: `value` is what its YAML holds; null when it is no YAML. */
export interface WorkflowFile {
  readonly path: string;
  readonly value: unknown;
}

/** What the config asks of workflows. */
export interface WorkflowNeeds {
  readonly hasFlag: boolean;
  /** The shortest time between two looks that the config asks for, in milliseconds; null when nothing is watched. */
  readonly shortestLookMs: number | null;
  readonly hasBranchLedger: boolean;
}

interface Use {
  readonly path: string;
  readonly mode: string;
  readonly ref: string;
  readonly triggers: ReadonlyMap<string, unknown>;
  /** By scope; null: nothing is said, and the repository's default holds. */
  readonly permissions: ReadonlyMap<string, string> | null;
}

/**
 * Whether the repository's workflows do what the config asks for, by what is written in them: a gate on pull requests, a schedule
 * that is quick enough for the windows, a way to roll back by hand, each with the permissions that it needs.
 */
export function checkWorkflows(files: readonly WorkflowFile[], needs: WorkflowNeeds): readonly HealthCheck[] {
  const uses = files.flatMap(usesIn);
  return [
    ...files
      .filter(({ value }) => value === null)
      .map(({ path }) =>
        check(`workflow ${path}`, "unknown", "It is no YAML that can be read.", "Correct the file, or remove it."),
      ),
    gateCheck(uses),
    ...(needs.shortestLookMs === null ? [] : [verifyCheck(uses, needs.shortestLookMs)]),
    ...(needs.hasFlag ? [rollbackCheck(uses)] : []),
    ...[...new Map(uses.map((use) => [`${use.path} ${use.ref}`, use])).values()].flatMap(pinCheck),
    ...uses.flatMap((use) => permissionCheck(use, needs)),
  ];
}

function gateCheck(uses: readonly Use[]): HealthCheck {
  const gates = uses.filter(
    ({ mode, triggers }) =>
      (mode === "gate" && (triggers.has("pull_request") || triggers.has("merge_group"))) ||
      (mode === "conclude" && (triggers.has("workflow_run") || triggers.has("pull_request"))),
  );
  const [first] = gates;
  if (first !== undefined) return check("workflow of the gate", "ok", `${first.path} judges pull requests.`, "");
  return check(
    "workflow of the gate",
    "bad",
    "No workflow judges pull requests.",
    "Write one: `rollout-gate init` does, and docs/pull-requests.md shows it.",
  );
}

function verifyCheck(uses: readonly Use[], shortestLookMs: number): HealthCheck {
  const part = "workflow of verify";
  const scheduled = uses.filter(({ mode, triggers }) => mode === "verify" && triggers.has("schedule"));
  const [first] = scheduled;
  if (first === undefined) {
    const seen = "No workflow watches by a schedule, though the config says what to watch.";
    return check(part, "bad", seen, "Write one with `mode: verify`: docs/watch.md shows it.");
  }
  const paces = scheduled.flatMap(({ triggers }) => cronsOf(triggers.get("schedule"))).map(paceOf);
  const known = paces.filter((pace) => pace !== null);
  const quickest = Math.min(...known);
  if (known.length === 0) {
    const mend = "Compare it with the windows' `after` and `every` by hand.";
    return check(part, "unknown", `How often the schedule of ${first.path} runs is not told by its form.`, mend);
  }
  if (quickest > shortestLookMs) {
    const seen = `${first.path} runs every ${hours(quickest)}, and a window asks for a look after ${hours(shortestLookMs)}.`;
    return check(part, "warn", seen, "Let it run at least as often as the windows ask.");
  }
  const seen = `${first.path} runs every ${hours(quickest)}. GitHub may start it late, and stops schedules of repositories where nothing happens for 60 days.`;
  return check(part, "ok", seen, "");
}

function rollbackCheck(uses: readonly Use[]): HealthCheck {
  const part = "workflow of rollback";
  const found = uses.find(({ mode, triggers }) => mode === "rollback" && triggers.has("workflow_dispatch"));
  if (found !== undefined) return check(part, "ok", `${found.path} can be started by hand.`, "");
  const seen = "No workflow turns the flag off when somebody starts it.";
  return check(
    part,
    "warn",
    seen,
    "Write one: docs/incidents.md shows it. In a terminal `rollout-gate rollback` does it without.",
  );
}

function pinCheck({ path, mode, ref }: Use): readonly HealthCheck[] {
  if (/^[0-9a-f]{40}$/.test(ref) || ref === ".") return [];
  const seen =
    ref === "COMMIT"
      ? `${path} still has OWNER/rollout-gate@COMMIT where the Action's address belongs.`
      : `${path} takes ${mode} at ${ref}, which somebody can move.`;
  const state = ref === "COMMIT" ? "bad" : "warn";
  return [check(`pin in ${path}`, state, seen, "Write the 40 digits of the commit behind the @.")];
}

const needed: Readonly<Record<string, readonly (readonly [scope: string, level: "read" | "write", why: string])[]>> = {
  gate: [["contents", "read", "the policy at the base commit"]],
  conclude: [["contents", "read", "the policy at the base commit"]],
  verify: [["issues", "write", "telling people by an issue"]],
  enable: [["deployments", "write", "recording the flag as a deployment"]],
  rollback: [
    ["issues", "write", "the issue about it"],
    ["deployments", "write", "marking the deployment as inactive"],
  ],
};

function permissionCheck(use: Use, { hasBranchLedger }: WorkflowNeeds): readonly HealthCheck[] {
  const { path, mode, permissions, triggers } = use;
  const part = `permissions in ${path}`;
  if (permissions === null) {
    const seen =
      "Nothing is said about permissions, so the repository's setting holds, which is often more than is needed.";
    return [check(part, "warn", seen, "Write `permissions: {}` at the top and what each job needs below it.")];
  }
  const publishes =
    (mode === "gate" || mode === "conclude") && (triggers.has("pull_request") || triggers.has("workflow_run"));
  const records =
    hasBranchLedger && (["verify", "enable", "rollback"].includes(mode) || (mode === "gate" && triggers.has("push")));
  const wanted = [
    ...(needed[mode] ?? []),
    ...(publishes
      ? ([
          ["pull-requests", "write", "the comment"],
          ["checks", "write", "the check"],
        ] as const)
      : []),
    ...(records ? ([["contents", "write", "the ledger's branch"]] as const) : []),
  ];
  const missing = wanted.filter(([scope, level]) => !grants(permissions, scope, level));
  if (missing.length === 0)
    return wanted.length === 0 ? [] : [check(part, "ok", `${mode} is given what it needs.`, "")];
  const lacks = missing.map(([scope, level, why]) => `${scope}: ${level} (${why})`).join(", ");
  return [check(part, "warn", `The job with ${mode} lacks ${lacks}.`, "Add it to the job's permissions.")];
}

function grants(permissions: ReadonlyMap<string, string>, scope: string, level: "read" | "write"): boolean {
  const given = permissions.get(scope) ?? permissions.get("*") ?? "none";
  return given === "write" || (level === "read" && given === "read");
}

/** Every step that uses this Action, in whatever repository it lies. */
function usesIn({ path, value }: WorkflowFile): readonly Use[] {
  const workflow = mapOf(value);
  const triggers = triggersOf(workflow.get("on") ?? workflow.get("true"));
  return [...mapOf(workflow.get("jobs")).values()].flatMap((job) => {
    const own = mapOf(job);
    const permissions = permissionsOf(own.get("permissions") ?? workflow.get("permissions"));
    const steps = own.get("steps");
    return (Array.isArray(steps) ? steps : []).flatMap((step): readonly Use[] => {
      const uses = mapOf(step).get("uses");
      const match = typeof uses === "string" ? /^(?:[\w.-]+\/rollout-gate@(\S+))$/.exec(uses) : null;
      if (match === null) return [];
      const mode = mapOf(mapOf(step).get("with")).get("mode") ?? "gate";
      const own = narrowed(triggers, mapOf(job).get("if"));
      return [{ path, mode: String(mode), ref: match[1] ?? "", triggers: own, permissions }];
    });
  });
}

/** A job that names its event runs for that one alone. Any other condition may let each of them through. */
function narrowed(triggers: ReadonlyMap<string, unknown>, condition: unknown): ReadonlyMap<string, unknown> {
  const event = /^\s*(?:\$\{\{\s*)?github\.event_name == '(\w+)'\s*(?:\}\})?\s*$/.exec(String(condition ?? ""))?.[1];
  return event === undefined ? triggers : new Map([...triggers].filter(([name]) => name === event));
}

function triggersOf(on: unknown): ReadonlyMap<string, unknown> {
  if (typeof on === "string") return new Map([[on, null]]);
  if (Array.isArray(on)) return new Map(on.map((name) => [String(name), null]));
  return mapOf(on);
}

function permissionsOf(value: unknown): ReadonlyMap<string, string> | null {
  if (value === undefined) return null;
  if (value === "write-all") return new Map([["*", "write"]]);
  if (value === "read-all") return new Map([["*", "read"]]);
  return new Map([...mapOf(value)].map(([scope, level]) => [scope, String(level)]));
}

function cronsOf(schedule: unknown): readonly string[] {
  return (Array.isArray(schedule) ? schedule : []).flatMap((one) => {
    const cron = mapOf(one).get("cron");
    return typeof cron === "string" ? [cron] : [];
  });
}

/** How often a cron line of a usual form runs, in milliseconds; null for any other form. */
function paceOf(cron: string): number | null {
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = cron.trim().split(/\s+/);
  const everyMinutes = /^\*\/(\d{1,2})$/.exec(minute)?.[1];
  const everyHours = /^\*\/(\d{1,2})$/.exec(hour)?.[1];
  if (day !== "*" || month !== "*") return null;
  if (weekday !== "*") return /^\d$/.test(weekday) && /^\d+$/.test(hour) ? 7 * 24 * hourMs : null;
  if (minute === "*" && hour === "*") return 60_000;
  if (everyMinutes !== undefined && hour === "*") return Number(everyMinutes) * 60_000;
  if (!/^\d{1,2}$/.test(minute)) return null;
  if (hour === "*") return hourMs;
  if (everyHours !== undefined) return Number(everyHours) * hourMs;
  return /^\d{1,2}$/.test(hour) ? 24 * hourMs : null;
}

const hourMs = 3_600_000;

function hours(durationMs: number): string {
  if (durationMs < hourMs) return `${Math.round(durationMs / 60_000)} min`;
  return durationMs < 48 * hourMs
    ? `${Math.round(durationMs / hourMs)} h`
    : `${Math.round(durationMs / (24 * hourMs))} d`;
}

function mapOf(value: unknown): ReadonlyMap<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? new Map(Object.entries(value))
    : new Map();
}

function check(part: string, state: HealthCheck["state"], seen: string, mend: string): HealthCheck {
  return { part, state, seen, mend };
}
