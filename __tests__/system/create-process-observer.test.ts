import { spawn } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import {
  createProcessObserver,
  findRoots,
  type ProcessRow,
  parsePsRows,
  weighTree,
} from "../../src/system/create-process-observer.ts";

const row = (pid: number, parent: number, command: string, more: Partial<ProcessRow> = {}): ProcessRow => ({
  pid,
  parent,
  command,
  rssBytes: pid,
  cpuMs: 1,
  startedMs: 0,
  ...more,
});

describe("which processes are meant", () => {
  const rows = [
    row(1, 0, "init"),
    row(10, 1, "app serve"),
    row(11, 10, "app serve"),
    row(12, 11, "worker"),
    row(20, 1, "app serve --port 2"),
    row(30, 1, "sh -c gate app serve"),
    row(31, 30, "app serve"),
    row(40, 31, "gate"),
  ];

  test("the exact command line; not its children, not what began like it, not ourselves or who started us", () => {
    expect(findRoots(rows, "app  serve ", 40)).toEqual([10]);
    expect(findRoots(rows, "app", 40)).toEqual([]);
  });

  test("a tree is weighed with all its descendants", () => {
    expect(weighTree(rows, 10)).toEqual({ rssBytes: 33, cpuMs: 3, startedMs: 0, processes: 3 });
    expect(weighTree(rows, 99)).toBeNull();
  });
});

test("what ps answers on macOS", () => {
  const text =
    "    1     0   1234   0:01.50 02-03:04:05 /sbin/launchd\n  77     1 204800 1:02:03.00       05:06 node  server.js --x\nrubbish\n";
  expect(parsePsRows(text, 1e9)).toEqual([
    {
      pid: 1,
      parent: 0,
      rssBytes: 1234 * 1024,
      cpuMs: 1500,
      startedMs: 1e9 - ((2 * 24 + 3) * 3600 + 4 * 60 + 5) * 1000,
      command: "/sbin/launchd",
    },
    {
      pid: 77,
      parent: 1,
      rssBytes: 204_800 * 1024,
      cpuMs: 3_723_000,
      startedMs: 1e9 - 306_000,
      command: "node server.js --x",
    },
  ]);
});

test("a process of this machine is found by its command, with its child, and is gone when it has ended", async () => {
  if (process.platform !== "linux") return;
  const script = `require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]); setInterval(() => {}, 1000); "marker-${process.pid}"`;
  const child = spawn(process.execPath, ["-e", script], { stdio: "ignore", detached: true });
  const command = [process.execPath, "-e", script].join(" ");
  const observer = createProcessObserver("linux");
  try {
    let tree = null;
    for (let tries = 0; tries < 100 && tree?.processes !== 2; tries++) {
      const found = await observer.find(command);
      if (found.ok && found.value.length > 0) {
        expect(found.value).toEqual([child.pid]);
        const observed = await observer.observe(child.pid ?? 0);
        tree = observed.ok ? observed.value : null;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(tree?.processes).toBe(2);
    expect(tree?.rssBytes).toBeGreaterThan(20e6);
    expect(Math.abs((tree?.startedMs ?? 0) - Date.now())).toBeLessThan(30_000);
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  }
  await new Promise((resolve) => child.on("exit", resolve));
  expect(await observer.find(command)).toEqual({ ok: true, value: [] });
});

test("on Windows it says that it cannot look", async () => {
  expect(await createProcessObserver("win32").find("x")).toMatchObject({ ok: false, problem: { kind: "invalid" } });
});
