import { gzipSync } from "node:zlib";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { followLog } from "../../../src/telemetry/lines/follow-log.ts";
import type { LogCursor } from "../../../src/telemetry/lines/log-cursor.ts";
import { createMemoryLogs, digest, type MemoryLogs } from "../memory-log-files.ts";

const path = "/log/app.log";

function collector() {
  const lines: string[] = [];
  let tooLong = 0;
  return {
    lines,
    tooLongCount: () => tooLong,
    sink: {
      beginFile: () => {},
      tooLong: () => {
        tooLong++;
      },
      lines: (bytes: Buffer, start: number, end: number) => {
        lines.push(...bytes.toString("utf8", start, end - 1).split("\n"));
      },
    },
  };
}

async function read(logs: MemoryLogs, cursor: LogCursor | null = null, notBeforeMs = 0) {
  const { lines, sink, tooLongCount } = collector();
  const followed = await followLog(logs.files, sink, { path, cursor, notBeforeMs, digest });
  if (!followed.ok) throw new Error(followed.problem.reason);
  return { lines, tooLong: tooLongCount(), ...followed.value };
}

describe("a log is read with what it was rotated to", () => {
  test("oldest first, numbers, dates and compressed files, the live file last", async () => {
    const logs = createMemoryLogs();
    logs.append("/log/app.log-20261120", "one\n");
    logs.append("/log/app.log-20261121.gz", gzipSync("two\n"));
    logs.append("/log/app.log.2.gz", gzipSync("three\nfour\n"));
    logs.append("/log/app.log.1", "five\n");
    logs.append(path, "six\n");
    logs.append("/log/other.log", "no\n");
    logs.append("/log/app.log.bak", "no\n");
    logs.append("/log/application.log", "no\n");
    expect((await read(logs)).lines).toEqual(["one", "two", "three", "four", "five", "six"]);
  });

  test("a file that was written to last before the time asked for is left out", async () => {
    const logs = createMemoryLogs();
    logs.append("/log/app.log.1", "old\n");
    logs.append(path, "new\n");
    expect((await read(logs, null, 2)).lines).toEqual(["new"]);
  });

  test("a missing log is missing", async () => {
    const followed = await followLog(createMemoryLogs().files, collector().sink, {
      path,
      cursor: null,
      notBeforeMs: 0,
      digest,
    });
    expect(followed).toMatchObject({ ok: false, problem: { kind: "missing", file: path } });
  });

  test("a gzip file that was cut off is invalid, not short", async () => {
    const logs = createMemoryLogs();
    logs.append(path, "x\n");
    logs.files.open = async (file) => ({
      ok: true,
      value: {
        file,
        read: async () => ({ ok: false, problem: { kind: "invalid", reason: "it is not a whole gzip file" } }),
        close: async () => {},
      },
    });
    const followed = await followLog(logs.files, collector().sink, { path, cursor: null, notBeforeMs: 0, digest });
    expect(followed).toMatchObject({ ok: false, problem: { kind: "invalid" } });
  });
});

describe("a reading goes on where the last one ended", () => {
  test.each<[string, (logs: MemoryLogs) => void]>([
    ["in the same file", () => {}],
    ["after a rename", (logs) => logs.rename(path, "/log/app.log.1")],
    [
      "after a rename with a live file that is still empty",
      (logs) => {
        logs.rename(path, "/log/app.log.1");
        logs.append(path, "");
      },
    ],
    ["after compression", (logs) => logs.replace(path, "/log/app.log.1.gz", (content) => gzipSync(content))],
    [
      "after copying and truncating",
      (logs) => {
        logs.copy(path, "/log/app.log.1");
        logs.truncate(path);
      },
    ],
    [
      "after two rotations",
      (logs) => {
        logs.append(path, "between\n");
        logs.rename(path, "/log/app.log.1");
        logs.append(path, "later\n");
        logs.rename("/log/app.log.1", "/log/app.log.2");
        logs.rename(path, "/log/app.log.1");
      },
    ],
  ])("%s", async (name, rotate) => {
    const logs = createMemoryLogs();
    logs.append(path, "first line of all\nsecond\nhalf");
    const first = await read(logs);
    expect(first.lines).toEqual(["first line of all", "second"]);
    expect(first.notes).toEqual([expect.stringContaining("not finished yet")]);
    logs.append(path, " done\n");
    rotate(logs);
    logs.append(path, "last\n");
    const second = await read(logs, first.cursor);
    const between = name === "after two rotations" ? ["between", "later"] : [];
    expect(second.lines).toEqual(["half done", ...between, "last"]);
    expect(second.lost).toBe(false);
    expect((await read(logs, second.cursor)).lines).toEqual([]);
  });

  test("what was removed in between is told, and nothing is taken for all", async () => {
    const logs = createMemoryLogs();
    logs.append(path, "one\n");
    const first = await read(logs);
    logs.remove(path);
    logs.append(path, "other\n");
    const second = await read(logs, first.cursor);
    expect(second.lost).toBe(true);
  });

  test("a log that is rotated while it is read is read once", async () => {
    const logs = createMemoryLogs();
    logs.readAtMost(5);
    const wanted = Array.from({ length: 40 }, (_, line) => `line ${line}`);
    logs.append(path, `${wanted.slice(0, 20).join("\n")}\n`);
    let reads = 0;
    logs.onRead(() => {
      if (++reads !== 7) return;
      logs.rename(path, "/log/app.log.1");
      logs.append(path, `${wanted.slice(20).join("\n")}\n`);
    });
    const first = await read(logs);
    logs.onRead(null);
    const second = await read(logs, first.cursor);
    expect([...first.lines, ...second.lines]).toEqual(wanted);
  });

  test("whatever happens to the files, every line is read once and in order", async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("write" as const), bytes: fc.nat(40) }),
      fc.record({
        kind: fc.constantFrom("rename" as const, "compress" as const, "truncate" as const, "read" as const),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.integer({ min: 1, max: 60 }), async (steps, piece) => {
        const logs = createMemoryLogs();
        logs.readAtMost(piece);
        let written = "";
        let next = 0;
        let pending = "";
        const seen: string[] = [];
        let cursor: LogCursor | null = null;
        logs.append(path, "");
        const shift = () => {
          const numbers = logs
            .paths()
            .map((name) => /app\.log\.(\d+)(\.gz)?$/.exec(name))
            .filter((match) => match !== null);
          for (const match of numbers.sort((a, b) => Number(b[1]) - Number(a[1]))) {
            logs.rename(`${path}.${match[1]}${match[2] ?? ""}`, `${path}.${Number(match[1]) + 1}${match[2] ?? ""}`);
          }
        };
        for (const one of steps) {
          if (one.kind === "write") {
            pending += `line number ${next++} ${"x".repeat(one.bytes)}\n`;
            // Cut anywhere: writers do not write whole lines.
            const part = pending.slice(0, Math.max(1, pending.length - (one.bytes % 7)));
            pending = pending.slice(part.length);
            logs.append(path, part);
            written += part;
          } else if (one.kind === "read") {
            const reading = await read(logs, cursor);
            expect(reading.lost).toBe(false);
            seen.push(...reading.lines);
            cursor = reading.cursor;
          } else {
            logs.append(path, pending);
            written += pending;
            pending = "";
            shift();
            if (one.kind === "rename") logs.rename(path, `${path}.1`);
            else if (one.kind === "compress") logs.replace(path, `${path}.1.gz`, (content) => gzipSync(content));
            else {
              logs.copy(path, `${path}.1`);
              logs.truncate(path);
            }
            logs.append(path, "");
          }
        }
        logs.append(path, pending);
        written += pending;
        seen.push(...(await read(logs, cursor)).lines);
        expect(seen).toEqual(written.split("\n").slice(0, -1));
      }),
      { numRuns: 150 },
    );
  });
});

describe("lines of any length", () => {
  test("a line of a megabyte is whole; one beyond 16 MiB is counted and skipped", async () => {
    const logs = createMemoryLogs();
    const long = "x".repeat(1024 * 1024);
    logs.append(path, `short\n${long}\n`);
    logs.append(path, Buffer.alloc(17 * 1024 * 1024, "y"));
    logs.append(path, "\nafter\n");
    const reading = await read(logs);
    expect(reading.lines.map((line) => line.length)).toEqual([5, long.length, 5]);
    expect(reading.tooLong).toBe(1);
    expect((await read(logs, reading.cursor)).lines).toEqual([]);
  });
});
