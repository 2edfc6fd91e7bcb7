import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { findProgram, programCandidates } from "../../src/system/find-program.ts";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "find-program-"));
  await mkdir(join(folder, "bin/folder"), { recursive: true });
  await mkdir(join(folder, "other"));
  for (const name of ["bin/tool", "other/tool", "other/only-here", "local"]) {
    await writeFile(join(folder, name), "#!/bin/sh\n");
    await chmod(join(folder, name), 0o755);
  }
  await writeFile(join(folder, "bin/plain"), "not a program");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("findProgram", () => {
  const cases: readonly [name: string, program: string, path: readonly string[], found: string | null][] = [
    ["the first folder of PATH wins", "tool", ["bin", "other"], "bin/tool"],
    ["the order of PATH counts", "tool", ["other", "bin"], "other/tool"],
    ["a file that may not be executed is passed over", "plain", ["bin"], null],
    ["a folder is not a program", "folder", ["bin"], null],
    ["nothing of the name", "absent", ["bin", "other"], null],
    ["an empty entry of PATH is the working directory", "local", [""], "local"],
    ["a path is resolved against the working directory", "./bin/tool", [], "bin/tool"],
    ["a path is not looked up in PATH", "./only-here", ["other"], null],
    ["an empty name", "", ["bin"], null],
    ["a name with a NUL", "to\0ol", ["bin"], null],
  ];
  test.each(cases)("%s", async (_name, program, path, found) => {
    const entries = path.map((entry) => (entry === "" ? "" : join(folder, entry)));
    const result = await findProgram(program, { PATH: entries.join(":") }, folder, "linux");
    expect(result).toBe(found === null ? null : join(folder, found));
  });

  test("a relative entry of PATH is resolved against the working directory", async () => {
    expect(await findProgram("tool", { PATH: "bin" }, folder, "linux")).toBe(join(folder, "bin/tool"));
  });

  test("without PATH the system's own folders are searched", async () => {
    expect(await findProgram("sh", {}, folder, "linux")).toMatch(/^\/(usr\/)?bin\/sh$/);
  });
});

describe("programCandidates on Windows", () => {
  const env = { Path: 'C:\\tools;"C:\\Program Files\\node";;bin', PathExt: ".EXE;.CMD" };
  const cases: readonly [name: string, program: string, candidates: readonly string[]][] = [
    [
      "a bare name gets each ending in each folder",
      "npm",
      [
        "C:\\tools\\npm.EXE",
        "C:\\tools\\npm.CMD",
        "C:\\Program Files\\node\\npm.EXE",
        "C:\\Program Files\\node\\npm.CMD",
        "D:\\work\\bin\\npm.EXE",
        "D:\\work\\bin\\npm.CMD",
      ],
    ],
    [
      "a path with its ending is tried as it stands first",
      ".\\run.cmd",
      ["D:\\work\\run.cmd", "D:\\work\\run.cmd.EXE", "D:\\work\\run.cmd.CMD"],
    ],
    ["slashes make a path too", "bin/run", ["D:\\work\\bin\\run.EXE", "D:\\work\\bin\\run.CMD"]],
    ["an ending that cannot be started is part of the name", ".\\a.py", ["D:\\work\\a.py.EXE", "D:\\work\\a.py.CMD"]],
  ];
  test.each(cases)("%s", (_name, program, candidates) => {
    expect(programCandidates(program, env, "D:\\work", "win32")).toEqual(candidates);
  });
});
