import { execFileSync } from "node:child_process";
import {
  chmod,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createFiles } from "../../src/system/create-files.ts";

const files = createFiles();
let root = "";
let inside = "";
const at = (name: string) => join(inside, name);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "files-"));
  inside = join(root, "evidence");
  await mkdir(join(inside, "sub/deep"), { recursive: true });
  await writeFile(join(root, "secret"), "out of reach");
  await writeFile(at("plain.txt"), "grüße\n");
  await writeFile(at("empty"), "");
  await writeFile(at("sub/deep/leaf"), "leaf");
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe("reading", () => {
  const read = (name: string, maxBytes = 1000) => files.readText(at(name), { maxBytes, within: inside });

  test("a plain file, and one in a folder", async () => {
    expect(await read("plain.txt")).toEqual({ ok: true, value: "grüße\n" });
    expect(await read("sub/deep/leaf")).toEqual({ ok: true, value: "leaf" });
  });

  test("an empty file is read; what that means is for the reader to say", async () => {
    expect(await read("empty")).toEqual({ ok: true, value: "" });
  });

  test("what is not there is missing, with a remedy", async () => {
    const reading = await read("absent");
    expect(reading).toMatchObject({
      ok: false,
      problem: { kind: "missing", file: at("absent"), remedy: expect.stringContaining("stage") },
    });
  });

  const encodings: readonly [name: string, bytes: readonly number[], text: string][] = [
    ["UTF-8 with its mark", [0xef, 0xbb, 0xbf, 0x61], "a"],
    ["UTF-16 little-endian, as PowerShell 5 writes it", [0xff, 0xfe, 0x61, 0, 0xe9, 0], "aé"],
    ["UTF-16 big-endian", [0xfe, 0xff, 0, 0x61, 0, 0xe9], "aé"],
    ["bytes that are not UTF-8", [0x61, 0xff, 0x62], "a\ufffdb"],
    ["a character that is cut off at the end", [0x61, 0xe2, 0x82], "a\ufffd"],
    ["a single byte", [0x61], "a"],
    ["a mark alone", [0xef, 0xbb, 0xbf], ""],
  ];
  test.each(encodings)("%s", async (_name, bytes, text) => {
    await writeFile(at("encoded"), Buffer.from(bytes));
    expect(await read("encoded")).toEqual({ ok: true, value: text });
  });

  test("UTF-32 is refused with words", async () => {
    await writeFile(at("encoded"), Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]));
    expect(await read("encoded")).toMatchObject({ ok: false, problem: { reason: expect.stringContaining("UTF-32") } });
  });

  test("the cap is exact", async () => {
    await writeFile(at("capped"), "x".repeat(100));
    expect(await read("capped", 100)).toMatchObject({ ok: true });
    expect(await read("capped", 99)).toMatchObject({
      ok: false,
      problem: { kind: "invalid", reason: expect.stringContaining("larger than 99 bytes") },
    });
  });

  test("a sparse file of a terabyte is refused without being read", async () => {
    await writeFile(at("sparse"), "");
    await truncate(at("sparse"), 2 ** 40);
    expect(await read("sparse")).toMatchObject({ ok: false, problem: { reason: expect.stringContaining("larger") } });
  });

  const refused: readonly [name: string, make: (path: string) => unknown, words: RegExp][] = [
    ["a folder", (path) => mkdir(path), /is a folder/],
    ["a FIFO nobody writes to", (path) => execFileSync("mkfifo", [path]), /not a regular file/],
    ["a link out", (path) => symlink("../secret", path), /leads out of/],
    ["a link to a device", (path) => symlink("/dev/zero", path), /leads out of/],
    ["a link that leads nowhere", (path) => symlink("nowhere", path), /leads nowhere/],
    ["a link to itself", (path) => symlink("itself", path), /circle|leads nowhere|ELOOP/],
  ];
  test.each(refused)("%s is refused at once", async (name, make, words) => {
    const own = name.endsWith("itself") ? "itself" : `refused ${name}`;
    await make(at(own));
    // A FIFO that nobody writes to would keep the test until its time limit.
    const reading = await read(own);
    expect(reading).toMatchObject({ ok: false, problem: { kind: "invalid", reason: expect.stringMatching(words) } });
  });

  test("a socket is refused", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(at("socket"), resolve);
    });
    expect(await read("socket")).toMatchObject({ ok: false, problem: { reason: expect.stringContaining("socket") } });
    await new Promise((resolve) => server.close(resolve));
  });

  test("a folder on the way that is a link out is refused; one that stays inside is not", async () => {
    await symlink("..", at("up"));
    expect(await read("up/secret")).toMatchObject({
      ok: false,
      problem: { reason: expect.stringContaining("leads out") },
    });
    await symlink("sub", at("alias"));
    expect(await read("alias/deep/leaf")).toEqual({ ok: true, value: "leaf" });
    await symlink("plain.txt", at("inner-link"));
    expect(await read("inner-link")).toMatchObject({ ok: true });
  });

  test("a path that climbs out by dots is refused", async () => {
    const reading = await files.readText(`${inside}/sub/../../secret`, { maxBytes: 100, within: inside });
    expect(reading).toMatchObject({ ok: false, problem: { reason: expect.stringContaining("leads out") } });
  });

  test("a neighbour whose name begins alike is outside", async () => {
    await mkdir(join(root, "evidence-2"), { recursive: true });
    await writeFile(join(root, "evidence-2/x"), "x");
    expect(await files.readText(join(root, "evidence-2/x"), { maxBytes: 9, within: inside })).toMatchObject({
      ok: false,
    });
  });

  test("a file that the system makes while it is read is refused", async () => {
    const reading = await files.readText("/proc/self/status", { maxBytes: 1e6, within: "/proc" });
    expect(reading).toMatchObject({ ok: false, problem: { reason: expect.stringContaining("/proc") } });
  });

  test("files that are read at the same time and one after the other keep their own texts", async () => {
    // Some smaller, some larger than the memory that is kept from one to the next, and some of just its size.
    const sizes = [3, 700_000, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 40, 2_000_000, 0, 9];
    const texts = sizes.map((size, index) => "é".repeat(Math.min(index, size)).padEnd(size, String(index)));
    await Promise.all(texts.map((text, index) => writeFile(at(`own-${index}`), text)));
    const all = texts.map((_, index) => files.readText(at(`own-${index}`), { maxBytes: 2 ** 24, within: inside }));
    expect((await Promise.all(all)).map((one) => one.ok && one.value)).toEqual(texts);
    for (const [index, text] of texts.entries())
      expect(await read(`own-${index}`, 2 ** 24)).toEqual({ ok: true, value: text });
  });

  test("a large file comes in pieces that add up, characters whole", async () => {
    const text = "aé€😀".repeat(100_000);
    await writeFile(at("large"), text);
    const chunks = await files.readChunks(at("large"), { maxBytes: 2e6, within: inside });
    if (!chunks.ok) throw new Error(chunks.problem.reason);
    const pieces: string[] = [];
    for await (const piece of chunks.value) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join("")).toBe(text);
    // Half a surrogate pair would not survive the way to UTF-8 and back.
    for (const piece of pieces) expect(Buffer.from(piece).toString()).toBe(piece);
  });

  test("a file that grows beyond the cap while it is read ends with an error", async () => {
    await writeFile(at("growing"), "x".repeat(1000));
    const chunks = await files.readChunks(at("growing"), { maxBytes: 1500, within: inside });
    if (!chunks.ok) throw new Error(chunks.problem.reason);
    await writeFile(at("growing"), "x".repeat(3000));
    await expect(
      (async () => {
        for await (const _ of chunks.value);
      })(),
    ).rejects.toMatchObject({ message: expect.stringContaining("grew beyond 1500 bytes") });
  });
});

describe("kind", () => {
  test.each([
    ["plain.txt", "file"],
    ["sub", "folder"],
    ["absent", "nothing"],
    ["plain.txt/x", "nothing"],
    ["dangling", "other"],
  ] as const)("%s is %s", async (name, kind) => {
    if (name === "dangling") await symlink("nowhere", at(name));
    expect(await files.kind(at(name))).toBe(kind);
  });
});

describe("list", () => {
  test("regular files, sorted, links neither followed nor listed, cut at the cap", async () => {
    const folder = join(root, "listed");
    await mkdir(join(folder, "b/c"), { recursive: true });
    for (const name of ["z", "b/y", "b/c/x", "a"]) await writeFile(join(folder, name), "");
    await symlink("..", join(folder, "loop"));
    await symlink("a", join(folder, "link"));
    execFileSync("mkfifo", [join(folder, "fifo")]);
    expect(await files.list(folder, { maxFiles: 100 })).toEqual(["a", "b/c/x", "b/y", "z"]);
    expect(await files.list(folder, { maxFiles: 2 })).toHaveLength(2);
    expect(await files.list(folder, { maxFiles: 0 })).toEqual([]);
    expect(await files.list(join(folder, "absent"), { maxFiles: 100 })).toEqual([]);
  });
});

describe("writeAtomically", () => {
  test("makes a new file with an ordinary mode", async () => {
    await files.writeAtomically(at("new"), "text");
    expect(await readFile(at("new"), "utf8")).toBe("text");
    expect((await stat(at("new"))).mode & 0o777).toBe(0o666 & ~process.umask());
  });

  test("keeps the mode of the file that was there", async () => {
    await writeFile(at("moded"), "old");
    await chmod(at("moded"), 0o751);
    await files.writeAtomically(at("moded"), "new");
    expect(await readFile(at("moded"), "utf8")).toBe("new");
    expect((await stat(at("moded"))).mode & 0o7777).toBe(0o751);
  });

  test("writes through a link and leaves it a link; other names of the old file keep the old content", async () => {
    await writeFile(at("real"), "old");
    await symlink("real", at("through"));
    await link(at("real"), at("second-name"));
    await files.writeAtomically(at("through"), "new");
    expect(await readFile(at("real"), "utf8")).toBe("new");
    expect(await readFile(at("through"), "utf8")).toBe("new");
    expect(await readFile(at("second-name"), "utf8")).toBe("old");
  });

  test("refuses a folder and a FIFO, and leaves no temporary file", async () => {
    const folder = join(root, "refusals");
    await mkdir(join(folder, "folder"), { recursive: true });
    execFileSync("mkfifo", [join(folder, "fifo")]);
    await expect(files.writeAtomically(join(folder, "folder"), "x")).rejects.toThrow("not a regular file");
    await expect(files.writeAtomically(join(folder, "fifo"), "x")).rejects.toThrow("not a regular file");
    await expect(files.writeAtomically(join(folder, "absent/x"), "x")).rejects.toMatchObject({ code: "ENOENT" });
    expect((await readdir(folder)).sort()).toEqual(["fifo", "folder"]);
  });

  test("readers at any moment see the old content or the new, never a part", async () => {
    const path = at("contended");
    const contents = ["a".repeat(300_000), "b".repeat(300_000)];
    await writeFile(path, contents[0] ?? "");
    let done = false;
    const reader = (async () => {
      const seen = new Set<string>();
      while (!done) seen.add(await readFile(path, "utf8"));
      return seen;
    })();
    for (let round = 0; round < 40; round += 1) await files.writeAtomically(path, contents[round % 2] ?? "");
    done = true;
    for (const content of await reader) expect(contents.includes(content)).toBe(true);
  });

  test("on a disk without space the old file stays whole and nothing else stays", async () => {
    // A file size limit gives the same refusal in the middle of a write (EFBIG for ENOSPC) and needs no disk of its own.
    const folder = join(root, "full");
    await mkdir(folder);
    await writeFile(join(folder, "settings"), "old, and whole");
    const script = `
      const { writeAtomically } = await import(process.argv[1]);
      process.on("SIGXFSZ", () => {});
      try { await writeAtomically(process.argv[2], "n".repeat(400000)); console.log("written"); }
      catch (error) { console.log(error.code); }`;
    const said = execFileSync(
      "bash",
      ["--norc", "-c", 'ulimit -f 64; exec "$@"', "bash", process.execPath, "--input-type=module", "-e", script].concat(
        await compiled(),
        join(folder, "settings"),
      ),
      { encoding: "utf8" },
    );
    expect(said.trim()).toBe("EFBIG");
    expect(await readFile(join(folder, "settings"), "utf8")).toBe("old, and whole");
    expect(await readdir(folder)).toEqual(["settings"]);
  });
});

/** The module under test as plain JavaScript, for a process of its own. */
async function compiled(): Promise<string> {
  const { transform } = await import("@swc/core");
  const folder = join(root, "compiled");
  await mkdir(folder, { recursive: true });
  for (const name of ["write-atomically", "sync-folder", "error-code"]) {
    const source = await readFile(new URL(`../../src/system/${name}.ts`, import.meta.url), "utf8");
    const { code } = await transform(source, { jsc: { parser: { syntax: "typescript" }, target: "es2023" } });
    await writeFile(join(folder, `${name}.mjs`), code.replaceAll('.ts"', '.mjs"'));
  }
  return join(folder, "write-atomically.mjs");
}

describe("folders and space", () => {
  test("a temporary folder is new and private; removing takes all of it, and twice is no error", async () => {
    const folder = await files.makeTemporaryFolder("gate-");
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    await writeFile(join(folder, "x"), "");
    await files.remove(folder);
    await files.remove(folder);
    expect(await files.kind(folder)).toBe("nothing");
  });

  test("temporary folders can be put elsewhere", async () => {
    const own = createFiles({ temporaryFolder: join(root, "runner-temp") });
    expect(await own.makeTemporaryFolder("x-")).toContain(join(root, "runner-temp", "x-"));
  });

  test("making a folder makes those above it, and twice is no error", async () => {
    await files.makeFolder(at("m/a/k/e"));
    await files.makeFolder(at("m/a/k/e"));
    expect(await files.kind(at("m/a/k/e"))).toBe("folder");
  });

  test("removing a link leaves what it leads to", async () => {
    await symlink("plain.txt", at("to-remove"));
    await files.remove(at("to-remove"));
    expect(await files.kind(at("plain.txt"))).toBe("file");
  });

  test("free space of a folder not yet made is that of its nearest ancestor", async () => {
    const reading = await files.freeBytes(join(root, "not/yet/made"));
    if (!reading.ok) throw new Error(reading.problem.reason);
    expect(reading.value.measuredAt).toBe(root);
    const blocks =
      execFileSync("df", ["-Pk", root], { encoding: "utf8" }).trim().split("\n").at(-1)?.split(/\s+/) ?? [];
    expect(Math.abs(reading.value.bytes - Number(blocks[3]) * 1024)).toBeLessThan(500e6);
  });

  test("free space below a file is that of the file's disk", async () => {
    expect(await files.freeBytes(at("plain.txt/x"))).toMatchObject({
      ok: true,
      value: { measuredAt: at("plain.txt") },
    });
  });
});

test("folders to be skipped are not entered, at any depth", async () => {
  const folder = await mkdtemp(join(tmpdir(), "list-"));
  for (const path of ["a.json", "stages/b.json", "part/c.json", "part/stages/d.json"]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), "{}");
  }
  const listed = await createFiles().list(folder, { maxFiles: 10, skip: ["stages"] });
  await rm(folder, { recursive: true });
  expect(listed).toEqual(["a.json", "part/c.json"]);
});
