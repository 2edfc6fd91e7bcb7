import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createActionDoor, maxSummaryBytes } from "../../src/github/action-door.ts";
import { formatFileCommand } from "../../src/github/file-command.ts";
import { formatWorkflowCommand } from "../../src/github/workflow-command.ts";
import { runnerSees } from "./model-runner.ts";

const folder = mkdtempSync(join(tmpdir(), "door-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const output = join(folder, "output");
const summary = join(folder, "summary");
let log = "";
const sink = {
  write(text: string) {
    log += text;
  },
};
const door = createActionDoor(
  {
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    "INPUT_FAIL-ON": " never \n",
    INPUT_MODE: "",
    STATE_mark: "m1",
  },
  sink,
);

beforeEach(() => {
  log = "";
  writeFileSync(output, "");
  writeFileSync(summary, "");
});

/** Reads a file of `name<<delimiter` entries as the runner does. */
function runnerReads(text: string): readonly (readonly [string, string])[] {
  const entries: [string, string][] = [];
  const lines = text.split("\n");
  while (lines.length > 1) {
    const [name = "", delimiter = ""] = (lines.shift() ?? "").split("<<");
    const end = lines.indexOf(delimiter);
    entries.push([name, lines.slice(0, end).join("\n")]);
    lines.splice(0, end + 1);
  }
  return entries;
}

describe("createActionDoor", () => {
  test("reads inputs and state as the runner hands them over", () => {
    expect([
      door.input("fail-on"),
      door.input("mode"),
      door.input("none"),
      door.state("mark"),
      door.state("x"),
    ]).toEqual(["never", "", "", "m1", ""]);
  });

  test("an output's value can be anything and sets nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme" }),
        fc.array(fc.constantFrom("\n", "a<<b", "EOF", "=", "x")),
        async (one, parts) => {
          writeFileSync(output, "");
          await door.setOutput("because", one);
          await door.setOutput("matrix", parts.join(""));
          expect(runnerReads(readFileSync(output, "utf8"))).toEqual([
            ["because", one],
            ["matrix", parts.join("")],
          ]);
        },
      ),
      { numRuns: 100 },
    );
  });

  test("does nothing outside of a job", async () => {
    const outside = createActionDoor({}, sink);
    await outside.setOutput("verdict", "GO");
    await outside.saveState("mark", "x");
    expect(await outside.addSummary("# hi")).toBeNull();
  });

  test("a summary beyond GitHub's limit is not written, because GitHub would drop all of it", async () => {
    expect(await door.addSummary("# hi")).toBeNull();
    expect(await door.addSummary("é".repeat(maxSummaryBytes / 2))).toMatch(/above GitHub's limit of 1048576/);
    expect(readFileSync(summary, "utf8")).toBe("# hi\n");
    expect(await createActionDoor({ GITHUB_STEP_SUMMARY: folder }, sink).addSummary("x")).toMatch(
      /could not be written/,
    );
  });

  test("annotations carry a hostile message and place as data", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("::", ",", "\n", "\r", "%0A", "error", " ", "=", "##[group]", "a")),
        (parts) => {
          log = "";
          const text = parts.join("");
          door.annotate({ level: "warning", message: text, file: text, line: 3, title: text });
          expect(runnerSees(log).commands.map((command) => command.split("|")[0])).toEqual(["warning"]);
          expect(log.trimEnd().split("\n")).toHaveLength(1);
        },
      ),
    );
    log = "";
    door.annotate({ level: "error", message: "50 % slower:\nsee", file: "a,b:c.py", line: 3 });
    expect(log).toBe("::error file=a%2Cb%3Ac.py,line=3::50 %25 slower:%0Asee\n");
  });

  test("masks each line of a secret, and never nothing", () => {
    door.mask("one\n\ntwo");
    door.mask("");
    expect(log).toBe("::add-mask::one\n::add-mask::two\n");
  });
});

test("formatFileCommand refuses what would not be read back as it is", () => {
  expect(() => formatFileCommand("a\nb", "x", "d")).toThrow("cannot be named");
  expect(() => formatFileCommand("a", "x d y", "d")).toThrow("holds its own delimiter");
});

test("formatWorkflowCommand without a place has no space", () => {
  expect(formatWorkflowCommand("endgroup", {}, "")).toBe("::endgroup::\n");
});
