import { describe, expect, test } from "@jest/globals";
import { selectRuns } from "../../src/judge/select-runs.ts";
import {
  daysAgo,
  digest,
  fiveLaunches,
  judgeToday,
  ledger,
  machine,
  now,
  recordedMetric,
  run,
  runsOf,
  tenValues,
  today,
} from "./recorded-samples.ts";
import { criterion, relative } from "./samples.ts";

/** What is told when a run cannot be held against recorded ones, word for word, and which runs count. */

const tenRuns = runsOf(tenValues);
const dayMs = 86_400_000;
const policy = { runs: 10, maxAgeMs: 90 * dayMs, since: null, anchor: null };
const other = { ...machine, cpuModel: "Make B" };
const third = { ...machine, cores: 1, cpuModel: "  " };
const keep = "Let the default branch's own runs pass and be recorded";
const told = (finding: ReturnType<typeof judgeToday>["latency"]) => [finding.outcome, finding.reason, finding.action];

describe("no runs to be held against", () => {
  const baseline = (more: object) => ({ config: { baseline: { ...policy, ...more } } });
  const few = tenRuns.slice(0, 3);
  const before = runsOf(tenValues).map((one) => ({ ...one, at: daysAgo(100) }));

  test.each<[string, Parameters<typeof judgeToday>[0], readonly string[]]>([
    [
      "there is no ledger",
      { record: { kind: "none" } },
      [
        "missing",
        "the baseline of stage bench is the ledger's, and this run has no ledger",
        "Give the run a ledger (docs/flags-and-arms.md), or launch both arms",
      ],
    ],
    [
      "it cannot be read",
      {
        record: {
          kind: "unreadable",
          place: "folder x",
          problem: { kind: "invalid", reason: "EACCES", remedy: "Look." },
        },
      },
      ["invalid", "the ledger (folder x) could not be read, so there is no baseline: EACCES", "Look."],
    ],
    [
      "it cannot be read, and nobody knows more",
      { record: { kind: "unreadable", place: "folder x", problem: { kind: "invalid", reason: "EACCES" } } },
      [
        "invalid",
        "the ledger (folder x) could not be read, so there is no baseline: EACCES",
        "Mend the ledger, or the access to it",
      ],
    ],
    [
      "nothing is in it",
      { record: ledger([]) },
      [
        "missing",
        "no run of stage bench is in the ledger (memory) yet, and 7 are needed",
        `${keep}; until then launch both arms, or use a limit without a sign`,
      ],
    ],
    [
      "too few are",
      { record: ledger(few) },
      ["inconclusive", "too few runs: 3 of the 7 that are needed are in the ledger", `${keep} 4 more times`],
    ],
    [
      "one is lacking",
      { record: ledger(tenRuns.slice(0, 6)) },
      ["inconclusive", "too few runs: 6 of the 7 that are needed are in the ledger", `${keep} 1 more time`],
    ],
    [
      "some do not count",
      { record: ledger(tenRuns), ...baseline({ since: daysAgo(2) }) },
      [
        "inconclusive",
        `too few runs: 2 of the 7 that are needed are in the ledger; 8 runs from before ${daysAgo(2)} do not count`,
        `${keep} 5 more times`,
      ],
    ],
    [
      "they are too old",
      { record: ledger([...before, ...few]) },
      [
        "inconclusive",
        "stale: 3 of the runs on this kind of machine are younger than 90 d and 7 are needed; 10 are older, the latest of them by now 100 d old",
        `${keep} again, on a schedule if nothing else runs them`,
      ],
    ],
    [
      "they are of other machines",
      { record: ledger([...runsOf(tenValues, { machine: other }), ...few.slice(0, 1)]) },
      [
        "inconclusive",
        "another kind of machine: only 1 run in the ledger was on linux x64, 4 cores, Make A, node 24, and 7 are needed; there are 10 runs on linux x64, 4 cores, Make B, node 24",
        "Run it on a kind of machine that is there, or let the default branch's runs fill up this one",
      ],
    ],
    [
      "they are of many other machines",
      {
        record: ledger([
          run([recordedMetric([1])], { machine: third }),
          ...["B", "C", "D"].flatMap((make) => runsOf([1, 2], { machine: { ...machine, cpuModel: make } })),
        ]),
      },
      [
        "inconclusive",
        "another kind of machine: no run in the ledger was on linux x64, 4 cores, Make A, node 24, and 7 are needed; there are 2 runs on linux x64, 4 cores, B, node 24, 2 runs on linux x64, 4 cores, C, node 24, 2 runs on linux x64, 4 cores, D, node 24 and 1 more kinds",
        "Run it on a kind of machine that is there, or let the default branch's runs fill up this one",
      ],
    ],
    [
      "none has the metric",
      { record: ledger(tenRuns.map((one) => ({ ...one, measurements: [recordedMetric([1], { metric: "x" })] }))) },
      [
        "missing",
        "new: none of the 10 earlier runs has latency, so there is nothing to compare it with",
        `${keep}; then it is compared`,
      ],
    ],
    [
      "one has the metric",
      {
        record: ledger(
          tenRuns.map((one, at) => ({
            ...one,
            measurements: [recordedMetric([1], { metric: at === 0 ? "latency" : "x" })],
          })),
        ),
      },
      ["missing", "new: 1 run of 10 has latency, and 7 are needed", `${keep}; then it is compared`],
    ],
    [
      "two have the metric",
      {
        record: ledger(
          tenRuns.map((one, at) => ({
            ...one,
            measurements: [recordedMetric([1], { metric: at < 2 ? "latency" : "x" })],
          })),
        ),
      },
      ["missing", "new: 2 runs of 10 have latency, and 7 are needed", `${keep}; then it is compared`],
    ],
    [
      "it is a copy",
      {
        record: ledger(
          tenRuns.map((one, at) =>
            at === 4
              ? {
                  ...one,
                  measurements: [recordedMetric([123.4567, 765.4321].map((value) => digest(value, { samples: 1 })))],
                }
              : one,
          ),
        ),
        measurements: [today([123.4567, 765.4321])],
      },
      [
        "invalid",
        `stale: every figure of latency is to the last digit that of the run of ${daysAgo(6).slice(0, 10)}, so this run did not measure it`,
        "Find out where the stage takes its result file from; it must write a new one",
      ],
    ],
  ])("%s", (_name, world, wanted) => {
    const { latency } = judgeToday(world);
    expect(told(latency)).toEqual(wanted);
    expect(latency).toMatchObject({ severity: "critical", recorded: { of: "runs" } });
  });

  test("what a pattern names and is new is no news", () => {
    const record = ledger(tenRuns.map((one) => ({ ...one, measurements: [recordedMetric([1], { metric: "x" })] })));
    const { findings } = judgeToday({
      record,
      config: { criteria: [criterion(relative("<", 0.1), { metric: "lat*" }), criterion(relative("<", 0.1))] },
    });
    expect(findings.find(({ subject }) => subject === "lat*")).toMatchObject({ severity: "info", action: "" });
  });
});

describe("what is told beside a comparison", () => {
  const anchor = "a".repeat(40);
  const pinned = (runs: Parameters<typeof ledger>[0], more = {}) =>
    judgeToday({ record: ledger(runs), config: { baseline: { ...policy, anchor } }, ...more });
  const notes = (runs: Parameters<typeof ledger>[0], more = {}) =>
    judgeToday({ record: ledger(runs), ...more }).latency.footnotes;
  const weaker = `weaker than measuring both arms: held against 10 earlier runs in the ledger (${daysAgo(10).slice(0, 10)} to ${daysAgo(1).slice(0, 10)})`;

  test("runs that were left out, and what is not known", () => {
    expect(notes(tenRuns)).toEqual([weaker]);
    const old = run([recordedMetric([1])], { at: daysAgo(100) });
    const elsewhere = run([recordedMetric([1])], { machine: other });
    expect(
      notes([old, elsewhere, ...tenRuns.slice(1), { ...run([recordedMetric(fiveLaunches(100))]), configDigest: "1" }]),
    ).toEqual([
      `weaker than measuring both arms: held against 10 earlier runs in the ledger (${daysAgo(9).slice(0, 10)} to ${daysAgo(1).slice(0, 10)})`,
      "1 run on other kinds of machine left out",
      "1 run left out as too old",
      "the earlier runs had more than one config",
    ]);
    for (const cpuModel of ["", " unknown "]) {
      const unknown = { ...machine, cpuModel };
      expect(
        notes(
          tenRuns.map((one) => ({ ...one, machine: unknown })),
          { machine: unknown },
        ),
      ).toContain("the system does not tell the processor's model");
    }
    const sameDay = tenRuns.map((one) => ({ ...one, at: daysAgo(1) }));
    expect(notes(sameDay)[0]).toBe(
      `weaker than measuring both arms: held against 10 earlier runs in the ledger (${daysAgo(1).slice(0, 10)})`,
    );
  });

  test("the pinned commit", () => {
    const atAnchor = (count: number, more = {}) =>
      Array.from({ length: count }, () =>
        run([recordedMetric(fiveLaunches(100))], { commit: anchor, at: daysAgo(50), ...more }),
      );
    const one = pinned([...atAnchor(1), ...tenRuns]).find("latency since the anchor");
    expect(one.footnotes).toEqual([
      "weaker than measuring both arms: held against 1 run of the pinned commit, with the spread of 10 later runs",
    ]);
    expect(one.reason).toMatch(/ since the anchor aaaaaaaaaaaa: meets < 10 %, by one run of 5 launches$/);
    expect(one.recorded).toEqual({ of: "anchor", runs: 1 });
    const two = pinned([...atAnchor(2), ...tenRuns]).find("latency since the anchor");
    expect(two.footnotes[0]).toContain("held against 2 runs of the pinned commit");
    const slow = pinned([...atAnchor(2), ...tenRuns], { measurements: [today(fiveLaunches(130))] });
    expect(slow.find("latency since the anchor").action).toBe(
      "Find which changes since the anchor cost it, or move the anchor if that is meant",
    );
    expect(slow.latency.action).toBe(
      "Run it again, since one machine can have a bad day; then find the cause, or move `baseline.since` if it is meant",
    );
  });

  test.each<[string, Parameters<typeof ledger>[0], readonly string[], string]>([
    [
      "is not there",
      tenRuns,
      [
        "missing",
        "no run of the anchor aaaaaaaaaaaa is in the ledger, so slow drift cannot be told",
        "Pin a commit of the default branch whose run was recorded",
      ],
      "critical",
    ],
    [
      "is of another machine",
      [run([recordedMetric([1])], { commit: anchor, machine: other }), ...tenRuns],
      [
        "inconclusive",
        "another kind of machine: the run of the anchor aaaaaaaaaaaa was on another kind, so slow drift cannot be told",
        "Move `baseline.anchor` to a commit that was measured on this kind of machine",
      ],
      "critical",
    ],
    [
      "is twice of another machine",
      [
        run([recordedMetric([1])], { commit: anchor, machine: other }),
        run([recordedMetric([1])], { commit: anchor, machine: third }),
        ...tenRuns,
      ],
      [
        "inconclusive",
        "another kind of machine: the runs of the anchor aaaaaaaaaaaa were on another kind, so slow drift cannot be told",
        "Move `baseline.anchor` to a commit that was measured on this kind of machine",
      ],
      "critical",
    ],
    [
      "does not have the metric",
      [run([recordedMetric([1], { metric: "x" })], { commit: anchor, at: daysAgo(80) }), ...tenRuns, ...runsOf([100])],
      [
        "missing",
        "new: latency is younger than the anchor aaaaaaaaaaaa, so its drift cannot be told",
        "Move `baseline.anchor` to a later commit",
      ],
      "info",
    ],
  ])("an anchor that %s", (_name, runs, wanted, severity) => {
    const finding = pinned(runs).find("latency since the anchor");
    expect(told(finding)).toEqual(wanted);
    expect(finding).toMatchObject({ severity, recorded: { of: "anchor", runs: 0 } });
  });

  test("the words of each outcome", () => {
    const levels = criterion(relative("<", 0.1), { warn: relative("<", 0.5) });
    const of = (value: number, own = levels) =>
      judgeToday({ record: ledger(tenRuns), measurements: [today(fiveLaunches(value))], config: { criteria: [own] } })
        .latency;
    expect(of(125).reason).toMatch(/ against 10 earlier runs: beyond < 10 %, within < 50 %, by one run of 5 launches$/);
    expect(of(190).reason).toMatch(/: beyond < 50 %, by one run of 5 launches$/);
    expect(of(190, criterion(relative("<", 0.1))).reason).toMatch(/: beyond < 10 %, by one run of 5 launches$/);
    expect(of(110, criterion(relative("<", 0.1))).reason).toMatch(
      /: runs differ too much among themselves to tell, by one run of 5 launches$/,
    );
    expect(of(149).reason).toMatch(/: it is beyond the limit, at least a warning, by one run of 5 launches$/);
    expect(of(110).action).toBe(
      "Measure both arms side by side, which machines and days cannot disturb, or use machines of a steadier kind",
    );
    expect(of(110, { ...levels, action: "Think" }).action).toBe("Think");
    expect(of(190, { ...levels, action: "Think" }).action).toBe("Think");
    expect(of(100, { ...levels, action: "Think" }).action).toBe("");
    const single = judgeToday({ record: ledger(tenRuns), measurements: [today([100])] }).latency;
    expect(single.reason).toMatch(/by one run of 1 launch$/);
    expect(single.candidate).toEqual({ arm: "candidate", launches: 1, samples: 1, centre: 100, perLaunch: [100] });
    expect(single).toMatchObject({ value: 100, limit: "< 10 %", unit: "ns", places: [] });
  });

  test("a value of zero means nothing as a ratio, and too good is not believed", () => {
    const zero = judgeToday({
      record: ledger(tenRuns),
      measurements: [today([0, 0, 0, 0, 0])],
      config: { criteria: [criterion(relative(">", -0.1), { direction: "higher-is-better" })] },
    }).latency;
    expect(told(zero)).toEqual([
      "invalid",
      'a value is zero or below, so "> -10 %" of the recorded runs means nothing',
      "Set a `floor:`, or limit the difference instead of the ratio",
    ]);
    const good = judgeToday({ record: ledger(tenRuns), measurements: [today(fiveLaunches(5))] }).latency;
    expect(good.outcome).toBe("invalid");
    expect(good.reason).toMatch(/more than 10 times better: did the candidate do the work\?$/);
    expect(good.action).toBe("Check that the candidate did the same work, then say so with a limit of its own");
  });
});

describe("which runs count", () => {
  const select = (runs: Parameters<typeof ledger>[0], more = {}) =>
    selectRuns(runs, "bench", machine, { ...policy, ...more }, now);
  const at = (days: number, more = {}) => run([recordedMetric([1])], { at: daysAgo(days), ...more });

  test("the latest, as many as the policy says, none older than it says", () => {
    const runs = [at(91), at(90), at(3), at(2), at(1)];
    expect(select(runs)).toMatchObject({
      runs: runs.slice(1),
      stale: runs.slice(0, 1),
      before: 0,
      otherKinds: [],
      anchor: [],
      anchorElsewhere: 0,
    });
    expect(select(runs, { runs: 2 }).runs).toEqual(runs.slice(3));
    expect(select(runs, { since: daysAgo(2) })).toMatchObject({ runs: runs.slice(3), before: 3, stale: [] });
    expect(select([at(1, { at: "never" })])).toMatchObject({ runs: [], stale: [{ at: "never" }] });
    expect(select([at(1, { at: "never" })], { since: daysAgo(2) })).toMatchObject({ runs: [], before: 1 });
  });

  test("a run counts once, by its latest entry", () => {
    const id = { repository: "o/s", runId: "1", attempt: 1, url: "" };
    const runs = [
      at(5, { run: id }),
      at(4),
      at(3, { run: id }),
      at(2, { run: { ...id, attempt: 2 } }),
      at(1, { run: { ...id, runId: "2" } }),
      at(1, { run: { ...id, repository: "o/t" } }),
    ];
    expect(select(runs).runs).toEqual(runs.slice(1));
  });

  test("other stages and machines do not, and other machines are told with the most runs first", () => {
    const runs = [
      at(5, { machine: third }),
      at(4, { machine: other }),
      at(3, { machine: other }),
      run([recordedMetric([1], { stage: "x" })]),
      at(1),
    ];
    expect(select(runs)).toMatchObject({
      runs: runs.slice(4),
      otherKinds: [
        { kind: "linux x64, 4 cores, Make B, node 24", runs: 2 },
        { kind: "linux x64, 1 core, unknown processor, node 24", runs: 1 },
      ],
    });
  });

  test("a run that measured other stages too does, whichever came first", () => {
    const [own, others] = [recordedMetric([1]), recordedMetric([1], { stage: "x" })];
    const runs = [run([own, others]), run([others, own]), run([others]), run([])];
    expect(select(runs).runs).toEqual(runs.slice(0, 2));
  });

  test("those of the anchor whatever their age, by machine", () => {
    const runs = [at(200, { commit: "c" }), at(100, { commit: "c", machine: other }), at(1, { commit: null }), at(1)];
    expect(select(runs, { anchor: "c" })).toMatchObject({ anchor: runs.slice(0, 1), anchorElsewhere: 1 });
    expect(select(runs)).toMatchObject({ anchor: [], anchorElsewhere: 0 });
  });
});
