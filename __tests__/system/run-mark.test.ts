import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createProcesses } from "../../src/system/create-processes.ts";
import { createLimitTag } from "../../src/system/limit-tag.ts";
import { createRunMark, endMarkedRuns } from "../../src/system/run-mark.ts";

const env = { PATH: process.env.PATH ?? "" };
const token = "0123456789abcdef0123456789abcdef";
const gone = { pid: 999_999_999, startedAt: "1" };
let folder = "";
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "run-mark-"));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

/** A process that is not this test's business unless the mark finds it. */
function start(argv: readonly string[], extra: Record<string, string> = {}): ChildProcess {
  const [program = "", ...args] = argv;
  const child = spawn(program, args, { env: { ...env, ...extra }, stdio: "ignore", detached: true });
  children.push(child);
  return child;
}

async function startTime(pid: number | undefined): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "latin1");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

const isAlive = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;

async function mark(content: unknown, name = token): Promise<void> {
  await writeFile(join(folder, `${name}.run.json`), typeof content === "string" ? content : JSON.stringify(content));
}

describe("the mark of a run", () => {
  test("is there while a launch is, and not before or after", async () => {
    const runMark = await createRunMark(join(folder, "state"), "linux");
    const processes = createProcesses({ platform: "linux", mark: runMark });
    const list = () => readdir(join(folder, "state")).catch(() => []);
    expect(await list()).toEqual([]);
    const seen: string[][] = [];
    const outcome = await processes.run({
      argv: ["sh", "-c", "echo; printenv ROLLOUT_GATE_LAUNCH"],
      directory: "/",
      env,
      input: null,
      timeoutMs: 10_000,
      onOutput: async () => {
        seen.push(await list());
      },
    });
    expect(outcome.exit.code).toBe(0);
    expect(seen[0]).toEqual([`${runMark.token}.run.json`]);
    expect(await list()).toEqual([]);
  });

  test("a folder that cannot be written stops nothing", async () => {
    await writeFile(join(folder, "a-file"), "");
    const runMark = await createRunMark(join(folder, "a-file", "state"), "linux");
    runMark.launched(gone)();
  });
});

describe("endMarkedRuns", () => {
  test("ends what bears the token, asks nobody else, and removes the mark", async () => {
    const marked = start(["sleep", "60"], { ROLLOUT_GATE_LAUNCH: `${token}.1` });
    const other = start(["sleep", "60"]);
    await mark({ token, self: gone, leaders: [] });
    const exited = once(marked, "exit");
    expect(await endMarkedRuns(folder, "linux")).toEqual({ runs: 1, ended: 1, left: 0 });
    await exited;
    expect(isAlive(other)).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  });

  test("ends what cleared its environment, by its limit", async () => {
    const tag = await createLimitTag(token);
    const marked = start([...(tag?.wrapper ?? []), "env", "-i", "/bin/sleep", "60"]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await mark({ token, self: gone, leaders: [] });
    const exited = once(marked, "exit");
    expect(await endMarkedRuns(folder, "linux")).toMatchObject({ ended: 1 });
    await exited;
  });

  test("ends a leader that started when the mark says, and leaves its number's next owner alone", async () => {
    const leader = start(["sleep", "60"]);
    const innocent = start(["sleep", "60"]);
    const leaders = [
      { pid: leader.pid, startedAt: await startTime(leader.pid) },
      { pid: innocent.pid, startedAt: "12345" },
    ];
    await mark({ token, self: gone, leaders });
    const exited = once(leader, "exit");
    expect(await endMarkedRuns(folder, "linux")).toMatchObject({ ended: 1 });
    await exited;
    expect(isAlive(innocent)).toBe(true);
  });

  test("leaves a run alone whose own program is alive", async () => {
    const marked = start(["sleep", "60"], { ROLLOUT_GATE_LAUNCH: `${token}.1` });
    const self = { pid: process.pid, startedAt: await startTime(process.pid) };
    await mark({ token, self, leaders: [] });
    expect(await endMarkedRuns(folder, "linux")).toEqual({ runs: 0, ended: 0, left: 0 });
    expect(isAlive(marked)).toBe(true);
    expect(await readdir(folder)).toHaveLength(1);
  });

  test.each([
    ["half a file", '{"token": "01'],
    ["a token that would match everything", { token: "PATH", self: gone, leaders: [] }],
    ["an empty token", { token: "", self: gone, leaders: [] }],
    ["process 1 as a leader", { token, self: gone, leaders: [{ pid: 1, startedAt: "0" }] }],
    ["every process as a leader", { token, self: gone, leaders: [{ pid: -1, startedAt: "0" }] }],
    ["a list", []],
    ["nothing", ""],
  ])("removes what is no mark and ends nothing for it: %s", async (_name, content) => {
    const bystander = start(["sleep", "60"]);
    await mark(content);
    expect(await endMarkedRuns(folder, "linux")).toEqual({ runs: 0, ended: 0, left: 0 });
    expect(isAlive(bystander)).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  });

  test("a folder that is not there holds no marks", async () => {
    expect(await endMarkedRuns(join(folder, "absent"), "linux")).toEqual({ runs: 0, ended: 0, left: 0 });
  });

  test("whatever else lies in the folder is left there", async () => {
    await writeFile(join(folder, "notes.txt"), "mine");
    await endMarkedRuns(folder, "linux");
    expect(await readdir(folder)).toEqual(["notes.txt"]);
  });
});
