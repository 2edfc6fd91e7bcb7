import type { Reading } from "../domain/problem.ts";
import { readBenchmarks } from "../evidence/benchmarks/read-benchmarks.ts";
import { readChecklist } from "../evidence/checklist/read-checklist.ts";
import { readCoverage } from "../evidence/line-coverage/read-coverage.ts";
import { createJUnitReader } from "../evidence/tests/junit-reader.ts";
import type { FileUnderstanding } from "../report/render-series.ts";
import type { ModePorts } from "./mode-ports.ts";

const maxBytes = 256 * 1024 * 1024;

/**
 * Says what result files are understood to hold, each on its own.
 *
 * @param format a benchmark format's id, where the content leaves a choice; null: by content
 */
export async function readFiles(
  paths: readonly string[],
  format: string | null,
  ports: Pick<ModePorts, "files">,
): Promise<readonly FileUnderstanding[]> {
  const understood: FileUnderstanding[] = [];
  for (const path of paths) {
    const text = await ports.files.readText(path, { maxBytes, within: path.replace(/[\\/][^\\/]*$/, "") || "/" });
    understood.push(
      text.ok ? understand(path, text.value, format) : { file: path, kind: "problem", problem: text.problem },
    );
  }
  return understood;
}

function understand(file: string, text: string, format: string | null): FileUnderstanding {
  const benchmarks = readBenchmarks(text, { path: file, ...(format === null ? {} : { format }) });
  if (benchmarks.ok) return { file, kind: "series", ...benchmarks.value };
  if (format !== null) return { file, kind: "problem", problem: benchmarks.problem };
  const tests = readTests(text);
  if (tests.ok) return { file, kind: "tests", report: tests.value };
  const coverage = readCoverage(text, []);
  if (coverage.ok) return { file, kind: "coverage", report: coverage.value };
  const checklist = readChecklist(text);
  if (checklist.ok) return { file, kind: "checklist", format: "checklist", items: checklist.value };
  // XML is most often test results, so their reader knows best what is wrong with it.
  return { file, kind: "problem", problem: (/^\s*</.test(text) ? tests : benchmarks).problem };
}

function readTests(text: string): Reading<Extract<FileUnderstanding, { kind: "tests" }>["report"]> {
  const reader = createJUnitReader();
  reader.write(text);
  return reader.end();
}
