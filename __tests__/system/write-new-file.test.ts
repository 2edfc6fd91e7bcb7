import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { writeNewFile } from "../../src/system/write-new-file.ts";

let place = "";
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "write-new-"));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

test("a file that is not there is written, with the folders on the way, and nothing is left beside it", async () => {
  expect(await writeNewFile(place, "a/b/c.yml", "text\n")).toBe(true);
  expect(readFileSync(join(place, "a/b/c.yml"), "utf8")).toBe("text\n");
  expect(readdirSync(join(place, "a/b"))).toEqual(["c.yml"]);
});

test("what is there stays: a file, a folder, a link that leads nowhere", async () => {
  writeFileSync(join(place, "file"), "old");
  symlinkSync(join(place, "nowhere"), join(place, "link"));
  expect(await writeNewFile(place, "file", "new")).toBe(false);
  expect(await writeNewFile(place, "link", "new")).toBe(false);
  expect(readFileSync(join(place, "file"), "utf8")).toBe("old");
  expect(readdirSync(place).sort()).toEqual(["file", "link"]);
});

test("a folder that is a link out of the repository is not written through", async () => {
  const outside = mkdtempSync(join(tmpdir(), "write-new-outside-"));
  symlinkSync(outside, join(place, ".github"));
  await expect(writeNewFile(place, ".github/a.yml", "x")).rejects.toThrow("leads out of the repository");
  expect(readdirSync(outside)).toEqual([]);
  rmSync(outside, { recursive: true });
});
