import { describe, expect, test } from "@jest/globals";
import { dayMs, hourMs, Killed, minuteMs, onMs, WatchWorld } from "../watch/watch-world.ts";

/** Two days without the flag, and then so long with it. */
async function world(onForMs: number, traffic = {}, config?: string): Promise<WatchWorld> {
  const made = config === undefined ? new WatchWorld() : new WatchWorld(config);
  made.serve(-2 * dayMs, 0);
  made.serve(0, onForMs, traffic);
  await made.turnOn();
  return made;
}

describe("verify", () => {
  test("nothing is due yet, and what is due when is told", async () => {
    const report = await (await world(10 * minuteMs)).verify(10 * minuteMs);
    expect(report).toMatchObject({ state: "on", decision: null, looks: [], recording: "recorded" });
    expect(report.because).toBe("Nothing is due: first-hour is next, at 2026-01-08T10:00:00.000Z");
    expect(report.next).toEqual({ window: "first-hour", due: "2026-01-08T10:00:00.000Z" });
  });

  test("a flag that is off is watched by nobody", async () => {
    const made = new WatchWorld();
    const report = await made.verify(dayMs);
    expect(report).toMatchObject({ state: "off", decision: null, looks: [] });
    expect(report.because).toContain("The flag is not on");
  });

  test("a healthy rollout is kept in every window, each concluded once, however often it is looked at", async () => {
    const made = await world(8 * dayMs);
    for (const afterMs of [hourMs, 2 * hourMs, dayMs, dayMs, 25 * hourMs, 7 * dayMs, 8 * dayMs])
      await made.verify(afterMs);
    expect(await made.concluded()).toEqual(["first-hour KEEP", "day-1 KEEP", "day-7 KEEP"]);
    expect(made.told).toEqual([]);
  });

  test("a late run makes up for all windows and sees what a punctual one would have seen", async () => {
    const made = await world(dayMs);
    // What is worse only afterwards is not the windows' concern.
    made.serve(dayMs, 2 * dayMs, { failing: 0.5 });
    const report = await made.verify(2 * dayMs);
    expect(report.looks.map(({ window, from, to }) => [window, from, to])).toEqual([
      ["first-hour", "2026-01-08T09:00:00.000Z", "2026-01-08T10:00:00.000Z"],
      ["day-1", "2026-01-08T09:00:00.000Z", "2026-01-09T09:00:00.000Z"],
    ]);
    expect(report.because).toBe("All 2 looks say KEEP");
  });

  test.each([
    ["slower than its second level", { latencyMs: 125 }, "ROLL BACK (scheduled)", "latency"],
    ["slower than its first level alone", { latencyMs: 112 }, "INVESTIGATE", "latency"],
    ["failing more often", { failing: 0.2 }, "INVESTIGATE", "errors"],
    ["too little traffic to tell", { perHour: 0.3 }, "INVESTIGATE", "latency"],
  ])("%s on day 1", async (_name, traffic, decision, subject) => {
    const made = await world(25 * hourMs, traffic);
    const report = await made.verify(dayMs);
    const day = report.looks.find(({ window }) => window === "day-1");
    expect(day?.verdict.decision).toBe(decision);
    expect(day?.findings[0]?.subject).toBe(subject);
    expect(day?.findings[0]?.outcome).not.toBe("pass");
  });

  test("what fails for longer than people may look into it is to be rolled back", async () => {
    const made = await world(8 * dayMs, { failing: 0.2 });
    made.configText = made.configText.replace('errors: "< 5 %"', 'errors: { pass: "< 5 %", severity: warning }');
    expect((await made.verify(dayMs)).decision).toBe("INVESTIGATE");
    const week = await made.verify(7 * dayMs);
    expect(week.decision).toBe("ROLL BACK (scheduled)");
    expect(week.by).toBe(new Date(onMs + 8 * dayMs).toISOString());
  });

  test("a critical fail is to be rolled back now", async () => {
    const made = await world(8 * dayMs, { failing: 0.2 });
    const report = await made.verify(7 * dayMs);
    expect(report).toMatchObject({ decision: "ROLL BACK NOW", by: null });
    expect(report.because).toMatch(/^day-7: 1 critical check failed: errors, 20 %/);
  });

  test.each([
    ["a log that is not there", (made: WatchWorld) => made.logs.remove("/logs/events.jsonl"), "missing"],
    ["an empty log", (made: WatchWorld) => made.logs.truncate("/logs/events.jsonl"), "missing"],
    [
      "lines of another shape",
      (made: WatchWorld) => {
        made.logs.truncate("/logs/events.jsonl");
        made.logs.append("/logs/events.jsonl", '{"type":"call","ms":1}\n'.repeat(50));
      },
      "missing",
    ],
    [
      "torn lines",
      (made: WatchWorld) => made.logs.append("/logs/events.jsonl", '{"kind":"call"\n'.repeat(9000), onMs + dayMs),
      "invalid",
    ],
  ])("%s is never a pass", async (_name, spoil, outcome) => {
    const made = await world(25 * hourMs);
    spoil(made);
    const report = await made.verify(hourMs);
    expect(report.decision).toBe("INVESTIGATE");
    expect(report.looks[0]?.findings.map((finding) => finding.outcome)).toEqual([outcome]);
    expect(await made.concluded()).toEqual(["first-hour INVESTIGATE"]);
  });

  test("a log that ended long ago covers too little of the window", async () => {
    const made = await world(12 * hourMs);
    const report = await made.verify(dayMs);
    const day = report.looks[1];
    expect(day?.findings.map(({ outcome }) => outcome)).toEqual(["inconclusive", "inconclusive"]);
    expect(day?.findings[0]?.reason).toContain("the source covers only 50 % of the window");
  });

  test("a clock from before the flag went on tells nothing", async () => {
    const made = await world(dayMs);
    await expect(made.verify(-hourMs)).rejects.toThrow("nothing can be told by such a clock");
  });

  test("a clock that goes back makes nothing due twice", async () => {
    const made = await world(8 * dayMs);
    for (const afterMs of [7 * dayMs, 2 * hourMs, dayMs, 7 * dayMs]) await made.verify(afterMs);
    expect(await made.concluded()).toEqual(["first-hour KEEP", "day-1 KEEP", "day-7 KEEP"]);
  });

  test("killed at any addition to the ledger, the next run finishes it and concludes nothing twice", async () => {
    for (const killAfter of [0, 1, 2]) {
      const made = await world(25 * hourMs, { failing: 0.2 });
      made.killAfter = killAfter;
      const first = await made.verify(dayMs).catch((error: unknown) => error);
      expect([true, false]).toContain(first instanceof Killed);
      made.killAfter = Number.POSITIVE_INFINITY;
      await made.verify(dayMs + minuteMs);
      expect(await made.concluded()).toEqual(["first-hour INVESTIGATE", "day-1 INVESTIGATE"]);
      const noted = (await made.events()).filter(({ kind }) => kind === "concern-noted");
      expect(noted).toHaveLength(1);
    }
  });

  test("of two runs that make the same look one concludes it, and the other says so", async () => {
    const made = await world(25 * hourMs);
    const ports = made.ports();
    const slow = made.verify(
      hourMs,
      {},
      {
        escalate: async (run) => {
          await made.verify(hourMs);
          return ports.escalate(run);
        },
      },
    );
    expect((await slow).notes).toEqual([
      "first-hour was concluded by another run meanwhile, or the flag was turned off; this look counts for nothing.",
    ]);
    expect(await made.concluded()).toEqual(["first-hour KEEP"]);
  });

  test("a flag that was turned off while it was looked at concludes nothing", async () => {
    const made = await world(25 * hourMs, { failing: 0.3 });
    const { escalate } = made.ports();
    await made.verify(
      hourMs,
      {},
      {
        escalate: async (run) => {
          await made.turnOff(onMs + hourMs);
          return escalate(run);
        },
      },
    );
    expect(await made.concluded()).toEqual([]);
    expect((await made.events()).some(({ kind }) => kind === "concern-noted")).toBe(false);
  });

  test("a ledger that takes nothing is told, and the look is made again", async () => {
    const made = await world(25 * hourMs);
    const problem = { kind: "invalid", reason: "The disk is full.", remedy: "Make room." } as const;
    const report = await made.verify(
      hourMs,
      {},
      {
        escalate: async () => ({ problem, added: [], done: [], warnings: [] }),
      },
    );
    expect(report.recording).toBe("failed");
    expect(report.notes[0]).toContain("The disk is full. Make room.");
    expect((await made.verify(hourMs)).looks.map(({ window }) => window)).toEqual(["first-hour"]);
  });

  test("a dry run and a look that a person asks for write nothing", async () => {
    const made = await world(25 * hourMs, { failing: 0.2 });
    const before = (await made.events()).length;
    const dry = await made.verify(dayMs, { dryRun: true });
    const asked = await made.verify(dayMs, { window: "day-7" });
    expect([dry.decision, dry.recording, asked.decision, asked.recording]).toEqual([
      "INVESTIGATE",
      "not asked",
      "ROLL BACK NOW",
      "not asked",
    ]);
    expect(asked.looks[0]).toMatchObject({ kind: "asked", to: new Date(onMs + dayMs).toISOString() });
    expect(await made.events()).toHaveLength(before);
    await expect(made.verify(dayMs, { window: "day-2" })).rejects.toThrow(
      "There is no window day-2. The config has: first-hour, day-1, day-7.",
    );
  });

  test("what was not met is looked at again between windows, until it is over", async () => {
    const made = await world(dayMs, { failing: 0.2 });
    await made.verify(dayMs);
    made.serve(dayMs, 3 * dayMs);
    const still = await made.verify(dayMs + hourMs);
    expect(
      still.looks.map(({ kind, window, findings }) => [kind, window, findings.map(({ subject }) => subject)]),
    ).toEqual([["again", "day-1", ["errors"]]]);
    expect(still.decision).toBe("INVESTIGATE");
    const over = await made.verify(3 * dayMs);
    expect(over.decision).toBe("KEEP");
    expect((await made.events()).filter(({ kind }) => kind === "concern-resolved")).toHaveLength(1);
    expect((await made.verify(3 * dayMs + hourMs)).looks).toEqual([]);
    expect(await made.concluded()).toEqual(["first-hour INVESTIGATE", "day-1 INVESTIGATE"]);
  });

  test("what a person has let through is told, and asks for no more", async () => {
    const made = await world(25 * hourMs, { failing: 0.2 });
    made.configText += 'waivers: [{ metric: errors, reason: known, owner: "@octocat", until: 2026-02-28 }]\n';
    const report = await made.verify(dayMs);
    expect(report.decision).toBe("KEEP");
    expect(report.looks[1]?.findings[0]).toMatchObject({
      subject: "errors",
      outcome: "fail",
      waived: { owner: "@octocat" },
    });
    expect((await made.events()).some(({ kind }) => kind === "concern-noted")).toBe(false);
  });

  test("of a job that is not the default branch's own, it looks at most, and never for a pull request", async () => {
    const made = await world(2 * hourMs);
    const { context } = made.ports();
    const other = { context: { ...context, event: "push" } };
    await expect(made.verify(hourMs, {}, other)).rejects.toThrow("the default branch's own runs alone");
    await expect(made.verify(-hourMs, { recordBefore: true }, other)).rejects.toThrow("own runs alone");
    expect((await made.verify(hourMs, { dryRun: true }, other)).decision).toBe("KEEP");
    const pullRequest = {
      number: 1,
      headCommit: "a".repeat(40),
      headRepository: "monalisa/shop",
      baseCommit: "b".repeat(40),
      baseRef: "main",
      fork: true,
    };
    const pull = { context: { ...context, event: "pull_request", pullRequest } };
    await expect(made.verify(hourMs, { dryRun: true }, pull)).rejects.toThrow("Nothing was looked at");
    expect(await made.concluded()).toEqual([]);
  });

  test("a window's command runs before, and one that fails is told beside what the logs say", async () => {
    const made = await world(25 * hourMs);
    made.configText = made.configText.replace("{ after: 1h,", "{ after: 1h, run: [fetch-logs],");
    made.actor = () => ({ exit: 3 });
    const report = await made.verify(hourMs);
    expect(report.looks[0]?.findings.map(({ subject, outcome }) => [subject, outcome])).toEqual([
      ["command of first-hour", "invalid"],
      ["errors", "pass"],
    ]);
    expect(report.decision).toBe("INVESTIGATE");
    made.actor = () => ({});
    const again = await made.verify(2 * hourMs);
    expect(again.looks.map(({ kind, findings }) => [kind, findings.map(({ outcome }) => outcome)])).toEqual([
      ["again", ["pass"]],
    ]);
  });
});

describe("what a look goes on from", () => {
  test("a log that was rotated away since is made up for by what the ledger keeps", async () => {
    const made = await world(dayMs, { perHour: 60 });
    await made.verify(dayMs);
    made.logs.remove("/logs/events.jsonl");
    made.serve(dayMs, 7 * dayMs, { perHour: 60 });
    const report = await made.verify(7 * dayMs);
    const errors = (await made.events()).findLast((event) => event.kind === "window-measured");
    expect(report.decision).toBe("KEEP");
    // Every call of the week, those of the removed log among them.
    expect(errors?.kind === "window-measured" && errors.points.map(({ subject, events }) => [subject, events])).toEqual(
      [
        ["latency", 7 * 24 * 60],
        ["errors", 7 * 24 * 60],
      ],
    );
  });

  test("a metric that no window looked at before is read whole, and covers what the log still holds", async () => {
    const made = await world(dayMs);
    made.configText = made.configText.replace(
      "errors: { where: { kind: call }, failed: { ok: false } }",
      "errors: { where: { kind: call }, failed: { ok: false } }\n          calls: { where: { kind: call } }",
    );
    await made.verify(dayMs);
    made.logs.remove("/logs/events.jsonl");
    made.serve(dayMs, 7 * dayMs);
    const week = await made.verify(7 * dayMs);
    const figures = week.looks[0]?.review?.figures.map(({ subject, since }) => [subject, since]);
    expect(figures?.[2]).toEqual(["calls", 6 * 24 * 40]);
    expect(week.looks[0]?.findings.map(({ outcome }) => outcome)).toEqual(["pass", "pass"]);
    expect(figures?.[1]?.[1]).toBeCloseTo(1, 0);
  });

  test("under another definition of the metric what was kept is something else", async () => {
    const made = await world(dayMs);
    await made.verify(dayMs);
    made.logs.remove("/logs/events.jsonl");
    made.serve(dayMs, 7 * dayMs);
    made.configText = made.configText.replace("value: ms, unit: ms", "value: ms, unit: ms, statistic: p90");
    const report = await made.verify(7 * dayMs);
    expect(report.looks[0]?.findings.find(({ subject }) => subject === "latency")).toMatchObject({
      outcome: "missing",
      action:
        "Record it before the next rollout with `rollout-gate verify --record-before`, or write an absolute limit.",
    });
  });

  test("time in which an earlier rollout was on is no time before", async () => {
    const made = new WatchWorld();
    made.serve(-2 * dayMs, -dayMs, { latencyMs: 300 });
    made.serve(-dayMs, 0);
    made.serve(0, dayMs);
    await made.turnOn(onMs - 7 * dayMs, "enable-0");
    await made.turnOff(onMs - dayMs);
    await made.turnOn();
    const report = await made.verify(dayMs);
    expect(report.because).toBe("All 2 looks say KEEP");
    const kept = (await made.events()).flatMap((event) => (event.kind === "record-kept" ? [event] : []));
    const before = kept.find(({ time, record }) => time === "before" && record.metric === "latency");
    expect(before?.record.fromMs).toBe(onMs - dayMs);
  });
});

const processConfig = `
rollout: shop
ledger: { folder: ledger }
stages: { unit: { run: [run-unit] } }
verify:
  windows: { day-1: { after: 1d, criteria: { memory: "< +100 MB" } } }
  sources: { server: { process: { command: shop serve, watch: 1 s, metrics: { memory: { read: rss } } } } }
`;

const tree = (megabytes: number) => ({ rssBytes: megabytes * 1e6, cpuMs: 1, startedMs: 0, processes: 1 });

describe("recording what it was like before", () => {
  test("a process is compared with what was recorded before the flag went on", async () => {
    const made = new WatchWorld(processConfig);
    made.tree = tree(400);
    const recorded = await made.verify(-hourMs, { recordBefore: true });
    expect(recorded).toMatchObject({ state: "before", recording: "recorded", done: ["memory was recorded."] });
    await made.turnOn();
    made.tree = tree(450);
    expect((await made.verify(dayMs)).decision).toBe("KEEP");
  });

  test("a look that comes late says that a process is seen as it is now", async () => {
    const made = new WatchWorld(processConfig);
    made.tree = tree(400);
    await made.verify(-hourMs, { recordBefore: true });
    await made.turnOn();
    const punctual = await made.verify(dayMs, { dryRun: true });
    expect(punctual.looks[0]?.findings[0]?.footnotes).not.toContain("as it stands now, 3 h after the window's end");
    const late = await made.verify(dayMs + 3 * hourMs);
    expect(late.looks[0]?.findings[0]?.footnotes).toContain("as it stands now, 3 h after the window's end");
  });

  test("nobody recorded it: missing, with what to do", async () => {
    const made = new WatchWorld(processConfig);
    made.tree = tree(450);
    await made.turnOn();
    const report = await made.verify(dayMs);
    expect(report.decision).toBe("INVESTIGATE");
    expect(report.looks[0]?.findings[0]).toMatchObject({
      outcome: "missing",
      reason:
        "there is no record from before the rollout: nobody recorded it before the flag went on, and its source tells only how things stand now",
      action:
        "Record it before the next rollout with `rollout-gate verify --record-before`, or write an absolute limit.",
    });
  });

  test("what was recorded before an earlier time that the flag was on does not count", async () => {
    const made = new WatchWorld(processConfig);
    made.tree = tree(400);
    await made.verify(-10 * dayMs, { recordBefore: true });
    await made.turnOn(onMs - 9 * dayMs, "enable-0");
    await made.turnOff(onMs - 8 * dayMs);
    await made.turnOn();
    expect((await made.verify(dayMs)).looks[0]?.findings[0]?.outcome).toBe("missing");
  });

  test("enabling records what some window compares, and tells what it could not record", async () => {
    const made = new WatchWorld(processConfig);
    expect(await made.recordCompared(-minuteMs)).toEqual([
      'memory could not be recorded as it is without the flag, for later comparison: No process has exactly the command line "shop serve".',
    ]);
    made.tree = tree(400);
    expect(await made.recordCompared(-minuteMs)).toEqual([]);
    await made.turnOn();
    made.tree = tree(600);
    expect((await made.verify(dayMs)).decision).toBe("ROLL BACK NOW");
  });

  test("while the flag is on, nothing is a record from before", async () => {
    const made = new WatchWorld(processConfig);
    await made.turnOn();
    await expect(made.verify(hourMs, { recordBefore: true })).rejects.toThrow("is no record from before it");
  });

  test("what cannot be read is told, and the rest is recorded", async () => {
    const made = new WatchWorld(processConfig);
    const report = await made.verify(-hourMs, { recordBefore: true });
    expect(report.recording).toBe("failed");
    expect(report.because).toBe("0 of 1 metrics were recorded as they are without the flag");
    expect(report.notes[0]).toMatch(/^memory: /);
  });
});
