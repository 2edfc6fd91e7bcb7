import { describe, expect, test } from "@jest/globals";
import type { Files } from "../../src/domain/ports.ts";
import { createEnvironmentFilesGuard } from "../../src/github/environment-files-guard.ts";

const env = { GITHUB_ENV: "/cmd/env", GITHUB_PATH: "/cmd/path", GITHUB_OUTPUT: "/cmd/output", GITHUB_STATE: "" };

function world() {
  const disk = new Map<string, string | null>([
    ["/cmd/env", ""],
    ["/cmd/path", "/opt/bin\n"],
    ["/cmd/output", "a=1\n"],
  ]);
  const files: Pick<Files, "kind" | "readText" | "writeAtomically" | "remove"> = {
    // Null stands for what is there and no readable file: a folder, a link out, a FIFO.
    kind: async (path) => (disk.has(path) ? (disk.get(path) === null ? "other" : "file") : "nothing"),
    readText: async (path, { within }) => {
      if (within !== "/cmd") throw new Error("read outside of the folder");
      const text = disk.get(path);
      return typeof text === "string"
        ? { ok: true, value: text }
        : { ok: false, problem: { kind: "invalid", reason: "no" } };
    },
    writeAtomically: async (path, text) => {
      if (disk.get(path) === null) throw new Error("written through something foreign");
      disk.set(path, text);
    },
    remove: async (path) => void disk.delete(path),
  };
  return { disk, files };
}

describe("createEnvironmentFilesGuard", () => {
  test("says nothing when nothing was changed, and leaves the files alone", async () => {
    const { disk, files } = world();
    const guard = createEnvironmentFilesGuard(
      { ...files, writeAtomically: () => Promise.reject(new Error("written")) },
      env,
    );
    await guard.snapshot();
    expect(await guard.check()).toEqual([]);
    expect(disk.get("/cmd/output")).toBe("a=1\n");
  });

  const attacks: readonly [name: string, attack: (disk: Map<string, string | null>) => unknown, told: RegExp][] = [
    [
      "a variable",
      (disk) => disk.set("/cmd/env", "NODE_OPTIONS=--require x\n"),
      /^A stage wrote to the job's GITHUB_ENV file: NODE_OPTIONS\. This was undone/,
    ],
    [
      "an output by heredoc",
      (disk) => disk.set("/cmd/output", "a=1\nverdict<<E\nGO\nE\n"),
      /GITHUB_OUTPUT file: verdict\. /,
    ],
    ["an output overwritten", (disk) => disk.set("/cmd/output", ""), /GITHUB_OUTPUT file\. /],
    ["a path", (disk) => disk.set("/cmd/path", "/opt/bin\n/evil\n"), /GITHUB_PATH file\. /],
    ["a file removed", (disk) => disk.delete("/cmd/path"), /removed or replaced the job's GITHUB_PATH file/],
    ["a link in its place", (disk) => disk.set("/cmd/env", null), /removed or replaced the job's GITHUB_ENV file/],
    ["many names", (disk) => disk.set("/cmd/env", "A=1\nB=1\nC=1\nD=1\nE=1\nF=1\nG=1\n"), /: A, B, C, D, E, …\./],
    ["names that are no names", (disk) => disk.set("/cmd/env", "::error::x=1\n\u001b[2J=2\n"), /GITHUB_ENV file\. /],
  ];

  test.each(attacks)("tells and undoes %s", async (_name, attack, told) => {
    const { disk, files } = world();
    const before = new Map(disk);
    const guard = createEnvironmentFilesGuard(files, env);
    await guard.snapshot();
    attack(disk);
    expect(await guard.check()).toEqual([expect.stringMatching(told)]);
    expect(disk).toEqual(before);
    expect(await guard.check()).toEqual([]);
  });

  test("removes a file that was not there before", async () => {
    const { disk, files } = world();
    disk.delete("/cmd/env");
    const guard = createEnvironmentFilesGuard(files, env);
    await guard.snapshot();
    disk.set("/cmd/env", "X=1\n");
    expect(await guard.check()).toHaveLength(1);
    expect(disk.has("/cmd/env")).toBe(false);
  });

  test("says so when it cannot be undone", async () => {
    const { disk, files } = world();
    const guard = createEnvironmentFilesGuard(
      { ...files, writeAtomically: () => Promise.reject(new Error("ENOSPC")) },
      env,
    );
    await guard.snapshot();
    disk.set("/cmd/env", "X=1\n");
    expect(await guard.check()).toEqual([
      expect.stringMatching(/could not be undone \(ENOSPC\): do not trust the later steps/),
    ]);
  });

  test("guards nothing outside of a job", async () => {
    const guard = createEnvironmentFilesGuard(world().files, {});
    await guard.snapshot();
    expect(await guard.check()).toEqual([]);
  });
});
