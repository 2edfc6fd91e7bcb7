import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { takeLock } from "../../src/flag/journal/take-lock.ts";
import { createHolders } from "../../src/system/create-holders.ts";
import { createStateFiles } from "../../src/system/create-state-files.ts";

let place: string;
beforeEach(() => {
  place = join(realpathSync(mkdtempSync(join(tmpdir(), "state-files-"))), "state");
});
afterEach(() => rmSync(join(place, ".."), { recursive: true, force: true }));

describe("the state folder", () => {
  test("what is not there is nothing, and not a problem", async () => {
    const state = createStateFiles(place);
    expect(await state.read("a/b")).toEqual({ ok: true, value: null });
    expect(await state.names("a")).toEqual({ ok: true, value: [] });
    await state.remove("a");
  });

  test("is written for nobody else to read, and leaves nothing beside it", async () => {
    const state = createStateFiles(place);
    await state.write("journal/0000.json", "one");
    await state.write("journal/0000.json", "two");
    expect(await state.read("journal/0000.json")).toEqual({ ok: true, value: "two" });
    expect(readdirSync(join(place, "journal"))).toEqual(["0000.json"]);
    expect(statSync(place).mode & 0o777).toBe(0o700);
  });

  test("of many who make the same file one does, and it is whole", async () => {
    const state = createStateFiles(place);
    const texts = Array.from({ length: 20 }, (_, index) => `${index}`.repeat(10_000));
    const made = await Promise.all(texts.map((text) => state.create("lock/1", text)));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await state.read("lock/1")).toEqual({ ok: true, value: texts[made.indexOf(true)] });
    expect(readdirSync(join(place, "lock"))).toEqual(["1"]);
  });

  test("a rename never replaces", async () => {
    const state = createStateFiles(place);
    await state.write("a/x", "1");
    await state.write("b/x", "2");
    await expect(state.rename("a", "b")).rejects.toThrow(/is there already/);
    await state.rename("a", "c/d");
    expect(await state.read("c/d/x")).toEqual({ ok: true, value: "1" });
  });

  test("a file in a folder's place is a problem, and no empty folder", async () => {
    mkdirSync(place);
    writeFileSync(join(place, "journal"), "");
    expect(await createStateFiles(place).names("journal")).toMatchObject({ ok: false, problem: { kind: "invalid" } });
  });
});

describe("the lock on a real disk", () => {
  test("is held by this process, and taken over from one that is dead or of another start of the machine", async () => {
    const state = createStateFiles(place);
    const holders = await createHolders(process.platform === "linux" ? "linux" : "darwin");
    const now = new Date();
    expect(await holders.isAlive(holders.self)).toBe(true);
    const first = await takeLock(state, holders, "enable", now);
    expect(await takeLock(state, holders, "rollback", now)).toMatchObject({ ok: false });
    if (first.ok) await first.value.release();
    const other = (self: Partial<typeof holders.self>) => ({ ...holders, self: { ...holders.self, ...self } });
    await takeLock(state, other({ startedAt: `1${holders.self.startedAt}` }), "enable", now);
    expect(await takeLock(state, other({ startedAt: "1 of boot x" }), "enable", now)).toMatchObject({ ok: true });
    expect(await takeLock(state, other({ host: "elsewhere" }), "enable", now)).toMatchObject({ ok: true });
    expect(await takeLock(state, holders, "rollback", now)).toMatchObject({
      ok: false,
      problem: { reason: expect.stringMatching(/cannot be told from this machine/) },
    });
  });
});
