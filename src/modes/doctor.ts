import { openArmSession } from "../collect/open-arm-session.ts";
import { preflight } from "../collect/preflight.ts";
import { expandPath } from "../config/expand-path.ts";
import type { Channel } from "../domain/channel.ts";
import type { Config } from "../domain/config.ts";
import type { HealthCheck } from "../domain/health.ts";
import type { Source } from "../domain/verify.ts";
import { usualState } from "../rollout/resolve-files.ts";
import { checkWorkflows, type WorkflowFile } from "../setup/check-workflows.ts";
import { formatValue } from "../units/format-value.ts";
import { readSource } from "../watch/read-source.ts";
import type { TelemetryPorts } from "../watch/watch-ports.ts";
import { absolutePath, loadConfig } from "./load-config.ts";
import { GateBroke, type ModePorts } from "./mode-ports.ts";
import { withLedger } from "./with-ledger.ts";

export interface DoctorOptions {
  /** The config's path. */
  readonly file: string;
  /** Whether the repository's own commands may be run: setting and reading the flag. */
  readonly run: boolean;
  readonly signal: AbortSignal;
}

export interface DoctorPorts extends ModePorts, Omit<TelemetryPorts, keyof ModePorts> {
  /** What YAML holds; null when it is none. */
  readonly parseYaml: (text: string) => unknown;
  /** Asks GitHub what this run's token may read; null where there is none. */
  readonly askRights: (() => Promise<readonly HealthCheck[]>) | null;
}

const workflowFolder = ".github/workflows";
const maxWorkflowBytes = 256 * 1024;
/** Sources are asked about so much of the time before now. */
const lookBackMs = 24 * 3_600_000;
/** A process is looked at for so long, whatever the config says. */
const processWatchMs = 1000;

/**
 * Looks at a set-up part by part. What could not be looked at from here is told as unknown. It changes nothing; with `run` the flag is
 * set off and on for a moment, as a gate does, and put back.
 */
export async function doctor(options: DoctorOptions, ports: DoctorPorts): Promise<readonly HealthCheck[]> {
  const loaded = await loadConfig(options.file, ports).catch((error: unknown) => {
    if (error instanceof GateBroke) return error;
    throw error;
  });
  if (loaded instanceof GateBroke) {
    const rest = "Nothing else can be looked at without it.";
    return [check("config", "bad", loaded.message, `Correct it, or write one with \`rollout-gate init\`. ${rest}`)];
  }
  const { config, file, warnings } = loaded;
  const first: HealthCheck =
    warnings === ""
      ? check("config", "ok", `${file} is valid.`, "")
      : check("config", "warn", `${file} is valid. ${warnings}`, "Read what it warns of.");
  return [
    first,
    await programs(config, ports),
    await flag(config, options, ports),
    ...(await disk(config, ports)),
    ...(config.flag === null ? [] : [stateFolder(config, ports)]),
    await ledger(config, ports),
    ...(await workflows(config, ports)),
    ...(ports.askRights === null ? [token()] : await ports.askRights()),
    ...(await sources(config, ports)),
    ...config.channels.map((channel) => channelCheck(channel, ports)),
  ];
}

async function programs(config: Config, ports: DoctorPorts): Promise<HealthCheck> {
  const missing = await preflight(config.stages, ports);
  if (missing.length === 0)
    return check("stages", "ok", "The programs, paths and folders that stages name are there.", "");
  const names = missing.map(({ stage, kind, name }) => `${kind} ${name} of stage ${stage}`).join(", ");
  return check("stages", "bad", `What stages name is not there: ${names}.`, "Install it, or correct the stage.");
}

async function flag(config: Config, { run, signal }: DoctorOptions, ports: DoctorPorts): Promise<HealthCheck> {
  const part = "flag";
  if (config.flag === null)
    return check(
      part,
      "warn",
      "The config names no flag.",
      "Name it under flag:, or nothing is compared, turned on or off.",
    );
  if (config.flag.read === null)
    return check(
      part,
      "bad",
      "The flag is never read back.",
      "Add `read:` with a command that prints what the program sees.",
    );
  if (config.flag.set.length === 0)
    return check(part, "bad", "There is no way to set the flag.", "Add one under flag.set.");
  if (!run) {
    const mend = "Run `rollout-gate doctor --run`: it sets the flag off and on, reads it both times, and puts it back.";
    return check(part, "unknown", "Whether the program obeys the flag was not tried.", mend);
  }
  // A stage in an arm is what makes the session try; none of it is run.
  const stages = config.stages.map((stage) => ({
    ...stage,
    arms: { kind: "one" as const, arm: "candidate" as const },
  }));
  const session = await openArmSession(config, stages, ports, signal);
  const left = await session.close();
  const [problem] = [...session.gaps, ...left];
  if (session.blocked === null && problem === undefined) {
    const how = session.readings
      .map(({ arm, value, way }) => `${arm} ${value}${way === null ? "" : `, by ${way}`}`)
      .join("; ");
    return check(part, "ok", `The program obeys it: ${how}.`, "");
  }
  const why = problem === undefined ? `${session.blocked}.` : problem.problem.reason;
  return check(part, "bad", why, problem?.problem.remedy ?? "Run `flag.read` by hand with the flag off and on.");
}

async function disk(config: Config, { files, host }: DoctorPorts): Promise<readonly HealthCheck[]> {
  return Promise.all(
    config.disk.map(async ({ path, freeBytes }): Promise<HealthCheck> => {
      const part = `disk ${path}`;
      const expanded = expandPath(path, host.env, host.home);
      if (!expanded.ok) return check(part, "bad", expanded.problem.reason, "Correct the path.");
      const free = await files.freeBytes(absolutePath(expanded.value, host.workspace));
      if (!free.ok)
        return check(part, "unknown", free.problem.reason, free.problem.remedy ?? "Look at the path by hand.");
      const seen = `${formatValue(free.value.bytes, "B")} are free at ${free.value.measuredAt}.`;
      return free.value.bytes >= freeBytes
        ? check(part, "ok", seen, "")
        : check(part, "bad", seen, `Make room: ${formatValue(freeBytes, "B")} are asked for.`);
    }),
  );
}

function stateFolder(config: Config, { host }: DoctorPorts): HealthCheck {
  const part = "state folder";
  const folder = config.state.folder ?? usualState;
  const expanded = expandPath(folder, host.env, host.home);
  if (!expanded.ok) return check(part, "bad", expanded.problem.reason, "Correct state.folder.");
  const path = absolutePath(expanded.value, host.workspace);
  const isInWorkspace = path === host.workspace || path.startsWith(`${host.workspace}/`);
  if (!isInWorkspace) return check(part, "ok", `Backups and the journal are kept in ${path}.`, "");
  const seen = `Backups and the journal are kept in ${path}, inside of the checkout.`;
  const mend =
    "On a runner name a folder outside of it under state.folder: a checkout that cleans takes it away, and hosted runners lose it anyway.";
  return check(part, "warn", seen, mend);
}

async function ledger(config: Config, ports: DoctorPorts): Promise<HealthCheck> {
  const part = "ledger";
  const { ledger: store } = await withLedger(ports, config.ledger);
  if (store === null) {
    if (config.ledger === null)
      return check(
        part,
        "warn",
        "The config names no ledger.",
        "Add `ledger:`; enable, verify and status work from it.",
      );
    const mend = "Look at it in a workflow, or name a folder with --ledger.";
    return check(part, "unknown", "The ledger is a branch on GitHub, which cannot be reached from here.", mend);
  }
  const read = await store.read(config.rollout);
  if (!read.ok) return check(part, "bad", read.problem.reason, read.problem.remedy ?? "Look what was put there.");
  const count = read.value.length;
  return check(
    part,
    "ok",
    `The ${store.place} can be read and holds ${count} ${count === 1 ? "event" : "events"} of ${config.rollout}.`,
    "",
  );
}

async function workflows(config: Config, ports: DoctorPorts): Promise<readonly HealthCheck[]> {
  const { files, host, parseYaml } = ports;
  const folder = `${host.workspace}/${workflowFolder}`;
  const names = (await files.list(folder, { maxFiles: 200 })).filter((name) => /^[^/]+\.ya?ml$/.test(name));
  const read = await Promise.all(
    names.map(async (name): Promise<WorkflowFile> => {
      const text = await files.readText(`${folder}/${name}`, { maxBytes: maxWorkflowBytes, within: host.workspace });
      return { path: `${workflowFolder}/${name}`, value: text.ok ? parseYaml(text.value) : null };
    }),
  );
  const paces = (config.verify?.windows ?? []).flatMap(({ afterMs, everyMs }) => [
    ...(afterMs > 0 ? [afterMs] : []),
    ...(everyMs === null ? [] : [everyMs]),
  ]);
  return checkWorkflows(read, {
    hasFlag: config.flag !== null,
    shortestLookMs: paces.length === 0 ? null : Math.min(...paces),
    hasBranchLedger: config.ledger?.place.kind === "branch",
  });
}

function token(): HealthCheck {
  const mend = "Run `mode: doctor` in a workflow with the permissions of the job that you want to know about.";
  return check("token", "unknown", "What a job's token may do cannot be seen from a terminal.", mend);
}

async function sources(config: Config, ports: DoctorPorts): Promise<readonly HealthCheck[]> {
  const toMs = ports.clock.now().getTime();
  const span = { fromMs: toMs - lookBackMs, toMs };
  const checks: HealthCheck[] = [];
  for (const source of config.verify?.sources ?? []) {
    const asked: Source = source.kind === "process" ? { ...source, watchMs: processWatchMs } : source;
    const readings = await readSource(ports, asked, new Set(source.metrics.map(({ name }) => name)), span);
    for (const reading of readings) {
      const part = `${reading.metric} of source ${source.name}`;
      if (!reading.ok) {
        const { reason, remedy, kind } = reading.problem;
        const isElsewhere = source.kind === "github" && ports.github === null;
        const state = isElsewhere ? "unknown" : kind === "missing" ? "warn" : "bad";
        checks.push(check(part, state, reason, remedy ?? "Look at the source by hand."));
      } else {
        const events = reading.records.flatMap(({ blocks }) => blocks).reduce((sum, { count }) => sum + count, 0);
        checks.push(check(part, "ok", `It can be read: ${events} events in the last 24 h.`, ""));
      }
    }
  }
  return checks;
}

function channelCheck(channel: Channel, { host }: DoctorPorts): HealthCheck {
  const part = `channel ${channel.name}`;
  const wanted = variablesOf(channel);
  const missing = wanted.filter((name) => (host.env[name] ?? "").trim() === "");
  if (missing.length === 0)
    return check(part, "ok", `${wanted.join(", ")} ${wanted.length === 1 ? "is" : "are"} set. Nothing was sent.`, "");
  const mend = "Give the step that runs verify its secrets by `env:`.";
  return check(part, "unknown", `${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not set here.`, mend);
}

function variablesOf(channel: Channel): readonly string[] {
  switch (channel.kind) {
    case "slack":
      return [channel.address];
    case "webhook":
      return [channel.address, ...(channel.secret === null ? [] : [channel.secret])];
    case "email":
      return [
        channel.server,
        ...[channel.from, ...channel.to].flatMap((one) => (one.startsWith("$") ? [one.slice(1)] : [])),
      ];
  }
}

function check(part: string, state: HealthCheck["state"], seen: string, mend: string): HealthCheck {
  return { part, state, seen, mend };
}
