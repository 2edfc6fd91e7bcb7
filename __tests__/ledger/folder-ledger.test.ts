import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { LedgerStore } from "../../src/domain/ledger.ts";
import { createFolderLedger } from "../../src/ledger/folder-ledger.ts";
import { createClock } from "../../src/system/create-clock.ts";
import { createLedgerFiles } from "../../src/system/create-ledger-files.ts";
import { memoryLedgerFiles } from "./memory-ledger-files.ts";
import { baselineEvent, commitOf, gateEvent } from "./sample-events.ts";

const quiet = { clock: { sleep: async () => {} }, random: () => 0 };
const retention = { now: new Date("2026-01-06T00:00:00Z"), keepMs: 90 * 86_400_000, baselines: 3, anchors: [] };
const old = { at: "2025-01-01T00:00:00.000Z" };

const idsOf = async (store: LedgerStore): Promise<readonly string[]> => {
  const read = await store.read("shop");
  if (!read.ok) throw new Error(read.problem.reason);
  return read.value.map(({ id }) => id);
};

describe("the ledger in a folder of a real disk", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "ledger-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const real = () =>
    createFolderLedger(folder, { files: createLedgerFiles(), clock: createClock(), random: Math.random });

  test("holds what was added, by each rollout's name, also in names that disks confuse", async () => {
    expect(await real().read("shop")).toEqual({ ok: true, value: [] });
    const events = [gateEvent("g1"), baselineEvent("b1")];
    expect(await real().append("shop", events)).toEqual({ ok: true, value: { added: events } });
    await real().append("Shop", [gateEvent("upper", { rollout: "Shop" })]);
    expect(await real().read("shop")).toEqual({ ok: true, value: events });
    expect((await readdir(join(folder, "rollouts"))).sort()).toEqual(["=53hop", "shop"]);
    expect(await readdir(join(folder, "rollouts", "shop"))).toEqual(["00000001.jsonl"]);
  });

  test("16 writers at once: nothing is lost, nothing comes twice, no temporary file is left", async () => {
    await Promise.all(
      Array.from({ length: 16 }, async (_, number) => {
        const store = real();
        for (let record = 0; record < 5; record++) {
          expect(await store.append("shop", [gateEvent(`w${number}-${record}`)])).toMatchObject({ ok: true });
        }
      }),
    );
    const ids = await idsOf(real());
    expect(ids).toHaveLength(80);
    expect(new Set(ids).size).toBe(80);
    const names = await readdir(join(folder, "rollouts", "shop"));
    expect(names).toEqual(Array.from({ length: 80 }, (_, at) => `${String(at + 1).padStart(8, "0")}.jsonl`));
  });

  test("of many who want to be first, one is", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, number) =>
        real().update("shop", (events) => (events.length > 0 ? [] : [gateEvent(`c${number}`)])),
      ),
    );
    const winners = outcomes.flatMap((outcome) => (outcome.ok ? outcome.value.added : []));
    expect(winners).toHaveLength(1);
    expect(await idsOf(real())).toEqual(winners.map(({ id }) => id));
  });

  test.each<[string, (own: string) => Promise<void>, RegExp]>([
    ["a file that is empty", (own) => writeFile(join(own, "00000002.jsonl"), ""), /does not begin as a ledger of shop/],
    ["a file that was cut", (own) => writeFile(join(own, "00000002.jsonl"), `${header(2)}{"schema":`), /Line 2 .* cut/],
    ["a file of somebody else", (own) => writeFile(join(own, "notes.txt"), "x"), /no part of a ledger/],
    [
      "a file that is missing",
      (own) => writeFile(join(own, "00000003.jsonl"), header(3)),
      /00000002\.jsonl .* not there/,
    ],
    [
      "a file under another's number",
      (own) => writeFile(join(own, "00000002.jsonl"), header(1)),
      /says that it is file 1/,
    ],
    ["a folder in a file's place", (own) => mkdir(join(own, "00000002.jsonl")), /a folder/],
  ])("%s is a problem, never an empty ledger", async (_name, spoil, reason) => {
    await real().append("shop", [gateEvent("g1")]);
    await spoil(join(folder, "rollouts", "shop"));
    expect(await real().read("shop")).toMatchObject({ ok: false, problem: { reason: expect.stringMatching(reason) } });
    expect(await real().append("shop", [gateEvent("g2")])).toMatchObject({ ok: false });
  });

  test("what a killed writer left half-written does not count", async () => {
    await real().append("shop", [gateEvent("g1")]);
    await writeFile(join(folder, "rollouts", "shop", ".0123456789abcdef.tmp"), '{"schema":"rollout-gate/led');
    expect(await idsOf(real())).toEqual(["g1"]);
  });

  test("a folder that cannot be made is a problem in words", async () => {
    await writeFile(join(folder, "rollouts"), "in the way");
    expect(await real().append("shop", [gateEvent("g1")])).toMatchObject({
      ok: false,
      problem: { reason: expect.stringMatching(/could not be (?:read|written) \(\w+\)/) },
    });
  });
});

describe("the ledger in a folder", () => {
  test("compaction takes all files together in one, and drops what is old", async () => {
    const { files, contents } = memoryLedgerFiles();
    const store = createFolderLedger("/ledger", { files, ...quiet });
    for (let number = 0; number < 300; number++) {
      await store.append("shop", [gateEvent(`g${number}`, { ...(number < 250 ? old : {}), commit: commitOf(number) })]);
    }
    expect(await store.compact("shop", retention)).toEqual({ ok: true, value: { removed: 250 } });
    expect([...contents.keys()]).toEqual(["/ledger/rollouts/shop/00000301.jsonl"]);
    await store.append("shop", [gateEvent("after")]);
    const ids = await idsOf(createFolderLedger("/ledger", { files, ...quiet }));
    expect(ids).toEqual([...Array.from({ length: 50 }, (_, at) => `g${250 + at}`), "after"]);
    expect(await store.compact("shop", retention)).toEqual({ ok: true, value: { removed: 0 } });
  });

  test("killed in the middle of compacting, it holds the same, and the next compaction cleans up", async () => {
    const memory = memoryLedgerFiles();
    const store = createFolderLedger("/ledger", { files: memory.files, ...quiet });
    for (let number = 0; number < 260; number++) await store.append("shop", [gateEvent(`g${number}`, old)]);
    let removals = 0;
    const dying = {
      ...memory.files,
      remove: async (path: string) => {
        removals += 1;
        if (removals > 100) throw new Error("killed");
        await memory.files.remove(path);
      },
    };
    await expect(
      createFolderLedger("/ledger", { files: dying, ...quiet }).compact("shop", retention),
    ).rejects.toThrow();
    const fresh = createFolderLedger("/ledger", { files: memory.files, ...quiet });
    const kept = Array.from({ length: 15 }, (_, at) => `g${245 + at}`);
    expect(await idsOf(fresh)).toEqual(kept);
    await fresh.compact("shop", retention);
    expect([...memory.contents.keys()]).toEqual(["/ledger/rollouts/shop/00000261.jsonl"]);
    expect(await idsOf(fresh)).toEqual(kept);
  });

  test("a writer held up until its number was used and compacted away adds its event all the same", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let isFirst = true;
    const memory = memoryLedgerFiles();
    const slow = {
      ...memory.files,
      createWhole: async (path: string, text: string) => {
        if (isFirst) {
          isFirst = false;
          await held;
        }
        return memory.files.createWhole(path, text);
      },
    };
    const late = createFolderLedger("/ledger", { files: slow, ...quiet }).append("shop", [gateEvent("late")]);
    const quick = createFolderLedger("/ledger", { files: memory.files, ...quiet });
    for (let number = 0; number < 260; number++) await quick.append("shop", [gateEvent(`g${number}`)]);
    await quick.compact("shop", retention);
    release();
    expect(await late).toMatchObject({ ok: true, value: { added: [{ id: "late" }] } });
    const ids = await idsOf(createFolderLedger("/ledger", { files: memory.files, ...quiet }));
    expect(ids).toHaveLength(261);
    expect(ids.at(-1)).toBe("late");
  });

  test("an append costs the same however long the ledger is", async () => {
    const { files, calls } = memoryLedgerFiles();
    const costs: number[] = [];
    for (let number = 0; number < 400; number++) {
      const before = calls.length;
      await createFolderLedger("/ledger", { files, ...quiet }).append("shop", [gateEvent(`g${number}`)]);
      costs.push(calls.length - before);
    }
    expect(Math.max(...costs.slice(100))).toBe(costs[100]);
    expect(costs.at(-1)).toBeLessThan(60);
  });
});

function header(segment: number): string {
  return `{"schema":"rollout-gate/ledger/1","rollout":"shop","segment":${segment},"first":1}\n`;
}
