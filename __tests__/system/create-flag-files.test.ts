import { chmod, lstat, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createFlagFiles } from "../../src/system/create-flag-files.ts";

let folder = "";
const files = createFlagFiles();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "flag-files-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("createFlagFiles", () => {
  test("gives back the very bytes, and keeps the mode", async () => {
    const path = join(folder, "a.yaml");
    const bytes = Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xff, 0x0d, 0x0a);
    await writeFile(path, bytes);
    await chmod(path, 0o640);
    expect(await files.readBytes(path, 100)).toEqual({ ok: true, value: bytes });
    await files.writeBytesAtomically(path, Uint8Array.of(0xfe));
    expect(await readFile(path)).toEqual(Buffer.of(0xfe));
    expect((await stat(path)).mode & 0o777).toBe(0o640);
  });

  test("reads and writes through a link, which stays", async () => {
    const target = join(folder, "target.yaml");
    const link = join(folder, "link.yaml");
    await writeFile(target, "a: 1\n");
    await symlink(target, link);
    expect(await files.readBytes(link, 100)).toMatchObject({ ok: true });
    await files.writeBytesAtomically(link, new TextEncoder().encode("a: 2\n"));
    expect(await readFile(target, "utf8")).toBe("a: 2\n");
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
  });

  test("tells a file that is missing from one that cannot be used", async () => {
    await writeFile(join(folder, "large"), "x".repeat(11));
    expect(await files.readBytes(join(folder, "none"), 10)).toMatchObject({ ok: false, problem: { kind: "missing" } });
    expect(await files.readBytes(folder, 10)).toMatchObject({
      ok: false,
      problem: { kind: "invalid", reason: expect.stringMatching(/is a folder/) },
    });
    expect(await files.readBytes(join(folder, "large"), 10)).toMatchObject({ ok: false, problem: { kind: "invalid" } });
  });
});
