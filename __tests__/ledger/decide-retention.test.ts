import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { LedgerEvent, Retention } from "../../src/domain/ledger.ts";
import { decideRetention } from "../../src/ledger/decide-retention.ts";
import { foldLedger, type RecordedBaseline } from "../../src/ledger/fold-ledger.ts";
import { eventsOf, type LedgerLine, readLines } from "../../src/ledger/read-lines.ts";
import { baselineEvent, commitOf, gateEvent } from "./sample-events.ts";

const day = 86_400_000;
const now = Date.UTC(2026, 6, 1);
const policy: Retention = { now: new Date(now), keepMs: 90 * day, baselines: 2, anchors: [] };
const daysAgo = (days: number) => ({ at: new Date(now - days * day).toISOString() });

function linesOf(events: readonly (LedgerEvent | object)[]): readonly LedgerLine[] {
  const text = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  const read = readLines(text, { file: "test", rollout: "shop", firstLine: 1 });
  if (!read.ok) throw new Error(read.problem.reason);
  return read.value;
}

const keptIds = (events: readonly (LedgerEvent | object)[], more: Partial<Retention> = {}) =>
  decideRetention(linesOf(events), { ...policy, ...more }).map(({ id }) => id);

const oldGates = (count: number, prefix = "old") =>
  Array.from({ length: count }, (_, at) => gateEvent(`${prefix}${at}`, { ...daysAgo(200), commit: commitOf(at) }));
const machine = (cpuModel: string) => ({
  os: "linux 6.1",
  architecture: "x64",
  cpuModel,
  cores: 2,
  memoryBytes: 8e9,
  runtime: "node v24.0.0",
});

const { schema, rollout, tool, run, commit } = gateEvent("");
const stamp = { schema, rollout, tool, run, commit, ...daysAgo(300) };

const recordEvent = (id: string): LedgerEvent => ({
  ...stamp,
  id,
  kind: "record-kept",
  time: "before",
  operation: null,
  definition: "d",
  record: {
    metric: "m",
    source: "s",
    group: null,
    kind: "share",
    statistic: "mean",
    unit: "%",
    fromMs: 0,
    toMs: 1,
    blockMs: 60_000,
    blocks: [],
    relativeError: 0,
    notes: [],
  },
});

const rolledBackEvent = (
  id: string,
  more: Partial<Extract<LedgerEvent, { kind: "rolled-back" }>> = {},
): LedgerEvent => ({
  ...stamp,
  id,
  kind: "rolled-back",
  operation: "rollback-1",
  reason: "errors",
  ending: "rolled back",
  way: "flag",
  flag: "off",
  startedAt: stamp.at,
  findings: [],
  ...more,
});

const turnedBackEvent = (id: string, flag: "on" | "off" | "unknown"): LedgerEvent => ({
  ...stamp,
  id,
  kind: "flag-turned-back",
  operation: "enable-1",
  because: "errors",
  flag,
  verified: flag === "off",
});

describe("decideRetention", () => {
  test.each<[string, readonly (LedgerEvent | object)[], Partial<Retention>, readonly string[]]>([
    ["an empty ledger", [], {}, []],
    [
      "old verdicts go but for those that tell how long stages take",
      oldGates(20),
      {},
      Array.from({ length: 15 }, (_, at) => `old${at + 5}`),
    ],
    [
      "what is young stays, and what is dated ahead",
      [...oldGates(20), gateEvent("new", daysAgo(1)), gateEvent("ahead", daysAgo(-400))],
      {},
      [...Array.from({ length: 13 }, (_, at) => `old${at + 7}`), "new", "ahead"],
    ],
    [
      "the latest verdict about an anchor stays",
      [...oldGates(2, "a"), ...oldGates(1, "again"), ...oldGates(16)],
      { anchors: [commitOf(0), commitOf(1)] },
      Array.from({ length: 16 }, (_, at) => `old${at}`),
    ],
    [
      "kinds that are not known stay, and with them the verdict about their commit",
      [
        gateEvent("judged", { ...daysAgo(300), commit: commitOf(99) }),
        { ...gateEvent("turned-on", { ...daysAgo(300), commit: commitOf(99) }), kind: "moon-phase" },
        ...oldGates(15),
      ],
      {},
      ["judged", "turned-on", ...Array.from({ length: 15 }, (_, at) => `old${at}`)],
    ],
    [
      "the latest baselines of each kind of machine stay",
      [1, 2, 3].flatMap((number) => [
        baselineEvent(`x${number}`, { ...daysAgo(200), machine: machine("X") }),
        baselineEvent(`y${number}`, { ...daysAgo(200), machine: machine("Y") }),
      ]),
      {},
      ["x2", "y2", "x3", "y3"],
    ],
    [
      "a config in use keeps its own latest baselines, one that is not does not",
      [
        baselineEvent("used1", { ...daysAgo(200), configDigest: "used" }),
        baselineEvent("used2", { ...daysAgo(200), configDigest: "used" }),
        baselineEvent("gone1", { ...daysAgo(200), configDigest: "gone" }),
        baselineEvent("gone2", { ...daysAgo(200), configDigest: "gone" }),
        baselineEvent("other1", { ...daysAgo(200), configDigest: "other" }),
        baselineEvent("other2", { ...daysAgo(200), configDigest: "other" }),
        gateEvent("new", { ...daysAgo(1), configDigest: "used" }),
      ],
      {},
      ["used1", "used2", "other1", "other2", "new"],
    ],
    [
      "of what verdicts were about, only the latest one's config is in use, when none is young",
      [
        ...["gone", "used", "other"].flatMap((configDigest) =>
          [1, 2].map((number) => baselineEvent(`${configDigest}${number}`, { ...daysAgo(200), configDigest })),
        ),
        gateEvent("first", { ...daysAgo(200), configDigest: "gone" }),
        gateEvent("earlier", { ...daysAgo(200), configDigest: "gone" }),
        gateEvent("latest", { ...daysAgo(190), configDigest: "used" }),
      ],
      {},
      ["used1", "used2", "other1", "other2", "first", "earlier", "latest"],
    ],
    [
      "every config that a young event bears keeps baselines of its own",
      [
        ...["one", "two", "gone", "other"].flatMap((configDigest) =>
          [1, 2, 3].map((number) => baselineEvent(`${configDigest}${number}`, { ...daysAgo(200), configDigest })),
        ),
        gateEvent("new1", { ...daysAgo(2), configDigest: "one" }),
        gateEvent("new2", { ...daysAgo(1), configDigest: "two" }),
      ],
      {},
      ["one2", "one3", "two2", "two3", "other2", "other3", "new1", "new2"],
    ],
    [
      "each of several anchors keeps its latest baseline under each config",
      [
        baselineEvent("again", { ...daysAgo(200), commit: commitOf(1), configDigest: "c1" }),
        baselineEvent("a1", { ...daysAgo(200), commit: commitOf(1), configDigest: "c1" }),
        baselineEvent("a2", { ...daysAgo(200), commit: commitOf(1), configDigest: "c2" }),
        baselineEvent("b1", { ...daysAgo(200), commit: commitOf(2), configDigest: "c1" }),
        ...[3, 4].map((number) => baselineEvent(`o${number}`, { ...daysAgo(200), commit: commitOf(number) })),
      ],
      { anchors: [commitOf(1), commitOf(2)] },
      ["a1", "a2", "b1", "o3", "o4"],
    ],
    ...(
      [
        ["another release of the system is the same kind", { os: "linux 6.2" }, ["b3", "b4"]],
        ["another system is another kind", { os: "lynx 6.1" }, ["b1", "b2", "b3", "b4"]],
        ["another patch of the runtime is the same kind", { runtime: "node v24.9.1" }, ["b3", "b4"]],
        ["another major version is another kind", { runtime: "node v20.0.0" }, ["b1", "b2", "b3", "b4"]],
        ["another runtime is another kind", { runtime: "python 24.0.0" }, ["b1", "b2", "b3", "b4"]],
      ] as const
    ).map(([name, change, expected]): [string, readonly LedgerEvent[], object, readonly string[]] => [
      `of machines ${name}`,
      [1, 2, 3, 4].map((number) =>
        baselineEvent(`b${number}`, {
          ...daysAgo(200),
          machine: { ...machine("X"), ...(number > 2 ? change : {}) },
        }),
      ),
      {},
      expected,
    ]),
    [
      "the latest baseline of an anchor stays",
      [1, 2, 3, 4].map((number) => baselineEvent(`b${number}`, { ...daysAgo(200), commit: commitOf(number) })),
      { anchors: [commitOf(1)] },
      ["b1", "b3", "b4"],
    ],
    [
      "records of a time that is over go, those of the time that the flag is on stay, however old",
      [recordEvent("then"), rolledBackEvent("off"), recordEvent("before"), recordEvent("since")],
      {},
      ["off", "before", "since"],
    ],
    ...(
      [
        ["a turn-back that left the flag off ends that time", turnedBackEvent("end", "off"), false],
        ["a turn-back that left the flag on does not", turnedBackEvent("end", "on"), true],
        ["nor one after which nobody knows", turnedBackEvent("end", "unknown"), true],
        ["a rollback with findings ends it", rolledBackEvent("end", { ending: "rolled back with findings" }), false],
        ["a rollback by another way ends it, though the flag reads on", rolledBackEvent("end", { flag: "on" }), false],
        ["a failed rollback does not", rolledBackEvent("end", { ending: "failed", flag: "on" }), true],
        ["nor one that failed after the flag was off", rolledBackEvent("end", { ending: "failed" }), true],
      ] as const
    ).map(([name, end, stays]): [string, readonly LedgerEvent[], object, readonly string[]] => [
      name,
      [recordEvent("before"), recordEvent("later"), end, recordEvent("since")],
      {},
      [...(stays ? ["before", "later"] : []), "end", "since"],
    ]),
  ])("%s", (_name, events, more, expected) => {
    expect(keptIds(events, more)).toEqual(expected);
  });

  test("any history: what is asked of it is answered as before", () => {
    const commits = fc.integer({ min: 0, max: 5 }).map(commitOf);
    const configs = fc.constantFrom("d1", "d2", "d3");
    const days = fc.integer({ min: 0, max: 400 });
    const drafts = fc.record({
      sort: fc.constantFrom("gate", "baseline", "moon-phase"),
      commit: fc.option(commits, { nil: null }),
      configDigest: configs,
      days,
      cpu: fc.constantFrom("X", "Y"),
      durationMs: fc.integer({ min: 1, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(drafts, { maxLength: 80 }), fc.uniqueArray(commits, { maxLength: 2 }), (made, anchors) => {
        // Dates follow the order of the ledger, as clocks mostly do.
        const dates = made.map((draft) => draft.days).sort((one, other) => other - one);
        const events = made.map(({ sort, commit, configDigest, cpu, durationMs }, at) => {
          const common = { ...daysAgo(dates[at] ?? 0), commit, configDigest };
          if (sort === "baseline") return baselineEvent(`e${at}`, { ...common, machine: machine(cpu) });
          const gate = gateEvent(`e${at}`, { ...common, stageDurationsMs: { unit: durationMs } });
          return sort === "gate" ? gate : { ...gate, kind: sort };
        });
        const all = linesOf(events);
        const kept = decideRetention(all, { ...policy, anchors });
        const [before, after] = [foldLedger(eventsOf(all)), foldLedger(eventsOf(kept))];
        expect(after.stageDurationsMs).toEqual(before.stageDurationsMs);
        expect(kept.filter(({ event }) => event === null)).toEqual(all.filter(({ event }) => event === null));
        const history = all.filter(({ event }) => event === null).map(({ commit }) => commit);
        for (const { commit, at } of all) {
          if (commit === null) continue;
          for (const config of ["d1", "d2", "d3"]) {
            const verdict = before.latestVerdict(commit, config);
            const isYoung = verdict !== null && now - Date.parse(verdict.at) <= policy.keepMs;
            if (!isYoung && !anchors.includes(commit) && !history.includes(commit)) continue;
            expect(after.latestVerdict(commit, config)).toEqual(verdict);
          }
          expect(at).not.toBeNull();
        }
        const inUse = new Set([
          ...eventsOf(all).flatMap((event) =>
            now - Date.parse(event.at) <= policy.keepMs && "configDigest" in event ? event.configDigest : [],
          ),
          ...eventsOf(all)
            .flatMap((event) => (event.kind === "gate-concluded" ? event.configDigest : []))
            .slice(-1),
        ]);
        const wanted = (baselines: readonly RecordedBaseline[]) => [
          ...["X", "Y"].map((cpu) => baselines.filter(({ machine }) => machine.cpuModel === cpu).slice(-2)),
          ...[...inUse].flatMap((config) =>
            ["X", "Y"].map((cpu) =>
              baselines.filter((one) => one.machine.cpuModel === cpu && one.configDigest === config).slice(-2),
            ),
          ),
          ...anchors.map((anchor) => baselines.filter(({ commit }) => commit === anchor).slice(-1)),
        ];
        expect(wanted(after.baselines)).toEqual(wanted(before.baselines));
        // Once decided, there is nothing more to drop.
        expect(decideRetention(kept, { ...policy, anchors })).toEqual(kept);
      }),
      { numRuns: 300 },
    );
  });
});

describe("foldLedger", () => {
  test("the latest verdict about a commit under a config counts, in the ledger's order", () => {
    const state = foldLedger([
      gateEvent("g1", { decision: "GO" }),
      gateEvent("g2", { decision: "NO-GO", at: "2020-01-01T00:00:00Z" }),
      gateEvent("g3", { decision: "GO", configDigest: "d2" }),
      gateEvent("g4", { decision: "GO", commit: null }),
    ]);
    expect(state.latestVerdict(commitOf(1), "d1")?.id).toBe("g2");
    expect(state.latestVerdict(commitOf(1), "d2")?.id).toBe("g3");
    expect(state.latestVerdict(commitOf(2), "d1")).toBeNull();
  });

  test("a stage is expected to take what it took in the middle; a run that hung does not count for more", () => {
    const took = [100, 90, 110, 100_000, 95].map((unit, at) => gateEvent(`g${at}`, { stageDurationsMs: { unit } }));
    const state = foldLedger([...took, gateEvent("last", { stageDurationsMs: { lint: 4, unit: 105 } })]);
    expect([...state.stageDurationsMs]).toEqual([
      ["unit", 102.5],
      ["lint", 4],
    ]);
  });

  test("what a stage took long ago is forgotten", () => {
    const took = (unit: number, count: number) =>
      Array.from({ length: count }, (_, at) => gateEvent(`${unit}-${at}`, { stageDurationsMs: { unit } }));
    expect(foldLedger([...took(9000, 50), ...took(10, 15)]).stageDurationsMs.get("unit")).toBe(10);
  });

  test("baselines are told in their order", () => {
    expect(
      foldLedger([baselineEvent("b1"), gateEvent("g1"), baselineEvent("b2")]).baselines.map(({ id }) => id),
    ).toEqual(["b1", "b2"]);
  });
});
