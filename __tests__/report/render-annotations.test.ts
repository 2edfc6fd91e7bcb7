import { describe, expect, test } from "@jest/globals";
import type { Finding } from "../../src/domain/finding.ts";
import { renderAnnotations } from "../../src/report/render-annotations.ts";
import { finding, go, hostile, huge, noGo, report } from "./sample-reports.ts";

const one = (parts: Partial<Finding>) => renderAnnotations(report("NO-GO", "x", [finding("latency", parts)], []));

describe("renderAnnotations", () => {
  test("what passed is not annotated", () => {
    expect(renderAnnotations(go)).toEqual([]);
  });

  test("failed tests stand at their file and line", () => {
    const annotations = renderAnnotations(noGo);
    expect(annotations).toContainEqual({
      level: "error",
      title: "unit tests: fail",
      message: "test_stream_ends_with_usage: ModuleNotFoundError: No module named 'tiktoken'",
      file: "tests/unit/agent/test_stream.py",
      line: 17,
    });
    expect(annotations.find((annotation) => annotation.title === "tool-time: inconclusive")?.level).toBe("warning");
  });

  test.each([
    ["a critical fail", { outcome: "fail", severity: "critical" }, "error"],
    ["a fail of severity warning", { outcome: "fail", severity: "warning" }, "warning"],
    ["a warn", { outcome: "warn", severity: "critical" }, "warning"],
    ["missing", { outcome: "missing", severity: "critical" }, "warning"],
    ["information", { outcome: "fail", severity: "info" }, "notice"],
  ] as const)("%s is told as the right level", (_name, parts, level) => {
    expect(one(parts).map((annotation) => annotation.level)).toEqual([level]);
  });

  test.each([["../outside.py"], ["/etc/passwd"], ["C:\\x.py"], ["a\nb.py"], [""]])(
    "%j is no place in the repository, so the finding is told without one",
    (file) => {
      const [annotation] = one({
        outcome: "fail",
        reason: "Slow.",
        action: "Mend.",
        places: [{ file, line: 1, message: "m" }],
      });
      expect(annotation).toEqual({ level: "error", title: "latency: fail", message: "Slow.\nMend." });
    },
  );

  test.each([[0], [-1], [1.5], [Number.NaN]])("line %d is no line", (line) => {
    expect(one({ outcome: "fail", places: [{ file: "./a.py", line, message: "m" }] })).toEqual([
      { level: "error", title: "latency: fail", message: "m", file: "a.py" },
    ]);
  });

  test("ten of a level, the tenth says how many more", () => {
    const annotations = renderAnnotations(huge);
    expect(annotations).toHaveLength(10);
    expect(annotations[0]?.file).toBe("bench/0.py");
    expect(annotations[9]).toEqual({
      level: "error",
      title: "2491 more",
      message: "2491 more are in the report and in the summary of this run; GitHub shows only 10 of a kind.",
    });
  });

  test("hostile text keeps to GitHub's limits and shows nothing unseen", () => {
    for (const annotation of renderAnnotations(hostile)) {
      expect(annotation.title.length).toBeLessThanOrEqual(255);
      expect(Buffer.byteLength(annotation.message)).toBeLessThan(64_000);
      expect(annotation.title + annotation.message.replaceAll("\n", "") + (annotation.file ?? "")).not.toMatch(
        /[\p{Cc}\p{Cs}\u202E]/u,
      );
    }
  });
});
