import { matchMetric } from "../config/match-metric.ts";
import type { Criterion } from "../domain/criterion.ts";
import type { Source, VerifyWindow } from "../domain/verify.ts";

/** A metric that the config reads from a source. */
export interface WatchedMetric {
  readonly source: Source;
  /** Its name in the config. */
  readonly metric: string;
  /** What findings about it are called: its name, with its source's where several have one of that name. */
  readonly subject: string;
}

/** All metrics of all sources, in the order of the config. */
export function watchedMetrics(sources: readonly Source[]): readonly WatchedMetric[] {
  const all = sources.flatMap((source) => source.metrics.map(({ name }) => ({ source, metric: name })));
  return all.map(({ source, metric }) => {
    const isShared = all.some((other) => other.metric === metric && other.source !== source);
    return { source, metric, subject: isShared ? `${source.name}/${metric}` : metric };
  });
}

/** The criteria of a window with the metrics that each is about; one that is about none is there with none. */
export function criteriaOf(
  { criteria }: VerifyWindow,
  metrics: readonly WatchedMetric[],
): readonly { readonly criterion: Criterion; readonly metrics: readonly WatchedMetric[] }[] {
  return criteria.map((criterion) => ({
    criterion,
    metrics: metrics.filter(({ source, metric }) => {
      const name = criterion.metric.includes("/") ? `${source.name}/${metric}` : metric;
      return matchMetric(criterion.metric, name);
    }),
  }));
}

/** Whether the config still asks for what a finding was about; groups of a metric are told by data, so its name decides. */
export function isWatchedSubject(
  subject: string,
  windows: readonly VerifyWindow[],
  metrics: readonly WatchedMetric[],
): boolean {
  return windows.some(
    (window) =>
      subject === runSubject(window) ||
      criteriaOf(window, metrics).some((one) => one.metrics.some((metric) => isAbout(subject, metric))),
  );
}

/** Whether a finding is about a metric, or a group of it. */
export function isAbout(subject: string, metric: WatchedMetric): boolean {
  return subject === metric.subject || subject.startsWith(`${metric.subject} of `);
}

/** What the finding about a window's own command is called. */
export function runSubject({ name }: VerifyWindow): string {
  return `command of ${name}`;
}
