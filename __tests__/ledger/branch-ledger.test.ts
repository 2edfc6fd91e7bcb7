import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { BranchFiles } from "../../src/domain/branch-files.ts";
import type { LedgerEvent, LedgerStore } from "../../src/domain/ledger.ts";
import { createBranchLedger } from "../../src/ledger/branch-ledger.ts";
import { type BranchFaults, modelBranch } from "./model-branch.ts";
import { baselineEvent, commitOf, gateEvent } from "./sample-events.ts";
import { seededRandom, virtualTime } from "./virtual-time.ts";

const quiet = { clock: { sleep: async () => {} }, random: () => 0 };

function ledgerOn(files: BranchFiles): LedgerStore {
  return createBranchLedger({ files, ...quiet });
}

/** Many writers on one branch whose calls take time and go wrong as asked. */
function crowd(seed: number, faults: Pick<BranchFaults, "lost" | "stale">) {
  const time = virtualTime();
  const random = seededRandom(seed);
  const branch = modelBranch({ ...faults, random, sleep: time.sleep, latencyMs: () => 150 + 700 * random() });
  const writer = () => createBranchLedger({ files: branch.files, clock: { sleep: time.sleep }, random });
  return { branch, time, writer, random };
}

const idsOf = async (store: LedgerStore): Promise<readonly string[]> => {
  const read = await store.read("shop");
  if (!read.ok) throw new Error(read.problem.reason);
  return read.value.map(({ id }) => id);
};

describe("the ledger on a branch", () => {
  test("begins the branch without history, with a page that says what it is, and reads back what was added", async () => {
    const { files, commits, latest } = modelBranch();
    const event = baselineEvent("b1");
    expect(await ledgerOn(files).read("shop")).toEqual({ ok: true, value: [] });
    expect(await ledgerOn(files).append("shop", [gateEvent("g1"), event])).toMatchObject({ ok: true });
    expect(commits).toHaveLength(1);
    expect([...latest().keys()]).toEqual(["README.md", "rollouts/shop/head.jsonl"]);
    const read = await ledgerOn(files).read("shop");
    expect(read).toEqual({ ok: true, value: [gateEvent("g1"), event] });
    expect(await ledgerOn(files).read("other")).toEqual({ ok: true, value: [] });
  });

  test("a second rollout begins on the branch that the first began", async () => {
    const { files, commits, calls, latest } = modelBranch();
    const store = ledgerOn(files);
    await store.append("shop", [gateEvent("g1")]);
    const other = { ...gateEvent("o1"), rollout: "other" };
    expect(await store.append("other", [other])).toEqual({ ok: true, value: { added: [other] } });
    expect(commits).toHaveLength(2);
    expect(calls.filter(({ what }) => what === "begin")).toHaveLength(1);
    expect([...latest().keys()]).toEqual(["README.md", "rollouts/shop/head.jsonl", "rollouts/other/head.jsonl"]);
    expect(await store.read("other")).toEqual({ ok: true, value: [other] });
    expect(await idsOf(store)).toEqual(["g1"]);
  });

  test("an event that is there already is not added again", async () => {
    const { files, commits } = modelBranch();
    const store = ledgerOn(files);
    await store.append("shop", [gateEvent("g1")]);
    expect(await store.append("shop", [gateEvent("g1"), gateEvent("g2"), gateEvent("g2")])).toMatchObject({
      value: { added: [{ id: "g2" }] },
    });
    expect(await store.append("shop", [gateEvent("g1")])).toEqual({ ok: true, value: { added: [] } });
    expect(commits).toHaveLength(2);
    expect(await idsOf(store)).toEqual(["g1", "g2"]);
  });

  test("an append takes two calls, one that seals a full segment three, and neither grows with the ledger", async () => {
    const { files, calls, latest } = modelBranch();
    const store = ledgerOn(files);
    const perAppend: number[] = [];
    const bytes: number[] = [];
    for (let number = 0; number < 1000; number++) {
      const before = calls.length;
      await store.append("shop", [gateEvent(`g${number}`, { commit: commitOf(number) })]);
      perAppend.push(calls.length - before);
      bytes.push(...calls.slice(before).map((call) => call.bytes));
    }
    expect(Math.max(...perAppend)).toBe(3);
    expect(perAppend.filter((count) => count === 3).length).toBeLessThan(15);
    expect(Math.max(...bytes)).toBeLessThanOrEqual(65 * 1024);
    expect(Math.max(...[...latest().values()].map((text) => text.length))).toBeLessThanOrEqual(65 * 1024);
    expect((await idsOf(store)).length).toBe(1000);
  });

  test("32 writers record 20 times each with a tenth of all answers lost: none is lost, none comes twice", async () => {
    const { branch, time, writer } = crowd(7, { lost: 0.1, stale: 0.05 });
    const writers = Array.from({ length: 32 }, async (_, number) => {
      const store = writer();
      for (let record = 0; record < 20; record++) {
        const appended = await store.append("shop", [gateEvent(`w${number}-${record}`)]);
        expect(appended).toMatchObject({ ok: true, value: { added: [{ id: `w${number}-${record}` }] } });
      }
    });
    await time.run(Promise.all(writers));
    const heads = branch.commits.map(({ tree }) => tree.get("rollouts/shop/head.jsonl") ?? "");
    const ids = await idsOf(createBranchLedger({ files: modelOf(branch.latest()), ...quiet }));
    expect(ids).toHaveLength(640);
    expect(new Set(ids).size).toBe(640);
    const texts = [...branch.latest().values()].join("");
    expect(texts.split('"id":"w').length - 1).toBe(640);
    // Linear: each newest file either grows out of the one before it, or is begun anew after that was sealed.
    for (const [at, head] of heads.entries()) {
      if (at > 0) expect(head.startsWith(heads[at - 1] ?? "") || /"segment":\d+/.test(head)).toBe(true);
    }
    // Each writer's own records are in the order in which it made them.
    for (let number = 0; number < 32; number++) {
      const own = ids.filter((id) => id.startsWith(`w${number}-`)).map((id) => Number(id.split("-")[1]));
      expect(own).toEqual([...own].sort((one, other) => one - other));
    }
  }, 60_000);

  test("any crowd, any faults, compaction in between: every record that was told as added is there once", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.integer(),
          writers: fc.integer({ min: 1, max: 6 }),
          records: fc.integer({ min: 1, max: 12 }),
          lost: fc.constantFrom(0, 0.1, 0.3),
          stale: fc.constantFrom(0, 0.2),
          size: fc.constantFrom(1, 9000),
        }),
        async ({ seed, writers, records, lost, stale, size }) => {
          const { branch, time, writer, random } = crowd(seed, { lost, stale });
          const added: string[] = [];
          const now = new Date("2026-01-06T00:00:00Z");
          const work = Array.from({ length: writers }, async (_, number) => {
            const store = writer();
            for (let record = 0; record < records; record++) {
              const event = gateEvent(`w${number}-${record}`, { because: "x".repeat(size).slice(0, 4000) });
              const big = { ...event, findings: Array.from({ length: size / 60 }, () => finding) } as LedgerEvent;
              const appended = await store.append("shop", [big]);
              if (appended.ok) added.push(...appended.value.added.map(({ id }) => id));
              await (random() < 0.5 ? store : writer()).compact("shop", {
                now,
                keepMs: 90 * 86_400_000,
                baselines: 3,
                anchors: [],
              });
            }
          });
          await time.run(Promise.all(work));
          const ids = await idsOf(createBranchLedger({ files: modelOf(branch.latest()), ...quiet }));
          expect(new Set(ids).size).toBe(ids.length);
          expect([...added].sort()).toEqual([...ids].sort());
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);

  test("of many who want to be first, one is, and each knows it", async () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const { branch, time, writer } = crowd(seed, { lost: 0.2, stale: 0.1 });
      const claims = Array.from({ length: 8 }, (_, number) =>
        writer().update("shop", (events) =>
          events.some((event) => event.commit === commitOf(7))
            ? []
            : [gateEvent(`c${number}`, { commit: commitOf(7) })],
        ),
      );
      const outcomes = await time.run(Promise.all(claims));
      const winners = outcomes.flatMap((outcome) =>
        outcome.ok ? outcome.value.added.map(({ id }) => id) : ["failed"],
      );
      expect(winners).toHaveLength(1);
      expect(await idsOf(createBranchLedger({ files: modelOf(branch.latest()), ...quiet }))).toEqual(winners);
    }
  });

  test("a writer killed between sealing and beginning anew leaves nothing wrong", async () => {
    const { files, latest, plant } = modelBranch();
    const store = ledgerOn(files);
    for (let number = 0; number < 150; number++) await store.append("shop", [gateEvent(`g${number}`)]);
    const head = latest().get("rollouts/shop/head.jsonl") ?? "";
    expect(head).toContain('"segment":1');
    // The copy was made; then others added more, up to where it is sealed again.
    plant("rollouts/shop/segment-000001.jsonl", head);
    for (let number = 150; number < 450; number++) await store.append("shop", [gateEvent(`g${number}`)]);
    expect(await idsOf(ledgerOn(files))).toEqual(Array.from({ length: 450 }, (_, number) => `g${number}`));
  });

  test("compaction makes few files of many, keeps what is young, and drops what is old", async () => {
    const { files, latest, calls } = modelBranch();
    const store = ledgerOn(files);
    const events = Array.from({ length: 1600 }, (_, number) => {
      const at = number < 1500 ? "2025-01-01T00:00:00.000Z" : "2026-01-05T09:00:00.000Z";
      return gateEvent(`g${number}`, { at, commit: commitOf(number) });
    });
    await appendInPieces(store, events);
    const retention = {
      now: new Date("2026-01-06T00:00:00Z"),
      keepMs: 90 * 86_400_000,
      baselines: 3,
      anchors: [commitOf(5)],
    };
    // Who has just added something and sealed nothing leaves it to others.
    expect(await store.compact("shop", retention)).toEqual({ ok: true, value: { removed: 0 } });
    expect(await ledgerOn(files).compact("shop", retention)).toEqual({ ok: true, value: { removed: 1499 } });
    expect([...latest().keys()].filter((path) => path.startsWith("rollouts/shop/"))).toHaveLength(2);
    const expected = ["g5", ...Array.from({ length: 100 }, (_, index) => `g${1500 + index}`)];
    expect(await idsOf(ledgerOn(files))).toEqual(expected);
    await store.append("shop", [gateEvent("after")]);
    expect((await idsOf(ledgerOn(files))).at(-1)).toBe("after");
    const before = calls.length;
    expect(await store.compact("shop", retention)).toEqual({ ok: true, value: { removed: 0 } });
    expect(calls.length).toBe(before);
  });

  test("a ledger that grows is compacted by who seals, once in a while", async () => {
    const { files, latest, calls } = modelBranch();
    const counts: number[] = [];
    const most: number[] = [];
    for (let number = 0; number < 4000; number += 40) {
      const at = new Date(Date.UTC(2026, 0, 1) + number * 3_600_000);
      const events = Array.from({ length: 40 }, (_, step) => gateEvent(`g${number + step}`, { at: at.toISOString() }));
      const before = calls.length;
      const store = ledgerOn(files);
      await store.append("shop", events);
      await store.compact("shop", { now: at, keepMs: 10 * 86_400_000, baselines: 3, anchors: [] });
      counts.push(calls.length - before);
      most.push(latest().size);
    }
    expect(counts.filter((count) => count > 4).length).toBeLessThanOrEqual(6);
    expect(Math.max(...most)).toBeLessThanOrEqual(12);
    expect((await idsOf(ledgerOn(files))).at(-1)).toBe("g3999");
  });

  test("events of kinds that a later version knows are passed over, and kept by everything that happens", async () => {
    const { files, latest, plant } = modelBranch();
    const store = ledgerOn(files);
    await store.append("shop", [gateEvent("g1")]);
    const later = '{"schema":"rollout-gate/event/7","id":"later-1","kind":"moon-phase","moon":{"full":true}}\n';
    plant("rollouts/shop/head.jsonl", `${latest().get("rollouts/shop/head.jsonl")}${later}`);
    const old = { at: "2025-01-01T00:00:00.000Z" };
    await appendInPieces(
      store,
      Array.from({ length: 1600 }, (_, number) => gateEvent(`o${number}`, old)),
    );
    expect(await idsOf(store)).not.toContain("later-1");
    const now = new Date("2027-01-01T00:00:00Z");
    const retention = { now, keepMs: 1, baselines: 1, anchors: [] };
    expect(await ledgerOn(files).compact("shop", retention)).toEqual({ ok: true, value: { removed: 1586 } });
    expect([...latest().values()].join("")).toContain(later);
  });

  test.each<[string, (plant: (path: string, text: string | null) => void) => void, RegExp]>([
    ["a newest file that is empty", (plant) => plant("rollouts/shop/head.jsonl", ""), /does not begin as a ledger/],
    ["a line that was cut", (plant) => plant("rollouts/shop/head.jsonl", `${header}{"schema"`), /Line 2 of rollouts/],
    ["a line that is no event", (plant) => plant("rollouts/shop/head.jsonl", `${header}{}\n`), /Line 2 .* no event/],
    [
      "a segment that is missing",
      (plant) => plant("rollouts/shop/head.jsonl", later),
      /segment-000001\.jsonl .* not there/,
    ],
    [
      "a segment under another's name",
      (plant) => {
        plant("rollouts/shop/head.jsonl", later);
        plant("rollouts/shop/segment-000001.jsonl", later);
      },
      /says that it is segment 2/,
    ],
  ])("%s is a problem, never an empty ledger", async (_name, spoil, reason) => {
    const { files, plant } = modelBranch();
    const store = ledgerOn(files);
    await store.append("shop", [gateEvent("g1")]);
    spoil(plant);
    const read = await ledgerOn(files).read("shop");
    expect(read).toMatchObject({ ok: false, problem: { reason: expect.stringMatching(reason) } });
    expect(await ledgerOn(files).update("shop", () => [gateEvent("g2")])).toMatchObject({ ok: false });
  });

  test("what could not be read back is never written", async () => {
    const { files, commits } = modelBranch();
    const store = ledgerOn(files);
    const outcomes = [
      await store.append("shop", [gateEvent("no good id")]),
      await store.append("shop", [gateEvent("g", { rollout: "other" })]),
      await store.append("shop", [gateEvent("g", { stageDurationsMs: { unit: Number.NaN } })]),
      await store.append("shop", [gateEvent("g", { because: "x".repeat(5000) })]),
    ];
    expect(outcomes.map(({ ok }) => ok)).toEqual([false, false, false, false]);
    expect(commits).toHaveLength(0);
  });

  test("a branch that answers nothing is given up in words, after a bounded number of tries", async () => {
    const { files, calls } = modelBranch({ lost: 1, random: () => 0 });
    expect(await ledgerOn(files).append("shop", [gateEvent("g1")])).toMatchObject({
      ok: false,
      problem: { reason: expect.stringMatching(/^Nothing could be recorded on branch rollout-gate .* in 50 tries/) },
    });
    expect(calls.length).toBe(50);
    expect(await ledgerOn(files).read("shop")).toMatchObject({ ok: false });
  });
});

const header = '{"schema":"rollout-gate/ledger/1","rollout":"shop","segment":1,"first":1}\n';
const later = '{"schema":"rollout-gate/ledger/1","rollout":"shop","segment":2,"first":1}\n';
const finding = { subject: "s".repeat(40), outcome: "warn", severity: "info" } as const;

async function appendInPieces(store: LedgerStore, events: readonly LedgerEvent[]): Promise<void> {
  for (let next = 0; next < events.length; next += 40) await store.append("shop", events.slice(next, next + 40));
}

/** The same files on a branch without faults. */
function modelOf(tree: ReadonlyMap<string, string>): BranchFiles {
  const { files, plant } = modelBranch();
  for (const [path, text] of tree) plant(path, text);
  return files;
}
