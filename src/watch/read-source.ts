import { expandPath } from "../config/expand-path.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import type { Source } from "../domain/verify.ts";
import { allMetrics, type MetricReading, type Span } from "../telemetry/records/metric-reading.ts";
import type { TelemetryPorts } from "./watch-ports.ts";

/** Whether a source can still be asked about a time that is over; others tell how things stand. */
export function tellsThePast({ kind }: Source): boolean {
  return kind !== "process" && kind !== "openmetrics";
}

/**
 * Reads some metrics of a source over a span. Each kind's reader is loaded when the config has one. It never throws for what the source
 * is like: whatever goes wrong is told for each metric.
 */
export async function readSource(
  ports: TelemetryPorts,
  source: Source,
  names: ReadonlySet<string>,
  span: Span,
): Promise<readonly MetricReading[]> {
  const wanted = <Metric extends { readonly name: string }>(metrics: readonly Metric[]): readonly Metric[] =>
    metrics.filter(({ name }) => names.has(name));
  const refused = (problem: Problem) => allMetrics(wanted<{ readonly name: string }>(source.metrics), problem);
  switch (source.kind) {
    case "jsonl": {
      const paths = expandAll(ports, source.paths);
      if (!paths.ok) return refused(paths.problem);
      const { readEventLog } = await import("../telemetry/events/read-event-log.ts");
      const asked = { ...source, paths: paths.value, metrics: wanted(source.metrics) };
      return (await readEventLog({ files: ports.logFiles, digest: ports.digest }, asked, span)).metrics;
    }
    case "log": {
      const paths = expandAll(ports, source.paths);
      if (!paths.ok) return refused(paths.problem);
      const { readTextLog } = await import("../telemetry/log/read-text-log.ts");
      const compile = await ports.loadPatterns();
      const nowMs = ports.clock.now().getTime();
      const asked = { ...source, paths: paths.value, metrics: wanted(source.metrics) };
      return (await readTextLog({ files: ports.logFiles, digest: ports.digest, compile, nowMs }, asked, span)).metrics;
    }
    case "prometheus": {
      const { readPrometheus } = await import("../telemetry/prometheus/read-prometheus.ts");
      return readPrometheus(
        { http: ports.http, env: ports.host.env },
        { ...source, metrics: wanted(source.metrics) },
        span,
      );
    }
    case "openmetrics": {
      const from = /^https?:\/\//.test(source.from) ? read(source.from) : expand(ports, source.from);
      if (!from.ok) return refused(from.problem);
      const { readOpenMetrics } = await import("../telemetry/openmetrics/read-openmetrics.ts");
      const nowMs = ports.clock.now().getTime();
      const asked = { ...source, from: from.value, metrics: wanted(source.metrics) };
      return readOpenMetrics({ http: ports.http, files: ports.logFiles, nowMs }, asked);
    }
    case "process": {
      const { kind, text } = source.find;
      const found = kind === "pid-file" ? expand(ports, text) : read(text);
      if (!found.ok) return refused(found.problem);
      const { readProcess } = await import("../telemetry/process/read-process.ts");
      const asked = { ...source, find: { kind, text: found.value }, metrics: wanted(source.metrics) };
      return readProcess({ observer: ports.observer, files: ports.logFiles, clock: ports.clock }, asked);
    }
    case "github": {
      if (ports.github === null) {
        const reason = "There is no token to ask GitHub with.";
        const remedy = "Look at it in a workflow, whose step has its token.";
        return refused({ kind: "missing", reason, remedy });
      }
      const { readGitHub } = await import("../telemetry/github/read-github.ts");
      return readGitHub(ports.github, { ...source, metrics: wanted(source.metrics) }, span);
    }
  }
}

function read(value: string): Reading<string> {
  return { ok: true, value };
}

function expandAll(ports: TelemetryPorts, paths: readonly string[]): Reading<readonly string[]> {
  const expanded: string[] = [];
  for (const path of paths) {
    const one = expand(ports, path);
    if (!one.ok) return one;
    expanded.push(one.value);
  }
  return { ok: true, value: expanded };
}

function expand({ host }: TelemetryPorts, path: string): Reading<string> {
  const expanded = expandPath(path, host.env, host.home);
  if (!expanded.ok) return expanded;
  const isAbsolute = /^(?:[\\/]|[A-Za-z]:[\\/])/.test(expanded.value);
  return read(isAbsolute ? expanded.value : `${host.workspace}/${expanded.value}`);
}
