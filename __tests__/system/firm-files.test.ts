import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createCommits } from "../../src/system/create-commits.ts";
import { createFirmFiles } from "../../src/system/create-firm-files.ts";

let home: string;
const bytes = (text: string) => new TextEncoder().encode(text);
const at = (name: string) => join(home, name);

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "firm-files-")));
  mkdirSync(at("settings"));
  writeFileSync(at("settings/a.yaml"), "old\n");
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe("settings files that are changed for good", () => {
  const files = createFirmFiles();

  test("are replaced whole, with their mode", async () => {
    chmodSync(at("settings/a.yaml"), 0o640);
    await files.writeBytesAtomically(at("settings/a.yaml"), bytes("new\n"));
    expect(readFileSync(at("settings/a.yaml"), "utf8")).toBe("new\n");
    expect(statSync(at("settings/a.yaml")).mode & 0o777).toBe(0o640);
    expect(readdirSync(at("settings"))).toEqual(["a.yaml"]);
  });

  test("are never written through a link, neither their own nor one on the way", async () => {
    writeFileSync(at("victim"), "untouched");
    symlinkSync(at("victim"), at("settings/link.yaml"));
    await expect(files.writeBytesAtomically(at("settings/link.yaml"), bytes("x"))).rejects.toThrow(/is a link/);
    renameSync(at("settings"), at("moved"));
    symlinkSync("moved", at("settings"));
    await expect(files.writeBytesAtomically(at("settings/a.yaml"), bytes("x"))).rejects.toThrow(
      /settings is a link to moved/,
    );
    expect(await files.readBytes(at("settings/a.yaml"), 100)).toMatchObject({
      ok: false,
      problem: { kind: "invalid" },
    });
    expect([readFileSync(at("victim"), "utf8"), readFileSync(at("moved/a.yaml"), "utf8")]).toEqual([
      "untouched",
      "old\n",
    ]);
  });

  test.each<[string, () => unknown, string, object]>([
    ["nothing there", () => null, "settings/none", { kind: "missing" }],
    ["a folder", () => null, "settings", { kind: "invalid" }],
    ["a link", () => symlinkSync("a.yaml", at("settings/link")), "settings/link", { kind: "invalid" }],
    [
      "too large",
      () => writeFileSync(at("settings/big"), "x".repeat(200)),
      "settings/big",
      { reason: expect.stringMatching(/larger than 100 bytes/) },
    ],
  ])("%s is not read", async (_name, make, name, problem) => {
    make();
    expect(await files.readBytes(at(name), 100)).toMatchObject({ ok: false, problem });
  });
});

describe("commits", () => {
  test("are there or not, and nobody can tell outside of a repository", async () => {
    const env = { PATH: process.env.PATH ?? "" };
    const outside = createCommits(home, { ...env, GIT_CEILING_DIRECTORIES: tmpdir() });
    expect([await outside.head(), await outside.has("a".repeat(40))]).toEqual([null, null]);
    const git = (...args: string[]) =>
      execFileSync("git", ["-C", home, "-c", "user.name=x", "-c", "user.email=x@example.invalid", ...args], {
        encoding: "utf8",
      });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "one");
    const head = git("rev-parse", "HEAD").trim();
    const tree = git("rev-parse", "HEAD^{tree}").trim();
    const commits = createCommits(home, env);
    expect([await commits.head(), await commits.has(head)]).toEqual([head, true]);
    expect(await commits.has("b".repeat(40))).toBe(false);
    expect(await commits.has(tree)).toBe(false);
    for (const hostile of ["--help", "HEAD", head.slice(0, 12), `${head}\n`])
      expect(await commits.has(hostile)).toBeNull();
  });
});
