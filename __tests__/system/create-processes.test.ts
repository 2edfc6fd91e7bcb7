import { getEventListeners } from "node:events";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { OutputStream, ProcessOutcome, ProcessRequest } from "../../src/domain/ports.ts";
import { createProcesses } from "../../src/system/create-processes.ts";

const processes = createProcesses({ platform: "linux", graceMs: 300 });
const env = { PATH: process.env.PATH ?? "" };

interface Ran extends ProcessOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly totalMs: number;
}

async function run(argv: ProcessRequest["argv"], more: Partial<ProcessRequest> = {}): Promise<Ran> {
  const texts: Record<OutputStream, Uint8Array[]> = { stdout: [], stderr: [] };
  const startedAt = performance.now();
  const outcome = await processes.run({
    argv,
    directory: "/",
    env,
    input: null,
    timeoutMs: 15_000,
    onOutput: (bytes, stream) => {
      texts[stream].push(bytes);
    },
    ...more,
  });
  const text = (stream: OutputStream) => Buffer.concat(texts[stream]).toString();
  return { ...outcome, stdout: text("stdout"), stderr: text("stderr"), totalMs: performance.now() - startedAt };
}

const bash = (script: string, more: Partial<ProcessRequest> = {}) => run(["bash", "--norc", "-c", script], more);

let count = 0;
/** A number of seconds to sleep that no other process on the machine sleeps, so that its sleepers can be counted. */
const uniqueSleep = () => {
  count += 1;
  return `8640.${process.pid}${String(count).padStart(4, "0")}`;
};

async function alive(mark: string): Promise<number> {
  let found = 0;
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const commandLine = await readFile(`/proc/${name}/cmdline`, "latin1").catch(() => "");
    if (commandLine.includes(mark)) found += 1;
  }
  return found;
}

describe("how a child ended", () => {
  test("exit code, and both streams apart", async () => {
    const ran = await bash("echo out; echo err >&2; exit 3");
    expect(ran).toMatchObject({
      exit: { code: 3, signal: null },
      stdout: "out\n",
      stderr: "err\n",
      timedOut: false,
      cancelled: false,
      strays: 0,
      startError: null,
    });
    expect(ran.durationMs).toBeGreaterThan(0);
  });

  test("a signal", async () => {
    expect((await bash("kill -9 $$")).exit).toEqual({ code: null, signal: "SIGKILL" });
  });

  test("the child's environment is what was asked for, the launch's mark, and nothing else", async () => {
    const ran = await run(["env"], { env: { ...env, ONE: "1" } });
    const names = ran.stdout
      .trim()
      .split("\n")
      .map((line) => line.split("=")[0]);
    expect(names.sort()).toEqual(["ONE", "PATH", "ROLLOUT_GATE_LAUNCH"]);
  });

  test("a gate inside a gate keeps the outer one's mark", async () => {
    const ran = await run(["printenv", "ROLLOUT_GATE_LAUNCH"], { env: { ...env, ROLLOUT_GATE_LAUNCH: "outer" } });
    expect(ran.stdout).toMatch(/^outer [0-9a-f]{32}\.[0-9a-f]{12}\n$/);
  });

  test("no shell looks at the arguments", async () => {
    expect((await run(["printf", "%s|", "$HOME", "a b", "*", ""])).stdout).toBe("$HOME|a b|*||");
  });
});

describe("standard input and output are what programs expect of a pipe", () => {
  test("they can be opened by name", async () => {
    const ran = await bash("cat /dev/stdin; echo a > /dev/stdout; echo b | tee /dev/stderr", { input: "in\n" });
    expect(ran).toMatchObject({ stdout: "in\na\nb\n", stderr: "b\n", exit: { code: 0 } });
  });

  test("without an input the child reads an end at once", async () => {
    expect((await run(["cat"])).stdout).toBe("");
  });

  test("a child need not read its input", async () => {
    const ran = await run(["true"], { input: "x".repeat(4_000_000) });
    expect(ran.exit.code).toBe(0);
  });

  test("nothing is left of what the pipes were made of", async () => {
    const left = (await readdir(tmpdir())).filter((name) => name.startsWith("rollout-gate-stdio-"));
    await run(["true"], { input: "x" });
    const after = (await readdir(tmpdir())).filter((name) => name.startsWith("rollout-gate-stdio-"));
    expect(after.filter((name) => !left.includes(name))).toEqual([]);
  });
});

describe("why a child could not be started", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "start-error-"));
    await writeFile(join(folder, "orphan"), "#!/no/such/interpreter -x\n");
    await chmod(join(folder, "orphan"), 0o755);
    await writeFile(join(folder, "plain"), "text");
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const cases: readonly [name: string, argv: ProcessRequest["argv"], code: string, words: RegExp][] = [
    ["no such program", ["no-such-program-here"], "ENOENT", /no program no-such-program-here in PATH/],
    ["no such file", ["./absent"], "ENOENT", /no file \.\/absent/],
    ["its interpreter is missing", ["./orphan"], "ENOENT", /script for \/no\/such\/interpreter/],
    ["not executable", ["./plain"], "EACCES", /no x/],
    ["a folder", ["/usr"], "EACCES", /folder/],
    ["a path through a file", ["./plain/x"], "ENOTDIR", /through a file/],
    ["too long", ["echo", "y".repeat(4_000_000)], "E2BIG", /longer than the system allows/],
    ["a NUL in an argument", ["echo", "a\0b"], "ERR_INVALID_ARG_VALUE", /NUL/],
  ];
  test.each(cases)("%s", async (_name, argv, code, words) => {
    const ran = await run(argv, { directory: folder });
    expect(ran.startError?.code).toBe(code);
    expect(ran.startError?.message).toMatch(words);
    expect(ran.exit).toEqual({ code: null, signal: null });
  });

  test("a bad working directory is not blamed on the program", async () => {
    const missing = await run(["true"], { directory: join(folder, "absent") });
    expect(missing.startError).toEqual({ code: "CWD", message: expect.stringContaining("does not exist") });
    const file = await run(["true"], { directory: join(folder, "plain") });
    expect(file.startError).toEqual({ code: "CWD", message: expect.stringContaining("is not a folder") });
  });
});

describe("output", () => {
  test("a slow consumer holds the child back and loses nothing", async () => {
    const bytes = 8 * 1024 * 1024;
    let taken = 0;
    let pending = 0;
    let mostPending = 0;
    const ran = await bash(`head -c ${bytes} /dev/zero`, {
      onOutput: async (piece) => {
        pending += 1;
        mostPending = Math.max(mostPending, pending);
        await new Promise((resolve) => setTimeout(resolve, 1));
        taken += piece.length;
        pending -= 1;
      },
    });
    expect(ran.exit.code).toBe(0);
    expect(taken).toBe(bytes);
    expect(mostPending).toBe(1);
  });

  test("bytes that are not UTF-8 arrive as they are", async () => {
    const pieces: Uint8Array[] = [];
    await bash("printf '\\377\\376\\000\\200'", { onOutput: (piece) => void pieces.push(piece) });
    expect([...Buffer.concat(pieces)]).toEqual([255, 254, 0, 128]);
  });

  test("an error of the consumer ends the child and is told", async () => {
    const mark = uniqueSleep();
    await expect(
      bash(`echo x; sleep ${mark}`, {
        onOutput: () => {
          throw new Error("the disk of the consumer is full");
        },
      }),
    ).rejects.toThrow("the disk of the consumer is full");
    expect(await alive(mark)).toBe(0);
  });

  test("a stray that keeps the output open neither hangs the run nor loses what was written", async () => {
    const mark = uniqueSleep();
    const ran = await bash(`(trap '' TERM HUP; setsid sleep ${mark} &) ; echo written; exit 0`);
    expect(ran).toMatchObject({ stdout: "written\n", exit: { code: 0 }, strays: 1 });
    expect(ran.durationMs).toBeLessThan(ran.totalMs);
    expect(ran.totalMs).toBeLessThan(5000);
    expect(await alive(mark)).toBe(0);
  });

  test("a helper that only finishes its writing is no stray", async () => {
    const ran = await bash("echo hello > >(sleep 0.05; cat)");
    expect(ran).toMatchObject({ stdout: "hello\n", strays: 0 });
  });
});

describe("ending the whole tree", () => {
  const wild = (mark: string) => `
    trap '' TERM
    sleep ${mark} &
    (setsid sleep ${mark} >&- 2>&- <&- &)
    ( ( setsid bash -c 'trap "" TERM; sleep ${mark} & sleep ${mark}; :' >/dev/null 2>&1 & ) & )
    env -i "$(command -v setsid)" -f sleep ${mark} >&- 2>&-
    sleep 0.1`;

  test.each([1, 2, 3, 4, 5])("nothing outlives a stage that ends by itself, try %d", async () => {
    const mark = uniqueSleep();
    const ran = await bash(wild(mark));
    expect(await alive(mark)).toBe(0);
    expect(ran.exit.code).toBe(0);
    expect(ran.strays).toBeGreaterThanOrEqual(5);
  });

  test("nothing outlives a time limit", async () => {
    const mark = uniqueSleep();
    const ran = await bash(`${wild(mark)}; sleep ${mark}`, { timeoutMs: 300 });
    expect(await alive(mark)).toBe(0);
    expect(ran).toMatchObject({ timedOut: true, cancelled: false, exit: { code: null, signal: "SIGKILL" } });
    expect(ran.totalMs).toBeLessThan(5000);
  });

  test("nothing outlives a cancel, and no listener stays", async () => {
    const mark = uniqueSleep();
    const control = new AbortController();
    setTimeout(() => control.abort(), 300);
    const ran = await bash(`${wild(mark)}; sleep ${mark}`, { signal: control.signal });
    expect(await alive(mark)).toBe(0);
    expect(ran).toMatchObject({ timedOut: false, cancelled: true });
    expect(ran.totalMs).toBeLessThan(5000);
    expect(getEventListeners(control.signal, "abort")).toHaveLength(0);
  });

  test("a child may end its work when it is asked to", async () => {
    const ran = await bash("trap 'echo tidied; exit 7' TERM; sleep 30 & wait", { timeoutMs: 200 });
    expect(ran).toMatchObject({ timedOut: true, exit: { code: 7, signal: null }, stdout: "tidied\n" });
  });

  test("another launch at the same time is left alone", async () => {
    const other = bash("sleep 1.2; echo unharmed");
    await bash(wild(uniqueSleep()));
    expect(await other).toMatchObject({ stdout: "unharmed\n", strays: 0, exit: { code: 0 } });
  });

  test("a signal that has aborted starts nothing", async () => {
    const ran = await bash("echo started", { signal: AbortSignal.abort() });
    expect(ran).toMatchObject({ cancelled: true, stdout: "", exit: { code: null, signal: null }, startError: null });
  });

  test("many launches under one signal give no warning of a leak", async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on("warning", listen);
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 16 }, () => run(["true"], { signal })));
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", listen);
    expect(warnings).toEqual([]);
  });

  test.each([2 ** 31, 1e15, Number.POSITIVE_INFINITY])(
    "a time limit of %d ms does not come early",
    async (timeoutMs) => {
      expect(await bash("sleep 0.05", { timeoutMs })).toMatchObject({ timedOut: false, exit: { code: 0 } });
    },
  );

  test.each([0, -1, Number.NaN])("a time limit of %d ms ends the child at once", async (timeoutMs) => {
    expect(await run(["sleep", "20"], { timeoutMs })).toMatchObject({ timedOut: true });
  });
});

describe("peak resident memory", () => {
  const node = (megabytes: number, more: string) =>
    `"${process.execPath}" -e 'const a = Buffer.alloc(${megabytes} * 1e6, 1); setTimeout(() => a, 300); ${more}'`;

  test("is that of the whole tree", async () => {
    const one = (await bash(`${node(60, "")}; :`)).peakRssBytes ?? 0;
    const two = (await bash(`${node(60, "")} & ${node(60, "")}; wait`)).peakRssBytes ?? 0;
    expect(one).toBeGreaterThan(60e6);
    expect(two).toBeGreaterThan(one + 50e6);
  });

  test("a peak between two samples is seen in a single process", async () => {
    const script = "let a = Buffer.alloc(120e6, 1); a = null; gc(); setTimeout(() => {}, 300)";
    const ran = await run([process.execPath, "--expose-gc", "-e", script]);
    expect(ran.peakRssBytes ?? 0).toBeGreaterThan(120e6);
    expect(ran.peakRssBytes ?? 0).toBeLessThan(400e6);
  });

  test("a large parent that starts a program is not counted twice", async () => {
    const script = `const { spawnSync } = require("node:child_process");
      const a = Buffer.alloc(200e6, 1);
      for (let i = 0; i < 40; i += 1) spawnSync("true");
      console.log(a.length)`;
    const ran = await run([process.execPath, "-e", script]);
    expect(ran.peakRssBytes ?? 0).toBeGreaterThan(200e6);
    expect(ran.peakRssBytes ?? 0).toBeLessThan(390e6);
  });
});

describe("resolve", () => {
  test("a script goes to bash where there is none asked for, and runs", async () => {
    const resolved = await processes.resolve({ kind: "script", script: "echo $BASH_VERSION", shell: null }, env, "/");
    if (!resolved.ok) throw new Error(resolved.problem.reason);
    expect(resolved.value.shell).toBe("bash");
    expect((await run(resolved.value.argv)).stdout).toMatch(/^\d+\./);
  });

  test("without bash it goes to sh", async () => {
    const folder = await mkdtemp(join(tmpdir(), "only-sh-"));
    await writeFile(join(folder, "sh"), "");
    await chmod(join(folder, "sh"), 0o755);
    const resolved = await processes.resolve({ kind: "script", script: "x", shell: null }, { PATH: folder }, "/");
    expect(resolved).toMatchObject({ ok: true, value: { shell: "sh", argv: ["sh", "-e", "-c", "x"] } });
    await rm(folder, { recursive: true, force: true });
  });

  test("a shell that is not there is missing", async () => {
    const resolved = await processes.resolve({ kind: "script", script: "x", shell: "cmd" }, env, "/");
    expect(resolved).toMatchObject({ ok: false, problem: { kind: "missing", reason: expect.stringContaining("cmd") } });
  });

  test("a program is left as it is", async () => {
    const resolved = await processes.resolve({ kind: "program", argv: ["a", "b c"] }, env, "/");
    expect(resolved).toEqual({ ok: true, value: { argv: ["a", "b c"], shell: null } });
  });
});
