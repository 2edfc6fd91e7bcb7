import type { TestCase, TestReport, TestStatus } from "../../domain/evidence.ts";
import { withoutControls } from "../xml/control-marks.ts";

/** A case that can still be changed by a later try of the same test. */
export interface StoredCase {
  readonly name: string;
  readonly suite: string;
  status: TestStatus;
  durationMs: number;
  file?: string;
  line?: number;
  message?: string;
  detail?: string;
}

type Tally = Record<TestStatus, number>;

/** Counts all cases and keeps some: those that did not pass first. Memory is bounded by the cap. */
export class CaseStore {
  readonly #cap: number;
  readonly #tally: Tally = { passed: 0, failed: 0, error: 0, skipped: 0, flaky: 0 };
  readonly #kept: Record<TestStatus, Set<StoredCase>> = {
    failed: new Set(),
    error: new Set(),
    flaky: new Set(),
    skipped: new Set(),
    passed: new Set(),
  };
  #durationMs = 0;

  constructor(cap: number) {
    this.#cap = cap;
  }

  get total(): number {
    const { passed, failed, error, skipped, flaky } = this.#tally;
    return passed + failed + error + skipped + flaky;
  }

  get unsuccessful(): number {
    return this.#tally.failed + this.#tally.error;
  }

  /** The first cases that failed, for a sentence. */
  names(status: "failed" | "error"): string[] {
    return [...this.#kept[status]].map((test) => withoutControls(test.name));
  }

  /** Whether a further case of this status would be kept; if not, its texts need not be made. */
  hasRoom(status: TestStatus): boolean {
    return this.#kept[status].size < this.#cap;
  }

  add(test: StoredCase): void {
    this.#tally[test.status]++;
    this.#durationMs += test.durationMs;
    if (this.hasRoom(test.status)) this.#kept[test.status].add(test);
  }

  /** Takes a case out again, because a later try of the same test stands for both. */
  remove(test: StoredCase): void {
    this.#tally[test.status]--;
    this.#durationMs -= test.durationMs;
    this.#kept[test.status].delete(test);
  }

  report(format: string): Omit<TestReport, "stage" | "arm"> {
    const { passed, failed, error: errors, skipped, flaky } = this.#tally;
    const kept = (["failed", "error", "flaky", "skipped", "passed"] as const).flatMap((status) => [
      ...this.#kept[status],
    ]);
    const cases: readonly TestCase[] = kept.slice(0, this.#cap).map((test) => ({
      ...test,
      name: withoutControls(test.name),
      suite: withoutControls(test.suite),
    }));
    const total = this.total;
    return {
      format,
      total,
      passed,
      failed,
      errors,
      skipped,
      flaky,
      durationMs: Math.max(0, this.#durationMs),
      cases,
      omitted: total - cases.length,
    };
  }
}
