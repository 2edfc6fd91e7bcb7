import { describe, expect, test } from "@jest/globals";
import { enable } from "../../src/modes/enable.ts";
import { type RollbackOptions, rollback } from "../../src/modes/rollback.ts";
import type { RolloutPorts } from "../../src/rollout/rollout-ports.ts";
import { bytes, text } from "../flag/flag-world.ts";
import {
  commit,
  configText,
  go,
  isOn,
  loaded,
  oldCommit,
  original,
  type RolloutWorld,
  rolloutWorld,
  settings,
  stepsOf,
} from "./rollout-world.ts";

const signal = new AbortController().signal;

interface More extends Partial<Omit<RollbackOptions, "config">> {
  readonly source?: string;
  readonly ports?: Partial<RolloutPorts>;
}

function turnOff(world: RolloutWorld, { source = configText, ports = {}, ...more }: More = {}) {
  const usual = {
    reason: "too slow",
    way: null,
    metric: null,
    backup: null,
    dryRun: false,
    evidenceFolder: "e",
    signal,
  };
  return rollback({ config: loaded(source), ...usual, ...more }, { ...world.start(), ...ports });
}

/** Turned on for real, so that backup, journal and state are as they are then. */
async function worldThatIsOn(source = configText): Promise<RolloutWorld> {
  const world = rolloutWorld();
  world.events.push(go());
  const options = { config: loaded(source), override: null, evidenceFolder: "e", signal };
  const report = await enable(options, world.start());
  if (report.ending !== "enabled") throw new Error(report.because);
  world.runs.length = 0;
  world.recorded.length = 0;
  return world;
}

describe("turning off", () => {
  test("by the flag, restarted, read back, verified, recorded", async () => {
    const world = await worldThatIsOn();
    const report = await turnOff(world);
    expect([report.ending, report.flag, report.findings]).toEqual(["rolled back", "off", []]);
    expect(stepsOf(report)).toEqual([
      "back up 2 files: done",
      "turn the flag off: done",
      "restart: done",
      "read the flag: done",
      "verify: smoke: done",
      "read the flag once more: done",
    ]);
    expect(world.events.at(-1)).toMatchObject({
      kind: "rolled-back",
      reason: "too slow",
      way: "flag",
      flag: "off",
      ending: "rolled back",
    });
    expect(world.recorded.at(0)).toBe("started rollback");
    expect(world.recorded.at(-1)).toBe("ended rolled back");
    expect(world.state.has("current.json")).toBe(false);
  });

  test("again is harmless, and says so", async () => {
    const world = await worldThatIsOn();
    await turnOff(world);
    const before = text(world.disk.get(settings));
    world.runs.length = 0;
    const report = await turnOff(world);
    expect([report.ending, report.because]).toEqual(["rolled back", "The flag is off already, and was read back."]);
    expect(text(world.disk.get(settings))).toBe(before);
    expect(world.runs.filter((run) => /toggle|restart/.test(run))).toEqual([]);
  });

  test("a dry run says what would be done and changes nothing at all", async () => {
    const world = await worldThatIsOn();
    const [disk, state] = [new Map(world.disk), new Map(world.state)];
    const report = await turnOff(world, { dryRun: true, metric: "bench/speed" });
    expect(report.ending).toBe("planned");
    expect(stepsOf(report)).toEqual([
      "back up 2 files: planned",
      "turn the flag off: planned",
      "if that fails, put the files back: planned",
      "restart: planned",
      "verify: smoke: planned",
      "measure bench/speed again: planned",
      "read the flag once more: planned",
    ]);
    expect(world.disk).toEqual(disk);
    expect(world.state).toEqual(state);
    expect(world.runs).toEqual(["shop flag"]);
    expect(world.recorded).toEqual([]);
  });

  test("what turned it on is tried first", async () => {
    const world = await worldThatIsOn();
    // The state tells that the file did it.
    const current = JSON.parse(world.state.get("current.json") ?? "{}");
    world.state.set("current.json", JSON.stringify({ ...current, way: "file ~/.shop/settings.yaml" }));
    const report = await turnOff(world);
    expect(report.steps[1]?.detail).toBe("by file ~/.shop/settings.yaml.");
    expect(world.runs.filter((run) => run.startsWith("toggle"))).toEqual([]);
  });
});

test("what comes after a variable has it as the later steps of the job will: restart, stages, the reading", async () => {
  const source = configText.replace(/ {4}- script.*\n {4}- file.*\n/, "    - env: SHOP_NEW\n");
  const world = rolloutWorld();
  const ports = world.start();
  const job: Record<string, string> = { SHOP_NEW: "true" };
  const seen: string[] = [];
  const report = await turnOff(world, {
    source,
    ports: {
      exportVariable: async (name, value) => void Object.assign(job, { [name]: value }),
      processes: {
        ...ports.processes,
        run: async (request) => {
          const value = request.env.SHOP_NEW ?? job.SHOP_NEW ?? "";
          seen.push(`${request.argv.join(" ")}: ${value}`);
          await request.onOutput(bytes(request.argv[0] === "shop" ? value : ""), "stdout");
          return ports.processes.run({ ...request, argv: ["quiet"] });
        },
      },
    },
  });
  expect([report.ending, job.SHOP_NEW]).toEqual(["rolled back with findings", "false"]);
  expect(seen).toEqual([
    "shop flag: true",
    "shop flag: false",
    "restart: false",
    "shop flag: false",
    "smoke: false",
    "shop flag: false",
  ]);
});

describe("ways in turn", () => {
  const withVersion = configText.replace(
    "rollback: {",
    "rollback: { to: 1.4.2, install: [installer, shop==$VERSION], running: [shop, version], try: [flag, version, backup],",
  );

  /** Neither script nor file moves what the program reads; it follows its version, or its whole file. */
  function stubborn(world: RolloutWorld, version = { now: "1.5.0" }): { now: string } {
    world.programs.set("shop", ([what]) => {
      if (what === "version") return { stdout: `shop ${version.now}\n` };
      const asBefore = text(world.disk.get(settings)) === original;
      return { stdout: version.now === "1.5.0" && !asBefore ? "on\n" : "off\n" };
    });
    world.programs.set("toggle", () => ({}));
    world.programs.set("installer", ([what = ""]) => {
      version.now = what.replace("shop==", "");
      return {};
    });
    return version;
  }

  test("a version is installed when the flag does not obey, and read back", async () => {
    const world = await worldThatIsOn(withVersion);
    const version = stubborn(world);
    const report = await turnOff(world, { source: withVersion });
    expect(report.ending).toBe("rolled back");
    expect(version.now).toBe("1.4.2");
    expect(stepsOf(report).slice(1, 4)).toEqual([
      "turn the flag off: failed",
      "go back to 1.4.2: done",
      "restart: done",
    ]);
    expect(report.because).toBe("The flag is off by going back to another version, and was read back.");
    expect(world.runs).toContain("installer shop==1.4.2");
  });

  test("the running version is refused, and the next way is tried", async () => {
    const world = await worldThatIsOn(withVersion);
    stubborn(world, { now: "1.4.2" });
    world.programs.set("shop", ([what]) =>
      what === "version"
        ? { stdout: "v1.4.2\n" }
        : { stdout: text(world.disk.get(settings)) === original ? "off\n" : "on\n" },
    );
    const report = await turnOff(world, { source: withVersion });
    expect(report.steps[2]).toMatchObject({
      outcome: "failed",
      detail: "1.4.2 is the running version, so going back to it would change nothing.",
    });
    expect(report.ending).toBe("rolled back");
    expect(stepsOf(report)).toContain("put the files back: done");
    expect(text(world.disk.get(settings))).toBe(original);
    expect(world.runs.filter((run) => run.startsWith("installer"))).toEqual([]);
  });

  test.each<[string, Partial<Record<"has" | "head", unknown>>, RegExp]>([
    ["a commit that is not there", { has: false, head: commit }, /There is no commit b+ here: fetch it first/],
    [
      "a commit of which nobody can tell",
      { has: null, head: commit },
      /Whether there is a commit b+ could not be told/,
    ],
    ["the commit that is checked out", { has: true, head: oldCommit }, /is the running version/],
    ["no git at all", { has: null, head: null }, /Which version runs could not be told/],
  ])("%s is not installed", async (_name, git, words) => {
    const source = configText.replace(
      "rollback: {",
      `rollback: { to: ${oldCommit}, install: [installer, $VERSION], try: [version],`,
    );
    const world = await worldThatIsOn(source);
    const ports = world.start();
    const commits = { has: async () => git.has as boolean | null, head: async () => git.head as string | null };
    const report = await turnOff(world, { source, ports: { ...ports, commits } });
    expect(report.ending).toBe("failed");
    expect(report.steps.find(({ what }) => what.startsWith("go back"))?.detail).toMatch(words);
    expect(world.runs.filter((run) => run.startsWith("installer"))).toEqual([]);
  });

  test("the files are put back byte for byte when asked for", async () => {
    const world = await worldThatIsOn();
    expect(text(world.disk.get(settings))).toBe("use_new: true\n");
    const report = await turnOff(world, { way: "backup" });
    expect(report.ending).toBe("rolled back");
    expect(text(world.disk.get(settings))).toBe(original);
  });

  test("a backup with a changed byte puts nothing back", async () => {
    const world = await worldThatIsOn();
    const copy = [...world.state.keys()].find((name) => name.endsWith("/1-settings.yaml")) ?? "";
    world.state.set(copy, Buffer.from(original.replace("1", "2")).toString("base64"));
    const report = await turnOff(world, { way: "backup" });
    expect(report.ending).toBe("failed");
    expect(report.steps.find(({ what }) => what === "put the files back")?.detail).toMatch(
      /1-settings\.yaml is not what was backed up/,
    );
    expect(text(world.disk.get(settings))).toBe("use_new: true\n");
  });

  test("without a backup of ours, copies of other tools are found and left to a person", async () => {
    const world = rolloutWorld();
    world.disk.set(settings, bytes("use_new: true\n"));
    world.disk.set(`${settings}.backup.20260104`, bytes("use_new: false\n"));
    world.programs.set("toggle", () => ({ exit: 1 }));
    const report = await turnOff(world, { way: "backup" });
    expect(report.ending).toBe("failed");
    expect(report.steps.find(({ what }) => what === "put the files back")?.detail).toMatch(
      /copies, which nothing vouches for: .*\.backup\.20260104/,
    );
    expect(report.byHand[0]).toEqual({
      what: `Look at ${settings}.backup.20260104; if it is what ~/.shop/settings.yaml was, put it back.`,
      command: `cp ${settings}.backup.20260104 ${settings}`,
    });
  });

  test("when nothing works it says what a person must do, in order", async () => {
    const world = await worldThatIsOn(withVersion);
    world.programs.set("shop", ([what]) => ({ stdout: what === "version" ? "1.5.0\n" : "on\n" }));
    world.programs.set("installer", () => ({ exit: 1, stderr: "no network\n" }));
    const report = await turnOff(world, { source: withVersion });
    expect([report.ending, report.flag]).toEqual(["failed", "on"]);
    expect(report.byHand.map(({ command }) => command)).toEqual([
      "toggle off",
      null,
      "VERSION=1.4.2 installer shop==1.4.2",
      expect.stringMatching(/^cp /),
      "restart",
      "shop flag",
    ]);
    expect(world.events.at(-1)).toMatchObject({ kind: "rolled-back", ending: "failed", way: null, flag: "on" });
  });

  test.each(["--force", "main; rm -rf /", "$(reboot)", "../../x", "HEAD"])(
    "a config with the version %j is none",
    (to) => {
      const source = configText.replace(
        "rollback: {",
        `rollback: { to: ${JSON.stringify(to)}, install: [installer, $VERSION], running: [x],`,
      );
      expect(() => loaded(source)).toThrow(/no exact version or commit/);
    },
  );
});

describe("is all well?", () => {
  test("stages that fail are findings: the flag is off all the same", async () => {
    const world = await worldThatIsOn();
    world.programs.set("smoke", () => ({ exit: 1 }));
    const report = await turnOff(world);
    expect([report.ending, report.flag, report.findings]).toEqual([
      "rolled back with findings",
      "off",
      ["smoke: exit 1."],
    ]);
    expect(world.events.at(-1)).toMatchObject({ kind: "rolled-back", way: "flag", findings: ["smoke: exit 1."] });
  });

  test("something that turns it on again is seen", async () => {
    const world = await worldThatIsOn();
    world.programs.set("smoke", () => {
      world.disk.set(settings, bytes("use_new: true\n"));
      return {};
    });
    const report = await turnOff(world);
    expect([report.ending, report.flag]).toEqual(["failed", "on"]);
    expect(report.byHand.length).toBeGreaterThan(0);
  });

  test("a slow step is a finding", async () => {
    const world = await worldThatIsOn();
    const source = configText.replace("rollback: {", "rollback: { within: 1 ms,");
    const report = await turnOff(world, { source });
    expect(report.findings).toContainEqual(expect.stringMatching(/took .*, more than the 1 ms of `rollback\.within`/));
  });

  const withLog = configText.replace("rollback: {", "rollback: { log: { path: /var/log/shop.log, component: shop },");
  test.each<[string, string | null, RegExp | null]>([
    ["good news", "2026-01-05 09:00:01 INFO shop: restarted, 0 errors so far\n", null],
    [
      "an error",
      "2026-01-05 09:00:01 ERROR shop: no such part\nTraceback (most recent call last):\n  x\n",
      /has errors of shop since the rollback began: .*no such part\.$/,
    ],
    [
      "an error of something else",
      "2026-01-05 09:00:01 ERROR cache: gone\n2026-01-05 09:00:02 INFO shop: fine\n",
      null,
    ],
    ["nothing", "", null],
    ["lines of others alone", "2026-01-05 09:00:01 INFO cache: fine\n", null],
    [
      "lines in no form that is known",
      "it went wrong\n",
      /^No line of the log .* \(1 since .* Write how a line begins/,
    ],
    ["no file", null, /cannot be read: There is no file \/var\/log\/shop\.log/],
  ])("a log with %s", async (_name, written, words) => {
    const world = await worldThatIsOn(withLog);
    const log = "/var/log/shop.log";
    world.disk.set(log, bytes("2026-01-05 08:00:00 ERROR shop: long ago\n"));
    world.programs.set("restart", () => {
      if (written === null) world.disk.delete(log);
      else world.disk.set(log, bytes(text(world.disk.get(log)) + written));
      return {};
    });
    const report = await turnOff(world, { source: withLog });
    expect(report.findings).toEqual(words === null ? [] : [expect.stringMatching(words)]);
  });

  test("a log that nobody wrote to is free of errors, and that it was silent is noted", async () => {
    const world = await worldThatIsOn(withLog);
    world.disk.set("/var/log/shop.log", bytes("2026-01-05 08:00:00 ERROR shop: long ago\n"));
    const report = await turnOff(world, { source: withLog });
    expect([report.ending, report.findings]).toEqual(["rolled back", []]);
    expect(report.notes).toContainEqual(
      "The log /var/log/shop.log has no message of shop since the rollback began: no error, and nothing that shows that it is written; it was last written to at 2026-01-05T08:59:00.000Z.",
    );
  });

  test("a log that the restart begins anew is looked at from its beginning, and that something is gone is noted", async () => {
    const world = await worldThatIsOn(withLog);
    world.disk.set("/var/log/shop.log", bytes(`2026-01-05 08:00:00 ERROR shop: ${"long ago ".repeat(50)}\n`));
    world.programs.set("restart", () => {
      world.disk.set("/var/log/shop.log", bytes("2026-01-05 09:00:01 ERROR shop: no such part\n"));
      return {};
    });
    const report = await turnOff(world, { source: withLog });
    expect(report.findings).toEqual([expect.stringMatching(/has errors of shop .*: .*no such part\.$/)]);
    expect(report.notes).toContainEqual(expect.stringMatching(/was removed after the rollback began/));
  });

  test("a log in a form of its own is read by the config's pattern", async () => {
    const source = configText.replace(
      "rollback: {",
      "rollback: { log: { path: /var/log/shop.log, line: '^(?P<level>[a-z]+)! ' },",
    );
    const world = await worldThatIsOn(source);
    world.disk.set("/var/log/shop.log", bytes(""));
    world.programs.set("restart", () => {
      world.disk.set("/var/log/shop.log", bytes("info! fine\nerror! no such part\n"));
      return {};
    });
    const report = await turnOff(world, { source });
    expect(report.findings).toEqual([
      expect.stringMatching(/has errors since the rollback began: error! no such part/),
    ]);
  });

  test("the metric that led to it is measured again, against what was recorded before", async () => {
    const world = await worldThatIsOn();
    const without = await turnOff(world, { metric: "bench/speed" });
    expect(without.findings).toEqual([expect.stringMatching(/was not recorded here, so there is nothing to compare/)]);
    const again = await worldThatIsOn();
    const launches = Array.from({ length: 12 }, (_, index) => ({
      arm: "baseline",
      index,
      samples: [100 + (index % 3)],
    }));
    const baseline = [
      {
        metric: "speed",
        stage: "bench",
        unit: "ns",
        source: "pattern on stdout",
        launches: launches.map((one) => ({ ...one, samples: one.samples.map((ms) => ms * 1e6) })),
      },
    ];
    const current = JSON.parse(again.state.get("current.json") ?? "{}");
    again.state.set("current.json", JSON.stringify({ ...current, baseline }));
    const slow = await rolloutThatMeasures(again, 200);
    expect(slow.findings).toEqual([expect.stringMatching(/^bench\/speed: \+98 %.*beyond < \+10 %/)]);
    expect(slow.steps.find(({ what }) => what.startsWith("measure"))?.outcome).toBe("doubtful");
    again.disk.set(settings, bytes("use_new: true\n"));
    again.state.set("current.json", JSON.stringify({ ...current, baseline }));
    const fine = await rolloutThatMeasures(again, 100);
    expect(fine.steps.find(({ what }) => what.startsWith("measure"))).toMatchObject({ outcome: "done" });
  });

  async function rolloutThatMeasures(world: RolloutWorld, ms: number) {
    world.programs.set("bench", () => ({ stdout: `speed ${ms} ms\n` }));
    return turnOff(world, { metric: "bench/speed" });
  }

  test.each(["speed", "bench/", "none/speed", "unit/speed"])(
    "%j is no metric: refused before anything is done",
    async (metric) => {
      const world = await worldThatIsOn();
      const report = await turnOff(world, { metric });
      expect(report.ending).toBe("refused");
      expect(isOn(world)).toBe(true);
    },
  );
});

describe("what must not stop it", () => {
  test("a ledger that is away, a backup that fails, a journal that cannot be written", async () => {
    const world = await worldThatIsOn();
    world.ledgerWorks = false;
    const ports = world.start();
    const state = await ports.openState("");
    const full = async () => {
      throw new Error("ENOSPC: no space left on device");
    };
    const openState = async () => ({
      ...state,
      write: full,
      makeFolder: full,
      create: full,
      rename: full,
      remove: full,
    });
    const recorder = { started: full, step: full, ended: full };
    const report = await turnOff(world, { ports: { ...ports, openState, recorder } });
    expect([report.ending, report.flag]).toEqual(["rolled back with findings", "off"]);
    expect(report.findings.join(" ")).toMatch(
      /lock in \/state could not be taken: ENOSPC.*journal could not be written: ENOSPC.*Nothing was backed up before/s,
    );
  });

  test("a journal that cannot be read is put aside and told", async () => {
    const world = await worldThatIsOn();
    world.state.set("journal/0000.json", "{");
    const report = await turnOff(world);
    expect([report.ending, report.flag]).toEqual(["rolled back with findings", "off"]);
    expect(report.findings[0]).toMatch(/journal in \/state\/journal cannot be read/);
    expect([...world.state.keys()].filter((name) => name.startsWith("journal/"))).toEqual([]);
  });

  test("another run at work does: it is said who", async () => {
    const world = await worldThatIsOn();
    world.state.set(
      "lock/00000009",
      JSON.stringify({
        pid: 7,
        startedAt: "then",
        host: "here",
        at: "2026-01-05T09:00:00.000Z",
        action: "enable",
        released: false,
      }),
    );
    world.alive.add(7);
    const report = await turnOff(world);
    expect([report.ending, report.because]).toEqual([
      "refused",
      expect.stringMatching(/Another run is at work: process 7 on here \(enable, since/),
    ]);
  });
});
