import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ask } from "./ask.ts";
import type { Hub } from "./hub.ts";
import { startHub } from "./start-hub.ts";

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const at = (path: string) => `${hub.url}/repos/octo-org/shop${path}`;
const base64 = (text: string) => Buffer.from(text).toString("base64");
const gitSha = (type: string, content: Buffer) =>
  createHash("sha1").update(`${type} ${content.length}\0`).update(content).digest("hex");

function put(path: string, text: string, more: Record<string, unknown> = {}) {
  return ask(at(`/contents/${path}`), "PUT", hub.tokens.writer, {
    message: `Write ${path}`,
    content: base64(text),
    ...more,
  });
}

// https://docs.github.com/rest/repos/contents
describe("contents", () => {
  test("a new file, read back with the sha that git gives it", async () => {
    const made = await put("notes/one.txt", "one\n");
    expect(made.status).toBe(201);
    expect(made.data.content.sha).toBe(gitSha("blob", Buffer.from("one\n")));
    const read = await ask(at("/contents/notes/one.txt"), "GET", hub.tokens.reader);
    expect(Buffer.from(read.data.content, "base64").toString()).toBe("one\n");
    expect(read.data).toMatchObject({
      type: "file",
      encoding: "base64",
      size: 4,
      path: "notes/one.txt",
      name: "one.txt",
    });
  });

  test.each([
    ["without the sha of what is there", {}, 422, 'Invalid request.\n\n"sha" wasn\'t supplied.'],
    ["with the sha of something else", { sha: "0".repeat(40) }, 409, `same.txt does not match ${"0".repeat(40)}`],
  ])("a change %s", async (_, more, status, message) => {
    if ((await hub.state.file("same.txt", "main")) === null) await put("same.txt", "first");
    expect(await put("same.txt", "second", more)).toMatchObject({ status, data: { message } });
    expect(await hub.state.file("same.txt", "main")).toBe("first");
  });

  test("a change with the right sha; a second one with the same sha is a conflict", async () => {
    const first = await put("swap.txt", "a");
    const sha = first.data.content.sha;
    expect((await put("swap.txt", "b", { sha })).status).toBe(200);
    expect((await put("swap.txt", "c", { sha })).status).toBe(409);
    expect(await hub.state.file("swap.txt", "main")).toBe("b");
  });

  test("a branch that is not there: 404 with its name", async () => {
    expect(await put("x.txt", "x", { branch: "nowhere" })).toMatchObject({
      status: 404,
      data: { message: "Branch nowhere not found" },
    });
    const read = await ask(at("/contents/README.md?ref=nowhere"), "GET", hub.tokens.reader);
    expect(read).toMatchObject({ status: 404, data: { message: "No commit found for the ref nowhere" } });
  });

  test("a file and a folder that are not there: 404", async () => {
    expect(await ask(at("/contents/none.txt"), "GET", hub.tokens.reader)).toMatchObject({
      status: 404,
      data: { message: "Not Found" },
    });
    expect((await ask(at("/contents/none/"), "GET", hub.tokens.reader)).status).toBe(404);
  });

  test("a folder lists what is directly in it, without contents", async () => {
    await put("folder/b.txt", "b");
    await put("folder/a.txt", "a");
    await put("folder/deep/c.txt", "c");
    const read = await ask(at("/contents/folder"), "GET", hub.tokens.reader);
    const seen = read.data.map(({ name, type, content }: Record<string, unknown>) => [name, type, content]);
    expect(seen).toEqual([
      ["a.txt", "file", undefined],
      ["b.txt", "file", undefined],
      ["deep", "dir", undefined],
    ]);
  });

  test("a file above 1 MiB comes without its content, and whole when asked for raw", async () => {
    await hub.state.commit("main", "large.txt", "x".repeat(1_048_577));
    const told = await ask(at("/contents/large.txt"), "GET", hub.tokens.reader);
    expect(told.data).toMatchObject({ size: 1_048_577, content: "", encoding: "none" });
    const raw = await fetch(at("/contents/large.txt"), {
      headers: { authorization: `Bearer ${hub.tokens.reader}`, accept: "application/vnd.github.raw+json" },
    });
    expect((await raw.text()).length).toBe(1_048_577);
  });

  // "If you use this endpoint and the delete endpoint in parallel, the concurrent requests will conflict."
  test("writes at the same moment conflict when the hub was told so", async () => {
    const strict = await startHub({ parallelWrites: "conflict" });
    try {
      const write = (path: string) =>
        ask(`${strict.url}/repos/octo-org/shop/contents/${path}`, "PUT", strict.tokens.writer, {
          message: "m",
          content: base64("x"),
        });
      const told = await Promise.all(["a", "b", "c"].map(write));
      expect(told.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      expect(told.find(({ status }) => status === 409)?.data.message).toContain("main is at ");
      expect((await write("d")).status).toBe(201);
    } finally {
      await strict.stop();
    }
  });

  test("deleting needs the sha, and then it is gone", async () => {
    const made = await put("gone.txt", "x");
    const remove = (body: unknown) => ask(at("/contents/gone.txt"), "DELETE", hub.tokens.writer, body);
    expect((await remove({ message: "no sha" })).status).toBe(422);
    expect((await remove({ message: "wrong", sha: "1".repeat(40) })).status).toBe(409);
    expect((await remove({ message: "right", sha: made.data.content.sha })).status).toBe(200);
    expect(await hub.state.file("gone.txt", "main")).toBeNull();
  });

  test("a job's token cannot write workflows", async () => {
    expect(await put(".github/workflows/own.yml", "on: push")).toMatchObject({ status: 403 });
  });

  test.each([["../up.txt"], [".git/config"], ["a//b.txt"]])("no path %s", async (path) => {
    const told = await ask(at(`/contents/${encodeURIComponent(path)}`), "PUT", hub.tokens.writer, {
      message: "m",
      content: base64("x"),
    });
    expect(told.status).toBe(422);
  });
});

// https://docs.github.com/rest/git
describe("objects and refs", () => {
  async function commitOn(parents: readonly string[], text: string) {
    const tree = await ask(at("/git/trees"), "POST", hub.tokens.writer, {
      tree: [{ path: "file.txt", mode: "100644", type: "blob", content: text }],
    });
    const commit = await ask(at("/git/commits"), "POST", hub.tokens.writer, {
      message: text,
      tree: tree.data.sha,
      parents,
    });
    return { tree: tree.data.sha as string, sha: commit.data.sha as string };
  }

  test("blobs and trees have the sha that git computes", async () => {
    const blob = await ask(at("/git/blobs"), "POST", hub.tokens.writer, { content: "text", encoding: "utf-8" });
    expect(blob.data.sha).toBe(gitSha("blob", Buffer.from("text")));
    const { tree } = await commitOn([], "text");
    const entry = Buffer.concat([Buffer.from("100644 file.txt\0"), Buffer.from(blob.data.sha, "hex")]);
    expect(tree).toBe(gitSha("tree", entry));
  });

  test("a commit has the sha that git computes from what is told of it", async () => {
    const { sha } = await commitOn([], "whole");
    const { data } = await ask(at(`/git/commits/${sha}`), "GET", hub.tokens.reader);
    const line = (who: { name: string; email: string; date: string }) =>
      `${who.name} <${who.email}> ${Date.parse(who.date) / 1000} +0000`;
    const text = `tree ${data.tree.sha}\nauthor ${line(data.author)}\ncommitter ${line(data.committer)}\n\nwhole\n`;
    expect(gitSha("commit", Buffer.from(text))).toBe(sha);
  });

  test("a tree on a base keeps what is not named, changes what is, and removes where sha is null", async () => {
    const blob = (path: string, content: string | null) => ({
      path,
      mode: "100644",
      type: "blob",
      ...(content === null ? { sha: null } : { content }),
    });
    const first = await ask(at("/git/trees"), "POST", hub.tokens.writer, {
      tree: [blob("keep.txt", "1"), blob("dir/change.txt", "2"), blob("dir/drop.txt", "3")],
    });
    const second = await ask(at("/git/trees"), "POST", hub.tokens.writer, {
      base_tree: first.data.sha,
      tree: [blob("dir/change.txt", "new"), blob("dir/drop.txt", null)],
    });
    const whole = await ask(at(`/git/trees/${second.data.sha}?recursive=1`), "GET", hub.tokens.reader);
    const seen = whole.data.tree.map(({ path, sha }: { path: string; sha: string }) => [path, sha]);
    expect(Object.fromEntries(seen)).toMatchObject({
      "keep.txt": gitSha("blob", Buffer.from("1")),
      "dir/change.txt": gitSha("blob", Buffer.from("new")),
    });
    expect(seen.map(([path]: [string]) => path).sort()).toEqual(["dir", "dir/change.txt", "keep.txt"]);
  });

  test("an orphan branch is made once; the second who tries is told", async () => {
    const { sha } = await commitOn([], "orphan");
    const make = () => ask(at("/git/refs"), "POST", hub.tokens.writer, { ref: "refs/heads/orphan", sha });
    const told = await Promise.all([make(), make(), make()]);
    expect(told.map(({ status }) => status).sort()).toEqual([201, 422, 422]);
    expect(told.find(({ status }) => status === 422)?.data.message).toBe("Reference already exists");
    expect(await hub.state.history("orphan")).toHaveLength(1);
  });

  test("a branch moves forward only, unless forced", async () => {
    const first = await commitOn([], "start");
    await ask(at("/git/refs"), "POST", hub.tokens.writer, { ref: "refs/heads/line", sha: first.sha });
    const [left, right] = [await commitOn([first.sha], "left"), await commitOn([first.sha], "right")];
    const move = (sha: string, force?: boolean) =>
      ask(at("/git/refs/heads/line"), "PATCH", hub.tokens.writer, force === undefined ? { sha } : { sha, force });
    const told = await Promise.all([move(left.sha), move(right.sha)]);
    expect(told.map(({ status }) => status).sort()).toEqual([200, 422]);
    expect(told.find(({ status }) => status === 422)?.data.message).toBe("Update is not a fast forward");
    expect((await move(first.sha, true)).status).toBe(200);
  });

  test("of 12 who add to one file at once, each round lets one through and loses nobody", async () => {
    await put("race.txt", "", { branch: "main" });
    const add = async (line: string) => {
      for (;;) {
        const { data } = await ask(at("/contents/race.txt"), "GET", hub.tokens.writer);
        const text = Buffer.from(data.content, "base64").toString();
        const told = await put("race.txt", `${text}${line}\n`, { sha: data.sha });
        if (told.status === 200) return;
        expect(told.status).toBe(409);
      }
    };
    const lines = Array.from({ length: 12 }, (_, index) => `line ${index}`);
    await Promise.all(lines.map(add));
    const text = await hub.state.file("race.txt", "main");
    expect(text?.trimEnd().split("\n").sort()).toEqual([...lines].sort());
  });

  test.each([
    ["a name without refs/", { ref: "heads/x" }, "Reference name must start with refs/ and have at least two slashes."],
    ["a name that git refuses", { ref: "refs/heads/a..b" }, "refs/heads/a..b is not a valid ref name."],
    ["a commit that is not there", { sha: "2".repeat(40) }, "Object does not exist"],
    ["a name below a branch", { ref: "refs/heads/main/x" }, "'refs/heads/main' exists"],
  ])("no branch with %s", async (_, more, message) => {
    const sha = await hub.state.head("main");
    const told = await ask(at("/git/refs"), "POST", hub.tokens.writer, { ref: "refs/heads/x", sha, ...more });
    expect(told.status).toBe(422);
    expect(told.data.message).toContain(message);
  });

  test("what is not there", async () => {
    for (const path of ["/commits/nowhere", "/commits/nowhere/check-runs"]) {
      expect(await ask(at(path), "GET", hub.tokens.reader)).toMatchObject({
        status: 422,
        data: { message: "No commit found for SHA: nowhere" },
      });
    }
    expect((await ask(at("/git/ref/heads/nowhere"), "GET", hub.tokens.reader)).status).toBe(404);
    const sha = await hub.state.head("main");
    for (const [method, body] of [
      ["PATCH", { sha }],
      ["DELETE", undefined],
    ] as const) {
      expect(await ask(at("/git/refs/heads/nowhere"), method, hub.tokens.writer, body)).toMatchObject({
        status: 422,
        data: { message: "Reference does not exist" },
      });
    }
  });
});
