import type { StageRecord } from "../../domain/evidence.ts";
import type { PageChart, PageModel, PageStage, PageTest } from "../../domain/page.ts";
import type { Report } from "../../domain/report.ts";
import { formatDuration } from "../../units/format-value.ts";
import { clipCharacters } from "../clip-characters.ts";
import { placeWords } from "../failed-tests.ts";
import { stageWords, toneOfStage } from "../marks.ts";
import { visibleCharacters } from "../visible-characters.ts";
import { pageTrends } from "./page-trends.ts";

/** What the page's script draws and searches. */
export function pageModel(report: Report, charts: readonly PageChart[]): PageModel {
  return { charts, stages: pageStages(report), tests: pageTests(report), trends: pageTrends(report.history) };
}

function pageStages(report: Report): readonly PageStage[] {
  const stages = report.evidence.flatMap((one) => one.stages);
  const began = stages.flatMap((stage) => momentsOf(stage.startedAt));
  const zero = began.reduce((first, at) => Math.min(first, at), Number.POSITIVE_INFINITY);
  return stages.flatMap((stage): readonly PageStage[] => {
    const [start] = momentsOf(stage.startedAt);
    return start === undefined ? [] : [pageStage(stage, start - zero, zero)];
  });
}

function pageStage(stage: StageRecord, startMs: number, zero: number): PageStage {
  const words = stageWords(stage.status);
  return {
    name: visibleCharacters(stage.stage),
    status: words,
    tone: toneOfStage(stage.status),
    startMs,
    durationMs: stage.durationMs,
    text: `${visibleCharacters(stage.stage)}: ${words}, ${formatDuration(stage.durationMs)}`,
    launches: stage.launches.flatMap(({ arm, startedAt, durationMs, warmUp }) =>
      momentsOf(startedAt).map((at) => ({ arm, startMs: at - zero, durationMs, warmUp })),
    ),
  };
}

function momentsOf(iso: string | null): readonly number[] {
  const at = Date.parse(iso ?? "");
  return Number.isFinite(at) ? [at] : [];
}

const rank = { failed: 0, error: 0, flaky: 1, skipped: 2, passed: 3 } as const;

/** Worst first. */
function pageTests(report: Report): readonly PageTest[] {
  const tests = report.evidence
    .flatMap((one) => one.tests)
    .flatMap(({ stage, cases }) =>
      cases.map((test): PageTest => {
        return {
          name: visibleCharacters(test.name),
          suite: visibleCharacters(test.suite),
          stage: visibleCharacters(stage),
          status: test.status,
          took: formatDuration(test.durationMs),
          place: visibleCharacters(placeWords(test)),
          message: clipCharacters(test.detail ?? test.message ?? "", 4000)
            .split(/\r?\n/)
            .map(visibleCharacters)
            .join("\n"),
        };
      }),
    );
  return [...tests].sort((a, b) => rank[a.status] - rank[b.status]);
}
