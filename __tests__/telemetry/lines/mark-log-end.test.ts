import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { followLog } from "../../../src/telemetry/lines/follow-log.ts";
import { markLogEnd } from "../../../src/telemetry/lines/mark-log-end.ts";
import { createMemoryLogs, digest, type MemoryLogs } from "../memory-log-files.ts";

const path = "/var/log/app.log";

async function mark(logs: MemoryLogs) {
  const marked = await markLogEnd(logs.files, path, digest);
  if (!marked.ok) throw new Error(marked.problem.reason);
  return marked.value;
}

async function readFrom(logs: MemoryLogs, cursor: Awaited<ReturnType<typeof mark>>) {
  let text = "";
  const sink = {
    beginFile: () => {},
    tooLong: () => {},
    lines: (bytes: Buffer, start: number, end: number) => {
      text += bytes.toString("utf8", start, end);
    },
  };
  const followed = await followLog(logs.files, sink, { path, cursor, notBeforeMs: 0, digest });
  if (!followed.ok) throw new Error(followed.problem.reason);
  return { text, lost: followed.value.lost };
}

test.each<[string, string, (logs: MemoryLogs) => void, string, boolean]>([
  ["what comes after", "one\n", (logs) => logs.append(path, "two\n"), "two\n", false],
  ["nothing when nothing comes", "one\n", () => {}, "", false],
  ["a line that was being written, whole", "one\ntw", (logs) => logs.append(path, "o\nthree\n"), "two\nthree\n", false],
  ["all of what was empty", "", (logs) => logs.append(path, "one\n"), "one\n", false],
  [
    "what comes over rotations",
    "one\n",
    (logs) => {
      logs.append(path, "two\n");
      logs.rename(path, `${path}.2`);
      logs.append(`${path}.1`, "three\n");
      logs.append(path, "four\n");
    },
    "two\nthree\nfour\n",
    false,
  ],
  [
    "what is there when the place is gone, and says so",
    "a long line of before\n",
    (logs) => {
      logs.truncate(path);
      logs.append(path, "new\n");
    },
    "new\n",
    true,
  ],
])("a mark gives %s", async (_name, before, happen, text, lost) => {
  const logs = createMemoryLogs();
  logs.append(path, before);
  const marked = await mark(logs);
  happen(logs);
  expect(await readFrom(logs, marked)).toEqual({ text, lost });
});

test("a log that is not there yet has no end; all of it is new when it comes", async () => {
  const logs = createMemoryLogs();
  const marked = await mark(logs);
  expect(marked).toBeNull();
  logs.append(path, "one\n");
  expect((await readFrom(logs, marked)).text).toBe("one\n");
});

test("every line is before the mark or after it, whatever the log holds", async () => {
  const lines = fc.array(fc.stringMatching(/^[a-z]{0,200}$/), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(lines, fc.stringMatching(/^[a-z]{0,50}$/), lines, async (before, unfinished, after) => {
      const logs = createMemoryLogs();
      const ended = before.map((line) => `${line}\n`).join("");
      logs.append(path, ended + unfinished);
      const marked = await mark(logs);
      const more = `!\n${after.map((line) => `${line}\n`).join("")}`;
      logs.append(path, more);
      expect(await readFrom(logs, marked)).toEqual({ text: unfinished + more, lost: false });
    }),
    { numRuns: 100 },
  );
});
