import { execFileSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createHost } from "../../src/system/create-host.ts";
import { readOrigin, repositoryOf } from "../../src/system/read-origin.ts";

const path = { PATH: process.env.PATH ?? "" };
const identity = ["-c", "user.name=A Person", "-c", "user.email=person@example.com", "-c", "commit.gpgsign=false"];
let root = "";
let repository = "";
let commit = "";

const git = (...args: readonly string[]) =>
  execFileSync("git", ["-C", repository, ...identity, ...args], { encoding: "utf8", env: { ...path, HOME: root } });

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "host-")));
  repository = join(root, "repository");
  await mkdir(join(repository, "a/b"), { recursive: true });
  git("init", "-q", "-b", "trunk");
  await writeFile(join(repository, "a/file"), "1");
  git("add", ".");
  git("commit", "-q", "-m", "first");
  git("remote", "add", "origin", "https://person:secret@github.example.com/octo/repo.git");
  commit = git("rev-parse", "HEAD").trim();
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe("createHost", () => {
  test("the workspace is GITHUB_WORKSPACE, else the repository's root, else the folder itself", async () => {
    const inside = join(repository, "a/b");
    expect(createHost({ GITHUB_WORKSPACE: "/w" }, inside).workspace).toBe("/w");
    expect(createHost({}, inside).workspace).toBe(repository);
    expect(createHost({ GITHUB_WORKSPACE: "" }, inside).workspace).toBe(repository);
    expect(createHost({}, root).workspace).toBe(root);
  });

  test("home is HOME; a different one in the user database is told", () => {
    expect(createHost({ HOME: "/github/home" }, root)).toMatchObject({
      home: "/github/home",
      passwordHome: userInfo().homedir,
    });
    expect(createHost({ HOME: userInfo().homedir }, root).passwordHome).toBeNull();
    expect(createHost({}, root).home).toBe(userInfo().homedir);
    expect(createHost({ HOME: "" }, root).home).toBe(userInfo().homedir);
  });

  test("the machine is described in full", () => {
    const { machine, cores, platform, env } = createHost({ A: "1", B: undefined }, root);
    expect(machine.os).toMatch(/^\w+ \S+/);
    expect(machine.runtime).toBe(`node ${process.version}`);
    expect(machine.cores).toBe(cores);
    expect(cores).toBeGreaterThan(0);
    expect(machine.memoryBytes).toBeGreaterThan(1e8);
    expect(machine.cpuModel).not.toBe("");
    expect(platform).toBe(process.platform);
    expect(env).toEqual({ A: "1" });
  });
});

describe("readOrigin", () => {
  test("git tells repository, commit, branch and whether anything was changed", async () => {
    const clean = await readOrigin(repository, path);
    expect(clean).toEqual({ repository: "octo/repo", commit, ref: "trunk", dirty: false });
    await writeFile(join(repository, "untracked"), "");
    expect((await readOrigin(join(repository, "a/b"), path)).dirty).toBe(true);
    await rm(join(repository, "untracked"));
  });

  test("a detached head has no ref", async () => {
    git("checkout", "-q", "--detach");
    expect(await readOrigin(repository, path)).toMatchObject({ commit, ref: null });
    git("checkout", "-q", "trunk");
  });

  test.each([
    ["outside a repository", () => root, path],
    ["without git", () => repository, { PATH: "/no/such/folder" }],
    ["in a folder that is not there", () => join(root, "absent"), path],
  ] as const)("%s nothing is known", async (_name, folder, env) => {
    expect(await readOrigin(folder(), env)).toEqual({ repository: null, commit: null, ref: null, dirty: null });
  });

  test("a repository without commits has none", async () => {
    const empty = join(root, "empty");
    await mkdir(empty);
    execFileSync("git", ["-C", empty, "init", "-q", "-b", "trunk"], { env: { ...path, HOME: root } });
    expect(await readOrigin(empty, path)).toEqual({ repository: null, commit: null, ref: "trunk", dirty: false });
  });

  const actions = {
    ...path,
    GITHUB_ACTIONS: "true",
    GITHUB_REPOSITORY: "o/r",
    GITHUB_SHA: "f".repeat(40),
    GITHUB_REF: "refs/pull/7/merge",
  };

  test("in Actions the event tells it; a pull request's commit is its head, not the merge", async () => {
    expect(await readOrigin(repository, actions)).toMatchObject({
      repository: "o/r",
      commit: "f".repeat(40),
      ref: "refs/pull/7/merge",
    });
    const event = join(root, "event.json");
    await writeFile(event, JSON.stringify({ pull_request: { head: { sha: "a".repeat(40) } } }));
    expect((await readOrigin(repository, { ...actions, GITHUB_EVENT_PATH: event })).commit).toBe("a".repeat(40));
  });

  test.each([
    ["not JSON", "{"],
    ["no pull request", "{}"],
    ["null", "null"],
    ["a head of another kind", '{"pull_request":{"head":{"sha":5}}}'],
    ["not a commit", '{"pull_request":{"head":{"sha":"--upload-pack=x"}}}'],
    ["only on the prototype", '{"__proto__":{"pull_request":{"head":{"sha":"aaaa"}}}}'],
  ])("an event file that cannot be used is passed over: %s", async (_name, text) => {
    const event = join(root, "odd-event.json");
    await writeFile(event, text);
    expect((await readOrigin(repository, { ...actions, GITHUB_EVENT_PATH: event })).commit).toBe("f".repeat(40));
  });

  test("no program that the repository's own settings name is run", async () => {
    const program = join(root, "monitor");
    const trace = join(root, "was-run");
    await writeFile(program, `#!/bin/sh\necho run >> ${trace}\n`);
    await chmod(program, 0o755);
    git("config", "core.fsmonitor", program);
    await readOrigin(repository, path);
    git("config", "--unset", "core.fsmonitor");
    expect(await readdirNames(root)).not.toContain("was-run");
  });
});

async function readdirNames(folder: string): Promise<readonly string[]> {
  const { readdir } = await import("node:fs/promises");
  return readdir(folder);
}

describe("repositoryOf", () => {
  test.each([
    ["https://github.com/octo/repo.git", "octo/repo"],
    ["https://x-access-token:secret@github.com/octo/repo", "octo/repo"],
    ["git@github.com:octo/repo.git", "octo/repo"],
    ["ssh://git@host.example:2222/octo/repo.git", "octo/repo"],
    ["https://host.example/group/sub/repo.git/", "sub/repo"],
    ["/srv/git/repo.git", null],
    ["../repo", null],
    ["file:///srv/git/repo.git", null],
    ["C:\\git\\repo", null],
    ["https://github.com/alone", null],
    ["", null],
  ])("%s", (address, expected) => {
    expect(repositoryOf(address)).toBe(expected);
  });
});
