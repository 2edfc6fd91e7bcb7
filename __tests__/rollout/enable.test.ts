import { describe, expect, test } from "@jest/globals";
import { enable } from "../../src/modes/enable.ts";
import type { RolloutPorts } from "../../src/rollout/rollout-ports.ts";
import { bytes, text } from "../flag/flag-world.ts";
import {
  commit,
  configText,
  go,
  isOn,
  loaded,
  original,
  type RolloutWorld,
  rolloutWorld,
  settings,
  stepsOf,
} from "./rollout-world.ts";

const signal = new AbortController().signal;

function turnOn(world: RolloutWorld, more: { override?: string; config?: string; ports?: Partial<RolloutPorts> } = {}) {
  const config = loaded(more.config);
  const options = { config, override: more.override ?? null, evidenceFolder: ".rollout-gate/evidence", signal };
  return enable(options, { ...world.start(), ...more.ports });
}

function worldWithGo(): RolloutWorld {
  const world = rolloutWorld();
  world.events.push(go());
  return world;
}

describe("turning on", () => {
  test("backs up, sets, reads back, judges, records", async () => {
    const world = worldWithGo();
    const report = await turnOn(world);
    expect([report.ending, report.flag]).toEqual(["enabled", "on"]);
    expect(stepsOf(report)).toEqual([
      "back up 2 files: done",
      "set the flag on: done",
      "validate: unit: done",
      "smoke tests: smoke: done",
      "record it: done",
    ]);
    expect(Object.fromEntries(report.record.map(({ name, value }) => [name, value]))).toMatchObject({
      "flag before": "off (off)",
      commit,
      version: "shop 1.5.0",
      "known issue": "Slow on Mondays",
      "way back": "flag, then backup",
      "decide by": "2026-01-06T09:00:00.000Z",
    });
    expect(world.events.at(-1)).toMatchObject({
      kind: "flag-enabled",
      operation: report.operation,
      way: "script",
      flagBefore: "off",
      facts: { version: "shop 1.5.0" },
      knownIssues: ["Slow on Mondays"],
      decideBy: "2026-01-06T09:00:00.000Z",
      override: null,
    });
    expect(isOn(world)).toBe(true);
    expect(world.recorded.at(0)).toBe("started enable");
    expect(world.recorded.at(-1)).toBe("ended enabled");
    expect([...world.state.keys()].filter((name) => name.startsWith("journal/"))).toEqual([]);
  });

  test.each<[string, (world: RolloutWorld) => unknown, RegExp]>([
    ["no verdict at all", () => null, /no verdict on the commit aaaaaaaaaaaa/],
    [
      "a verdict on another commit",
      (w) => w.events.push(go("GO", "b".repeat(40))),
      /The last verdict is on bbbbbbbbbbbb/,
    ],
    ["a NO-GO after a GO", (w) => w.events.push(go(), go("NO-GO")), /The last verdict .* is NO-GO/],
    [
      "a verdict under another config",
      (w) => w.events.push({ ...go(), configDigest: "e".repeat(64) } as never),
      /config has changed/,
    ],
    [
      "changes that are not committed",
      (w) => {
        w.events.push(go());
        w.dirty = true;
      },
      /not committed/,
    ],
    [
      "a flag that is on",
      (w) => {
        w.events.push(go());
        w.disk.set(settings, bytes("use_new: true\n"));
      },
      /reads on already/,
    ],
    [
      "a flag that cannot be read",
      (w) => {
        w.events.push(go());
        w.programs.set("shop", () => ({ stdout: "'false'\n" }));
      },
      /cannot be read/,
    ],
    [
      "a file that must be there and is not",
      (w) => {
        w.events.push(go());
        w.disk.clear();
      },
      /could not be backed up/,
    ],
  ])("%s: refused, and nothing is changed", async (_name, prepare, words) => {
    const world = rolloutWorld();
    prepare(world);
    const before = new Map(world.disk);
    const report = await turnOn(world);
    expect(report.ending).toBe("refused");
    expect(report.because).toMatch(words);
    expect(world.disk).toEqual(before);
    expect(world.runs.filter((run) => run.startsWith("toggle"))).toEqual([]);
    expect(world.events.filter(({ kind }) => kind !== "gate-concluded")).toEqual([]);
  });

  test("everything that speaks against it is told at once", async () => {
    const world = rolloutWorld();
    world.dirty = true;
    const missingApprovals = async () => ["The sign-off of qa is missing."];
    const report = await turnOn(world, { ports: { missingApprovals } });
    expect(report.because).toMatch(/no verdict .* not committed.* sign-off of qa is missing/s);
  });

  test("approvals that cannot be told are missing", async () => {
    const world = worldWithGo();
    const missingApprovals = () => Promise.reject(new Error("GitHub is away"));
    const report = await turnOn(world, { ports: { missingApprovals } });
    expect([report.ending, report.because]).toEqual(["refused", "Who has approved could not be told: GitHub is away"]);
  });

  test("without a ledger there is no GO; an override is recorded, and tells what it overrides", async () => {
    const world = rolloutWorld();
    expect((await turnOn(world, { ports: { ledger: null } })).because).toMatch(/no ledger here/);
    const report = await turnOn(world, { override: "the demo is in an hour" });
    expect(report.ending).toBe("enabled");
    expect(report.findings).toContainEqual(expect.stringMatching(/^Overridden: .*no verdict/));
    expect(world.events.at(-1)).toMatchObject({ kind: "flag-enabled", override: "the demo is in an hour" });
  });

  test("secrets are in nothing that leaves the program", async () => {
    const world = worldWithGo();
    world.programs.set("shop", ([what]) => ({
      stdout: what === "version" ? "hunter2-secret\n" : isOn(world) ? "on\n" : "off\n",
    }));
    await turnOn(world, { override: "because hunter2-secret" });
    expect(world.events.at(-1)).toMatchObject({ facts: { version: "***" }, override: "because ***" });
    expect(JSON.stringify([world.events, world.recorded])).not.toContain("hunter2");
  });

  test("a state folder that the next checkout removes is told, before anything else", async () => {
    const ports = worldWithGo().start();
    const env = { ...ports.host.env, GITHUB_ACTIONS: "true" };
    const state = { ...(await ports.openState("")), place: `${ports.host.workspace}/.rollout-gate/rollout` };
    const on = { host: { ...ports.host, env }, openState: async () => state };
    const report = await turnOn(worldWithGo(), { ports: on });
    expect([report.ending, report.findings]).toEqual(["enabled", [expect.stringMatching(/lies in the checkout/)]]);
    const refused = await turnOn(rolloutWorld(), { ports: on });
    expect([refused.ending, refused.findings]).toEqual(["refused", [expect.stringMatching(/lies in the checkout/)]]);
  });

  test("what is required and is not there, or not known, cannot be overridden", async () => {
    const config = configText.replace(
      "facts:",
      "require: { pip: { pyyaml: '>= 6.0' }, disk: [{ path: ~/.shop, free: 900 TB }] }\nfacts:",
    );
    const world = worldWithGo();
    world.programs.set("python3", () => ({ stdout: "[]" }));
    const report = await turnOn(world, { config, override: "now" });
    expect([report.ending, report.because]).toEqual([
      "refused",
      expect.stringMatching(/pyyaml is required as >= 6\.0, and .*900 TB.*\./),
    ]);
    expect(world.runs.filter((run) => run.startsWith("toggle"))).toEqual([]);
  });

  test("an override does not make a flag readable", async () => {
    const world = rolloutWorld();
    world.programs.set("shop", () => ({ stdout: "maybe\n" }));
    expect((await turnOn(world, { override: "now" })).ending).toBe("refused");
  });
});

test.each([["create"], ["write"], ["makeFolder"]] as const)("without room for %s nothing is begun", async (what) => {
  const world = worldWithGo();
  const ports = world.start();
  const state = await ports.openState("");
  const full = async () => {
    throw new Error("ENOSPC: no space left on device");
  };
  const report = await turnOn(world, { ports: { ...ports, openState: async () => ({ ...state, [what]: full }) } });
  expect([report.ending, report.because]).toEqual(["refused", expect.stringMatching(/ENOSPC/)]);
  expect(text(world.disk.get(settings))).toBe(original);
  expect(world.runs.filter((run) => run.startsWith("toggle"))).toEqual([]);
});

describe("a toggle script that lies", () => {
  test("is read back, undone, and followed by the file, whose comments stay", async () => {
    const world = worldWithGo();
    world.programs.set("toggle", () => {
      world.disk.set(settings, bytes("use_new: maybe\n"));
      return { stdout: "Status: enabled\n" };
    });
    const report = await turnOn(world);
    expect(report.ending).toBe("enabled");
    expect(report.steps[1]?.detail).toMatch(
      /by file ~\/\.shop\/settings\.yaml; it reads on\. By script it did not work: .*reported success and did not do its work/,
    );
    expect(text(world.disk.get(settings))).toBe(original.replace("use_new: false", "use_new: true"));
  });

  test("one that fails is believed as little: the target decides", async () => {
    const world = worldWithGo();
    world.programs.set("toggle", ([to]) => {
      world.disk.set(settings, bytes(`use_new: ${to === "on"}\n`));
      return { exit: 2, stderr: "Status: ERROR\n" };
    });
    const report = await turnOn(world);
    expect(report.ending).toBe("enabled");
    expect(report.notes).toContainEqual(
      "The script that turns the flag on failed: exit 2: Status: ERROR. The flag reads on all the same.",
    );
  });
});

describe("what fails is turned back", () => {
  test.each<[string, (world: RolloutWorld) => unknown, RegExp]>([
    [
      "a flag nobody reads",
      (w) => w.programs.set("shop", ([what]) => ({ stdout: what === "version" ? "1\n" : "off\n" })),
      /perhaps nothing in the program reads this flag/,
    ],
    [
      "a smoke test that fails",
      (w) => w.programs.set("smoke", () => ({ exit: 1 })),
      /smoke tests failed: 1 critical check failed: smoke, exit 1/,
    ],
    ["a validation that fails", (w) => w.programs.set("unit", () => ({ exit: 3 })), /validate failed/],
    [
      "a ledger that is away",
      (w) => {
        w.ledgerWorks = false;
      },
      /The ledger could not be told, so nobody would watch it/,
    ],
  ])("%s", async (_name, harm, words) => {
    const world = worldWithGo();
    harm(world);
    const report = await turnOn(world);
    expect([report.ending, report.flag]).toEqual(["turned back", "off"]);
    expect(report.because).toMatch(words);
    expect(text(world.disk.get(settings))).toBe(original);
    expect(world.recorded.at(-1)).toBe("ended turned back");
    if (world.ledgerWorks) {
      expect(world.events.at(-1)).toMatchObject({ kind: "flag-turned-back", flag: "off", verified: true });
    }
    expect((await turnOn(worldFrom(world))).ending).toBe("enabled");
  });

  test("the text 'false' is told as what most programs take for true", async () => {
    const world = worldWithGo();
    let asked = 0;
    world.programs.set("shop", ([what]) => ({
      stdout: what === "version" ? "1\n" : asked++ === 0 || !isOn(world) ? "off\n" : "'true'\n",
    }));
    const report = await turnOn(world);
    expect(report.because).toMatch(/holds the text .*true.*, not a boolean/);
    expect(report.ending).toBe("turned back");
  });

  test("a cancelled run is turned back", async () => {
    const world = worldWithGo();
    const cancel = new AbortController();
    world.programs.set("unit", () => {
      cancel.abort();
      return {};
    });
    const options = { config: loaded(), override: null, evidenceFolder: "e", signal: cancel.signal };
    const report = await enable(options, world.start());
    expect([report.ending, report.because]).toEqual(["turned back", "It was cancelled."]);
    expect(text(world.disk.get(settings))).toBe(original);
  });

  test("what somebody wrote meanwhile is not overwritten", async () => {
    const world = worldWithGo();
    world.programs.set("toggle", ([to]) => {
      const now = text(world.disk.get(settings));
      world.disk.set(settings, bytes(now.replace(/use_new: \w+/, `use_new: ${to === "on"}`)));
      return {};
    });
    world.programs.set("smoke", () => {
      world.disk.set(settings, bytes(`${text(world.disk.get(settings))}mine: new\n`));
      return { exit: 1 };
    });
    const report = await turnOn(world);
    expect([report.ending, report.flag]).toEqual(["turned back", "off"]);
    expect(text(world.disk.get(settings))).toBe(`${original}mine: new\n`);
    expect(report.notes).toContainEqual(expect.stringMatching(/settings\.yaml was written to since the backup/));
  });

  test("what cannot be turned back is told, with what to do by hand", async () => {
    const world = worldWithGo();
    let stuck = false;
    world.programs.set("shop", ([what]) => ({
      stdout: what === "version" ? "1\n" : stuck || isOn(world) ? "on\n" : "off\n",
    }));
    world.programs.set("smoke", () => {
      stuck = true;
      return { exit: 1 };
    });
    const report = await turnOn(world);
    expect([report.ending, report.flag]).toEqual(["turning back failed", "on"]);
    expect(report.byHand.map(({ command }) => command)).toEqual([
      "toggle off",
      null,
      expect.stringMatching(/^cp \/state\/backups\/.*\/1-settings\.yaml \/home\/dev\/\.shop\/settings\.yaml$/),
      "restart",
      "shop flag",
    ]);
    stuck = false;
    // The journal is still open: the next run finishes what this one could not.
    const next = await turnOn(worldFrom(world));
    expect(next.notes).toContainEqual(
      expect.stringMatching(/was cut off while it turned the flag on; it is turned back/),
    );
  });
});

describe("shares", () => {
  const canary = configText.replace(
    "enable: {",
    "enable: { canary: { steps: [5 %, 50 %, 100 %], stages: [smoke], wait: 1 min },",
  );

  test("rise step by step, each judged, by the one way that can", async () => {
    const world = worldWithGo();
    const shares: string[] = [];
    const ports = world.start();
    const report = await enable(
      { config: loaded(canary), override: null, evidenceFolder: "e", signal },
      {
        ...ports,
        processes: {
          ...ports.processes,
          run: (request) => {
            if (request.argv[0] === "toggle") shares.push(`${request.argv[1]} ${request.env.ROLLOUT_PERCENT}`);
            return ports.processes.run(request);
          },
        },
      },
    );
    expect(report.ending).toBe("enabled");
    expect(shares).toEqual(["on 5", "on 50", "on 100"]);
    expect(stepsOf(report).slice(1, 7)).toEqual([
      "set the flag on for 5 %: done",
      "judge it at 5 %: smoke: done",
      "set the flag on for 50 %: done",
      "judge it at 50 %: smoke: done",
      "set the flag on: done",
      "judge it at 100 %: smoke: done",
    ]);
  });

  test("a share that fails is turned back", async () => {
    const world = worldWithGo();
    let judged = 0;
    world.programs.set("smoke", () => ({ exit: judged++ === 1 ? 1 : 0 }));
    const report = await turnOn(world, { config: canary });
    expect([report.ending, report.because]).toEqual(["turned back", expect.stringMatching(/^judge it at 50 % failed/)]);
    expect(text(world.disk.get(settings))).toBe(original);
  });
});

/** The same machine with everything working again. */
function worldFrom(world: RolloutWorld): RolloutWorld {
  const fresh = rolloutWorld();
  for (const [name, program] of fresh.programs) world.programs.set(name, (args) => program(args, world));
  world.programs.set("shop", ([what]) => ({
    stdout: what === "version" ? "shop 1.5.0\n" : isOn(world) ? "on\n" : "off\n",
  }));
  world.programs.set("toggle", ([to]) => {
    world.disk.set(settings, bytes(`use_new: ${to === "on"}\n`));
    return {};
  });
  world.programs.set("smoke", () => ({}));
  world.programs.set("unit", () => ({}));
  world.ledgerWorks = true;
  return world;
}

describe("a window", () => {
  /** A clock that moves as it is slept by, and by a second at each look. */
  function clockFrom(time: string) {
    let nowMs = Date.parse(time);
    const slept: number[] = [];
    const clock = {
      now: () => {
        nowMs += 1000;
        return new Date(nowMs);
      },
      monotonicMs: () => nowMs,
      sleep: async (durationMs: number) => {
        slept.push(durationMs);
        nowMs += durationMs;
      },
    };
    return { clock, slept };
  }
  const open = "open: { days: mon..fri, hours: 09:00..16:00 }, zone: UTC";
  const withWindow = (more = "", canary = "") =>
    configText.replace("enable: {", `enable: { window: { ${open}${more} }, ${canary}`);
  const shares = "canary: { steps: [5 %, 100 %], stages: [smoke], wait: 30 min },";
  const toggles = (world: RolloutWorld) => world.runs.filter((run) => run.startsWith("toggle"));

  test("that is closed refuses, with when it opens, and an override is recorded", async () => {
    const world = worldWithGo();
    const { clock } = clockFrom("2026-01-10T12:00:00Z");
    const report = await turnOn(world, { config: withWindow(), ports: { clock } });
    expect([report.ending, report.because]).toEqual([
      "refused",
      "It is Sat 2026-01-10 12:00, outside of the window Mon to Fri 09:00–16:00 (UTC). It opens on Mon 2026-01-12 09:00.",
    ]);
    expect(toggles(world)).toEqual([]);
    const overridden = await turnOn(worldWithGo(), { config: withWindow(), ports: { clock }, override: "urgent" });
    expect(overridden.ending).toBe("enabled");
    expect(overridden.findings).toContainEqual(
      expect.stringMatching(/^Overridden: It is Sat .* outside of the window/),
    );
  });

  test("that is waited for is waited for without the lock, and everything is looked at anew", async () => {
    const world = worldWithGo();
    const { clock, slept } = clockFrom("2026-01-12T08:50:00Z");
    const locks: boolean[] = [];
    const watching = {
      ...clock,
      sleep: async (durationMs: number) => {
        const held = [...world.state].filter(([name]) => name.startsWith("lock/")).map(([, text]) => text);
        locks.push(held.some((text) => !text.includes('"released":true')));
        if (slept.length > 3) world.dirty = true;
        await clock.sleep(durationMs);
      },
    };
    const report = await turnOn(world, { config: withWindow(", outside: wait"), ports: { clock: watching } });
    expect([report.ending, report.because]).toEqual(["refused", expect.stringMatching(/not committed/)]);
    expect(Math.max(...slept)).toBeLessThanOrEqual(60_000);
    expect(locks).not.toContain(true);
    const again = worldWithGo();
    const late = clockFrom("2026-01-12T08:50:00Z");
    const on = await turnOn(again, { config: withWindow(", outside: wait"), ports: { clock: late.clock } });
    expect([on.ending, on.startedAt >= "2026-01-12T09:00"]).toEqual(["enabled", true]);
  });

  test("what else speaks against it is told at once, without waiting", async () => {
    const { clock, slept } = clockFrom("2026-01-10T12:00:00Z");
    const report = await turnOn(rolloutWorld(), { config: withWindow(", outside: wait"), ports: { clock } });
    expect([report.ending, report.because]).toEqual(["refused", expect.stringMatching(/no verdict .*outside of/)]);
    expect(slept).toEqual([]);
  });

  test("in which the shares have no time is told before the first", async () => {
    const { clock } = clockFrom("2026-01-09T15:30:00Z");
    const world = worldWithGo();
    const report = await turnOn(world, { config: withWindow("", shares), ports: { clock } });
    expect([report.ending, report.because]).toEqual([
      "refused",
      expect.stringMatching(/for 60 min in all, .* in 30 min/),
    ]);
    expect(toggles(world)).toEqual([]);
  });

  test("that closes between two shares has them turned back", async () => {
    const world = worldWithGo();
    const { clock } = clockFrom("2026-01-09T14:50:00Z");
    // Judging the first share takes longer than anybody thought.
    world.programs.set("smoke", () => {
      void clock.sleep(60 * 60_000);
      return {};
    });
    const report = await turnOn(world, { config: withWindow("", shares), ports: { clock } });
    expect([report.ending, report.because]).toEqual([
      "turned back",
      expect.stringMatching(/^The window closed at 5 %, before all was turned on\. It is Fri 2026-01-09 16:2/),
    ]);
    expect(toggles(world)).toEqual(["toggle on", "toggle off"]);
  });

  test("that closes between two shares is waited for, and the share judged again, where the config says so", async () => {
    const world = worldWithGo();
    const { clock } = clockFrom("2026-01-09T15:50:00Z");
    const report = await turnOn(world, { config: withWindow(", outside: wait", shares), ports: { clock } });
    expect(report.ending).toBe("enabled");
    expect(stepsOf(report).slice(1, 5)).toEqual([
      "set the flag on for 5 %: done",
      "judge it at 5 %: smoke: done",
      "judge it at 5 % again: smoke: done",
      "set the flag on: done",
    ]);
    expect(report.endedAt > "2026-01-12T09:00").toBe(true);
    expect(report.notes).toContainEqual(expect.stringMatching(/^It was held at 5 % until the window opened again\./));
  });
});
