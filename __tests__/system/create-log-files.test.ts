import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createLogFiles } from "../../src/system/create-log-files.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "log-files-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files = createLogFiles();

async function listed(path: string) {
  const reading = await files.list(path);
  if (!reading.ok) throw new Error(reading.problem.reason);
  return reading.value;
}

async function readAll(name: string, position = 0): Promise<string> {
  const file = (await listed(join(folder, name))).find(({ path }) => path === join(folder, name));
  if (file === undefined) throw new Error(`${name} is not listed`);
  const opened = await files.open(file, position);
  if (!opened.ok) return opened.problem.reason;
  const bytes = Buffer.alloc(1 << 20);
  let filled = 0;
  try {
    for (;;) {
      const reading = await opened.value.read(bytes, filled, bytes.length - filled);
      if (!reading.ok) return reading.problem.reason;
      if (reading.value === 0) return bytes.toString("utf8", 0, filled);
      filled += reading.value;
    }
  } finally {
    await opened.value.close();
  }
}

describe("log files of the machine", () => {
  test("those whose names begin like the log's, folders and pipes left out", async () => {
    for (const name of ["app.log", "app.log.1", "app.log.2.gz", "app-2026-11-22.log", "other.log"])
      writeFileSync(join(folder, name), "x\n");
    mkdirSync(join(folder, "app.log.d"));
    if (process.platform !== "win32") spawnSync("mkfifo", [join(folder, "app.log.9")]);
    const names = (await listed(join(folder, "app.log"))).map(({ path }) => path.slice(folder.length + 1));
    expect(names.sort()).toEqual(["app-2026-11-22.log", "app.log", "app.log.1", "app.log.2.gz"]);
  });

  test("a folder that is not there holds no log", async () => {
    expect(await listed(join(folder, "none", "app.log"))).toEqual([]);
  });

  test("plain and compressed files, from the beginning and from a place in the content", async () => {
    writeFileSync(join(folder, "app.log"), "one\ntwo\n");
    writeFileSync(join(folder, "app.log.1.gz"), gzipSync(`${"x".repeat(600_000)}\nend\n`));
    expect(await readAll("app.log")).toBe("one\ntwo\n");
    expect(await readAll("app.log", 4)).toBe("two\n");
    expect(await readAll("app.log.1.gz", 600_001)).toBe("end\n");
  });

  test("a compressed file that was cut off says so", async () => {
    const whole = gzipSync(Buffer.from(Array.from({ length: 5000 }, (_, line) => `line ${line}\n`).join("")));
    writeFileSync(join(folder, "app.log.1.gz"), whole.subarray(0, whole.length - 20));
    expect(await readAll("app.log.1.gz")).toMatch(/not a whole gzip file/);
  });

  test("a rename while it is open changes nothing; a file that took its place is noticed", async () => {
    const path = join(folder, "app.log");
    writeFileSync(path, "one\n");
    const [file] = await listed(path);
    if (file === undefined) throw new Error("nothing is listed");
    const opened = await files.open(file, 0);
    renameSync(path, `${path}.1`);
    writeFileSync(path, "new\n");
    appendFileSync(`${path}.1`, "two\n");
    const bytes = Buffer.alloc(100);
    expect(opened.ok && (await opened.value.read(bytes, 0, 100))).toEqual({ ok: true, value: 8 });
    if (opened.ok) await opened.value.close();
    expect(await files.open(file, 0)).toMatchObject({
      ok: false,
      problem: { reason: expect.stringContaining("exchanged") },
    });
  });

  test("a link to a log is the log", async () => {
    if (process.platform === "win32") return;
    writeFileSync(join(folder, "app-2026-11-22.log"), "one\n");
    symlinkSync("app-2026-11-22.log", join(folder, "app.log"));
    const found = await listed(join(folder, "app.log"));
    expect(new Set(found.map(({ identity }) => identity)).size).toBe(1);
    expect(await readAll("app.log")).toBe("one\n");
  });
});

test("reading a large log lets others have their turn", async () => {
  writeFileSync(join(folder, "large.log"), Buffer.alloc(12 * 1024 * 1024, "x"));
  const [file] = await listed(join(folder, "large.log"));
  if (file === undefined) throw new Error("large.log is not listed");
  const opened = await files.open(file, 0);
  if (!opened.ok) throw new Error(opened.problem.reason);
  let turns = 0;
  const waiting = setInterval(() => turns++, 0);
  const bytes = Buffer.alloc(1 << 20);
  for (;;) {
    const reading = await opened.value.read(bytes, 0, bytes.length);
    if (!reading.ok || reading.value === 0) break;
    // The beat of a timer is a millisecond, which reading a piece from memory does not take.
    const until = process.hrtime.bigint() + 2_000_000n;
    while (process.hrtime.bigint() < until);
  }
  clearInterval(waiting);
  await opened.value.close();
  expect(turns).toBeGreaterThan(0);
});
