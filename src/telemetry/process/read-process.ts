import type { LogFiles } from "../../domain/log-files.ts";
import type { Clock } from "../../domain/ports.ts";
import type { Problem, Reading } from "../../domain/problem.ts";
import type { ObservedTree, ProcessObserver } from "../../domain/process-observer.ts";
import type { ProcessMetric, Source } from "../../domain/verify.ts";
import { median } from "../../stats/quantile.ts";
import { figureRecord } from "../records/figure-record.ts";
import { allMetrics, invalidMetric, type MetricReading } from "../records/metric-reading.ts";
import { type Growth, growthOf } from "./growth.ts";

export type ProcessSource = Extract<Source, { kind: "process" }>;

export interface ProcessPorts {
  readonly observer: ProcessObserver;
  /** For the pid file. */
  readonly files: LogFiles;
  readonly clock: Clock;
}

interface Sample extends ObservedTree {
  readonly timeMs: number;
}

const mostSamples = 200;
const shortestPauseMs = 250;

/** Watches a process and all that it started for a while. A process that is not there, or ends meanwhile, leaves every metric missing. */
export async function readProcess(ports: ProcessPorts, source: ProcessSource): Promise<readonly MetricReading[]> {
  const found = await findProcesses(ports, source);
  if (!found.ok) return allMetrics(source.metrics, found.problem);
  // Where a number and a moment are all that is asked for, one look is enough.
  const needsTime = source.metrics.some(({ read }) => read !== "uptime");
  const samples = await watch(ports, found.value, needsTime ? source.watchMs : 0);
  if (!samples.ok) return allMetrics(source.metrics, samples.problem);
  const notes = found.value.length > 1 ? [`${found.value.length} processes fit and count together`] : [];
  const nowMs = ports.clock.now().getTime();
  return source.metrics.map((metric) => readMetric(metric, source.name, samples.value, nowMs, notes));
}

async function findProcesses(ports: ProcessPorts, source: ProcessSource): Promise<Reading<readonly number[]>> {
  const { kind, text } = source.find;
  if (kind === "pid-file") {
    const pid = await readPidFile(ports.files, text);
    return pid.ok ? { ok: true, value: [pid.value] } : pid;
  }
  const found = await ports.observer.find(text);
  if (!found.ok || found.value.length > 0) return found;
  const reason = `No process has exactly the command line ${JSON.stringify(text.slice(0, 200))}.`;
  return missing(reason, "See whether it runs; compare with what ps -o args shows.");
}

async function readPidFile(files: LogFiles, path: string): Promise<Reading<number>> {
  const listed = await files.list(path);
  if (!listed.ok) return listed;
  const file = listed.value.find((candidate) => candidate.path === path);
  if (file === undefined)
    return missing(`There is no file ${path}.`, "See whether the program runs, and where it writes its number.");
  const opened = await files.open(file, 0);
  if (!opened.ok) return opened;
  try {
    const bytes = Buffer.alloc(64);
    const reading = await opened.value.read(bytes, 0, bytes.length);
    if (!reading.ok) return reading;
    const text = bytes.toString("latin1", 0, reading.value).trim();
    const pid = /^\d{1,10}(?:\s|$)/.test(text) ? Number.parseInt(text, 10) : 0;
    if (pid > 1) return { ok: true, value: pid };
    return { ok: false, problem: { kind: "invalid", reason: `${path} holds no number of a process.`, file: path } };
  } finally {
    await opened.value.close();
  }
}

async function watch(
  { observer, clock }: ProcessPorts,
  pids: readonly number[],
  watchMs: number,
): Promise<Reading<readonly Sample[]>> {
  const pauseMs = Math.max(shortestPauseMs, watchMs / mostSamples);
  const began = clock.monotonicMs();
  const samples: Sample[] = [];
  for (;;) {
    const trees: ObservedTree[] = [];
    for (const pid of pids) {
      const tree = await observer.observe(pid);
      if (!tree.ok) return tree;
      // Another process may have been given the number: its beginning tells them apart.
      if (tree.value === null || isAnother(samples, tree.value, pids.length)) {
        const when = samples.length === 0 ? "does not run" : "ended while it was watched";
        return missing(`The process ${pid} ${when}.`, "See its own log for why, and whether it is started again.");
      }
      trees.push(tree.value);
    }
    samples.push({ ...together(trees), timeMs: clock.monotonicMs() });
    if (clock.monotonicMs() - began >= watchMs) return { ok: true, value: samples };
    await clock.sleep(pauseMs);
  }
}

function isAnother(samples: readonly Sample[], tree: ObservedTree, processes: number): boolean {
  const first = samples[0];
  return first !== undefined && processes === 1 && Math.abs(first.startedMs - tree.startedMs) > 5000;
}

function together(trees: readonly ObservedTree[]): ObservedTree {
  const sum = (pick: (tree: ObservedTree) => number): number => trees.reduce((total, tree) => total + pick(tree), 0);
  return {
    rssBytes: sum((tree) => tree.rssBytes),
    cpuMs: sum((tree) => tree.cpuMs),
    processes: sum((tree) => tree.processes),
    // The youngest tells since when all of them have been up.
    startedMs: Math.max(...trees.map((tree) => tree.startedMs)),
  };
}

function readMetric(
  metric: ProcessMetric,
  source: string,
  samples: readonly Sample[],
  nowMs: number,
  notes: readonly string[],
): MetricReading {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) return invalidMetric(metric.name, "the process was not looked at");
  const lengthMs = last.timeMs - first.timeMs;
  const span = { fromMs: nowMs, toMs: nowMs };
  const spec = { metric: metric.name, source, direction: "lower-is-better" as const };
  const done = (record: ReturnType<typeof figureRecord>): MetricReading => ({
    metric: metric.name,
    ok: true,
    records: [record],
  });
  switch (metric.read) {
    case "rss": {
      const sizes = samples.map(({ rssBytes }) => rssBytes);
      const said = [
        ...notes,
        `${samples.length} looks at ${last.processes} ${last.processes === 1 ? "process" : "processes"}`,
      ];
      const ends = { lower: Math.min(...sizes), upper: Math.max(...sizes) };
      return done(figureRecord({ ...spec, unit: "B" }, median(sizes), span, said, ends));
    }
    case "rss-growth": {
      const growth = growthOf(samples);
      if (growth === null)
        return invalidMetric(
          metric.name,
          `${samples.length} looks are too few for a slope`,
          "Give watch: a longer time.",
        );
      return done(
        figureRecord({ ...spec, unit: "B/s" }, growth.perSecond, span, [...notes, shapeWords[growth.shape]], growth),
      );
    }
    case "cpu": {
      if (!(lengthMs > 0))
        return invalidMetric(metric.name, "one look tells no share of time", "Give watch: a longer time.");
      // A process of the tree that ended takes its time with it.
      const share = (100 * Math.max(0, last.cpuMs - first.cpuMs)) / lengthMs;
      return done(figureRecord({ ...spec, unit: "%" }, share, span, [...notes, "of one core"]));
    }
    case "uptime":
      return done(
        figureRecord(
          { ...spec, unit: "ns", direction: "higher-is-better" },
          Math.max(0, nowMs - last.startedMs) * 1e6,
          span,
          notes,
        ),
      );
  }
}

const shapeWords: Readonly<Record<Growth["shape"], string>> = {
  growing: "it still grows in the later half of the time",
  settled: "it grew at first, and does not any more",
  level: "it does not grow",
  unclear: "whether it grows cannot be told",
};

function missing(reason: string, remedy: string): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { kind: "missing", reason, remedy } };
}
