import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { StageRecord } from "../../src/domain/evidence.ts";
import { createFileSpool } from "../../src/github/file-spool.ts";
import { createActionsProgress } from "../../src/github/progress-actions.ts";
import { runnerSees } from "./model-runner.ts";

const folder = mkdtempSync(join(tmpdir(), "spool-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function record(stage: string, reason = "passed in 1 s"): StageRecord {
  return {
    stage,
    status: "passed",
    reason,
    startedAt: null,
    durationMs: 1,
    launches: [],
    tail: [],
    outputBytes: 0,
    strays: 0,
  };
}

function start(maxBytes?: number) {
  let out = "";
  let tokens = 0;
  let now = 0;
  const progress = createActionsProgress({
    redact: (text) => text.replaceAll("s3cr3t-canary", "***"),
    sink: {
      write(text) {
        out += text;
        return new Promise((resolve) => setImmediate(resolve));
      },
    },
    clock: { monotonicMs: () => (now += 1000) },
    token: () => `token${++tokens}`,
    createSpool: () => createFileSpool(folder, maxBytes),
  });
  return { progress, out: () => out };
}

describe("createActionsProgress", () => {
  test("shows one stage as a folded group with its output in a fence", async () => {
    const { progress, out } = start();
    progress.stageStarted("unit", "npm test");
    await progress.output("unit", bytes("one\ntw"), "stdout");
    await progress.output("unit", bytes("err\n"), "stderr");
    await progress.output("unit", bytes("o"), "stdout");
    progress.launched("unit", 3, 24, "undecided");
    progress.stageEnded(record("unit"));
    await progress.close();
    expect(out()).toBe(
      [
        "::group::unit: npm test",
        "::stop-commands::token1",
        "one",
        "err",
        "[0:01] launch 3 of at most 24 a side, undecided",
        "two",
        "::token1::",
        "::endgroup::",
        "✓ unit: passed in 1 s",
        "",
      ].join("\n"),
    );
  });

  test("never mixes the groups of stages that run side by side, and loses nothing", async () => {
    const { progress, out } = start();
    progress.stageStarted("a", "");
    progress.stageStarted("b", "");
    progress.stageStarted("c", "");
    for (let round = 0; round < 3; round++) {
      for (const stage of ["a", "b", "c"]) await progress.output(stage, bytes(`${stage}${round}\n`), "stdout");
    }
    progress.stageEnded(record("c"));
    progress.note("meanwhile");
    progress.stageEnded(record("a"));
    await progress.output("b", bytes("b3\n"), "stdout");
    await new Promise((resolve) => setTimeout(resolve, 50));
    await progress.output("b", bytes("b4\n"), "stdout");
    progress.stageEnded(record("b"));
    await progress.close();
    const shown = out()
      .split("\n")
      .filter((line) => !/^::(stop|token|endgroup)/.test(line));
    expect(shown).toEqual([
      ...["::group::a", "a0", "a1", "a2", "✓ a: passed in 1 s", "· meanwhile"],
      ...["::group::c", "c0", "c1", "c2", "✓ c: passed in 1 s"],
      ...["::group::b", "b0", "b1", "b2", "b3", "b4", "✓ b: passed in 1 s", ""],
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("lets a warning out of the fence at once", async () => {
    const { progress, out } = start();
    progress.stageStarted("a", "");
    progress.warning("look:\n::error::x");
    await progress.output("a", bytes("::error::no\n"), "stdout");
    progress.stageEnded(record("a"));
    progress.warning("later");
    await progress.close();
    expect(runnerSees(out()).commands).toEqual(["group|a", "warning|look:%0A::error::x", "endgroup|", "warning|later"]);
  });

  test("tells of stages that never started, and closes the groups of those that never ended", async () => {
    const { progress, out } = start();
    progress.stageEnded(record("skipped", "not run: unit failed"));
    progress.stageStarted("a", "");
    progress.stageStarted("b", "");
    await progress.output("b", bytes("half"), "stdout");
    await progress.close();
    await progress.close();
    const { commands, text, stopped } = runnerSees(out());
    expect(commands).toEqual(["group|a", "endgroup|", "group|b", "endgroup|"]);
    expect(text).toEqual(["✓ skipped: not run: unit failed", "half"]);
    expect(stopped).toBe(false);
  });

  test("counts what cannot be kept of a stage that waits", async () => {
    const { progress, out } = start(10);
    progress.stageStarted("a", "");
    progress.stageStarted("b", "");
    await progress.output("b", bytes("12345\n67890\n"), "stdout");
    await progress.output("b", bytes("123\n"), "stdout");
    progress.stageEnded(record("a"));
    progress.stageEnded(record("b"));
    await progress.close();
    expect(out()).toContain("(16 bytes of output were not kept)");
  });

  test("no output of a stage acts on the runner, or on the page that shows the log", async () => {
    const part = fc.oneof(
      fc.constantFrom(
        "::",
        "error",
        "set-output name=x",
        "stop-commands",
        "token1",
        "token2",
        "##[",
        "##",
        "[",
        "]",
        "group",
        "#\u200b#[",
        "##\u00ad[",
        "##vso[",
        "\u001b[31m",
        "\u001b[K",
        "\r",
        "\n",
        " ",
        "\u0000",
        "%0A",
        "x",
      ),
      fc.string({ unit: "binary", maxLength: 3 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 30 }), fc.boolean(), async (parts, spooled) => {
        const { progress, out } = start();
        const hostile = parts.join("").replaceAll(/token\d/g, "tokenX");
        if (spooled) progress.stageStarted("first", "");
        progress.stageStarted(`s${hostile}`, hostile);
        await progress.output(`s${hostile}`, bytes(hostile), "stdout");
        progress.note(hostile);
        if (spooled) progress.stageEnded(record("first"));
        progress.stageEnded(record(`s${hostile}`, hostile));
        progress.note(hostile);
        await progress.close();
        const { commands, stopped, text } = runnerSees(out());
        const expected = spooled ? ["group", "endgroup", "group", "endgroup"] : ["group", "endgroup"];
        expect(commands.map((command) => command.split("|")[0])).toEqual(expected);
        expect(stopped).toBe(false);
        for (const line of text) expect(line.replaceAll(/[\p{Cc}\p{Cf}\p{M}]/gu, "")).not.toMatch(/##(\[|vso\[)/i);
      }),
      { numRuns: 300 },
    );
  });

  test("never throws for invalid bytes", async () => {
    const { progress, out } = start();
    progress.stageStarted("a", "");
    await progress.output("a", Uint8Array.of(0xff, 0xfe, 10, 0xc3), "stdout");
    progress.stageEnded(record("a"));
    await progress.close();
    expect(out()).toContain("\ufffd\ufffd\n\ufffd\n");
  });
});
