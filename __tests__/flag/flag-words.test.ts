import { describe, expect, test } from "@jest/globals";
import type { FlagWay } from "../../src/domain/config.ts";
import type { FlagReading } from "../../src/domain/evidence.ts";
import { whyUnreliable } from "../../src/flag/choose-way.ts";
import { createFlagSwitch } from "../../src/flag/create-flag-switch.ts";
import { commandFailure, readFlag } from "../../src/flag/read-flag.ts";
import { bytes, createWorld, ended, envWay, fileWay, flagOf, scriptWay, text } from "./flag-world.ts";

/** What people are told when the flag cannot be set, read or put back, word for word. */

const path = "/home/me/settings.yaml";
const reading = (arm: FlagReading["arm"], value: FlagReading["value"], said = "it"): FlagReading => ({
  arm,
  way: "x",
  value,
  said,
});

describe("why a way cannot be relied on", () => {
  const byFile = "setting `use_it` to true in ~/settings.yaml";
  const shared: FlagWay = { ...fileWay, on: "$ROLLOUT_PERCENT" };
  test.each<[string, FlagWay, readonly FlagReading[], string | null]>([
    ["both arms obey", envWay, [reading("baseline", "off"), reading("candidate", "on")], null],
    ["one arm obeys", envWay, [reading("candidate", "on")], null],
    [
      "one arm alone",
      envWay,
      [reading("candidate", "off")],
      "The flag reads off (it) after setting USE_IT=true: the target may expect another name or prefix, or take any text for true.",
    ],
    [
      "no effect",
      fileWay,
      [reading("baseline", "off"), reading("candidate", "off")],
      `The flag reads off (it) in both arms, so ${byFile} has no effect: the target may read another file or key, or take any text for true.`,
    ],
    [
      "no effect, by a script",
      scriptWay,
      [reading("baseline", "on"), reading("candidate", "on")],
      "The flag reads on (it) in both arms, so the script that turns it off has no effect: the script reported success and did not do its work, or the target reads the flag elsewhere.",
    ],
    [
      "the wrong way round",
      scriptWay,
      [reading("baseline", "on"), reading("candidate", "off")],
      "The flag reads the wrong way round: on after the script that turns it off, off after the script that turns it on. Swap the values for on and off.",
    ],
    [
      "not read",
      fileWay,
      [reading("baseline", "off"), reading("candidate", "unknown", "exit 1")],
      `The flag could not be read after ${byFile}: exit 1.`,
    ],
    [
      "some of many",
      envWay,
      [reading("baseline", "off"), reading("candidate", "on"), reading("candidate", "off")],
      "The flag reads off (it) after setting USE_IT=true: the target may expect another name or prefix, or take any text for true.",
    ],
    [
      "for a share, an arm is all or nothing",
      shared,
      [reading("candidate", "off")],
      "The flag reads off (it) after setting `use_it` to 100 in ~/settings.yaml: the target may read another file or key, or take any text for true.",
    ],
  ])("%s", (_name, way, readings, why) => {
    expect(whyUnreliable(way, readings)).toBe(why);
  });
});

describe("the problems of a switch", () => {
  const world = () => {
    const made = createWorld();
    made.disk.set(path, bytes("use_it: false\n"));
    made.programs.set("read-flag", () => ({ stdout: text(made.disk.get(path)).includes("true") ? "on" : "off" }));
    made.programs.set("toggle", ([value]) => {
      made.disk.set(path, bytes(`use_it: ${value === "on"}\n`));
      return {};
    });
    return made;
  };
  const byHand = { remedy: "Put the flag's old value back by hand." };
  const broken = { outcome: { ...ended, exit: { code: 2, signal: null } } };

  test.each<[string, FlagWay, "baseline" | "candidate", (w: ReturnType<typeof world>) => void, object]>([
    [
      "no format",
      { ...fileWay, path: "~/a.ini" },
      "candidate",
      () => {},
      {
        reason: "The name of `~/a.ini` does not tell its format.",
        remedy: "Use a .yaml, .json, .toml or .env file, or set the flag by a script.",
      },
    ],
    [
      "no text",
      fileWay,
      "candidate",
      (w) => w.disk.set(path, Uint8Array.of(0xff)),
      {
        reason: "The settings file is not UTF-8 text.",
        remedy: "Save it as UTF-8, or set the flag by a script.",
        file: "~/settings.yaml",
      },
    ],
    [
      "not written",
      fileWay,
      "candidate",
      (w) => w.locked.add(path),
      {
        reason: "The file could not be written: EACCES: permission denied",
        remedy: "Check its permissions and the free disk.",
        file: "~/settings.yaml",
      },
    ],
    [
      "a script fails for on",
      scriptWay,
      "candidate",
      (w) => w.programs.set("toggle", () => broken),
      {
        reason: "The script that turns the flag on failed: exit 2.",
        remedy: "Run it by hand in the workspace to see what it says.",
      },
    ],
    [
      "a script fails for off",
      scriptWay,
      "baseline",
      (w) => w.programs.set("toggle", () => broken),
      {
        reason: "The script that turns the flag off failed: exit 2.",
        remedy: "Run it by hand in the workspace to see what it says.",
      },
    ],
  ])("%s", async (_name, way, arm, harm, problem) => {
    const made = world();
    harm(made);
    const setting = await createFlagSwitch(flagOf(way), made, 1000).setArm(way, arm);
    expect(setting).toEqual({ ok: false, problem: { kind: "invalid", ...problem } });
  });

  test("cancelled before it was set", async () => {
    const setting = await createFlagSwitch(flagOf(envWay), world(), 1000).setArm(
      envWay,
      "baseline",
      AbortSignal.abort(),
    );
    expect(setting).toEqual({
      ok: false,
      problem: { kind: "invalid", reason: "The flag was not set: the run was cancelled.", remedy: "Run it again." },
    });
  });

  test("a path that cannot be expanded", async () => {
    const problem = { kind: "invalid", reason: "There is no HOME." } as const;
    const made = { ...world(), expandPath: () => ({ ok: false, problem }) as const };
    expect(await createFlagSwitch(flagOf(fileWay), made, 1000).setArm(fileWay, "candidate")).toEqual({
      ok: false,
      problem,
    });
  });

  test("a long reason why a file could not be written is cut", async () => {
    const made = world();
    made.files.writeBytesAtomically = async () => {
      throw new Error("x".repeat(300));
    };
    const setting = await createFlagSwitch(flagOf(fileWay), made, 1000).setArm(fileWay, "candidate");
    expect(setting).toMatchObject({ problem: { reason: `The file could not be written: ${"x".repeat(200)}` } });
  });

  test("a file that cannot be put back, and one that something else changed", async () => {
    const made = world();
    const flagSwitch = createFlagSwitch(flagOf(fileWay), made, 1000);
    await flagSwitch.setArm(fileWay, "candidate");
    made.locked.add(path);
    expect(await flagSwitch.restore()).toEqual([
      { kind: "invalid", reason: "The file could not be written: EACCES: permission denied", file: path, ...byHand },
    ]);
    made.locked.clear();
    made.disk.set(path, bytes("use_it: trux\n"));
    expect(await flagSwitch.restore()).toEqual([
      {
        kind: "invalid",
        reason:
          "The file was changed by something else while the flag was set in it; it was put back as it was before.",
        remedy: "Check that nothing else writes to it while the stages run.",
        file: path,
      },
    ]);
    expect(text(made.disk.get(path))).toBe("use_it: false\n");
    const writes = made.writes.length;
    expect(await flagSwitch.restore()).toEqual([]);
    expect(made.writes).toHaveLength(writes);
  });

  test("a file that is as it should be already is not written, nor put back", async () => {
    const made = world();
    const flagSwitch = createFlagSwitch(flagOf(fileWay), made, 1000);
    expect(await flagSwitch.setArm(fileWay, "baseline")).toMatchObject({ ok: true, value: { notes: [] } });
    expect(await flagSwitch.restore()).toEqual([]);
    expect(made.writes).toEqual([]);
  });

  test("a file that was cut off by somebody else is put back whole", async () => {
    const made = world();
    const flagSwitch = createFlagSwitch(flagOf(fileWay), made, 1000);
    await flagSwitch.setArm(fileWay, "candidate");
    made.disk.set(path, bytes("use_it: fal"));
    expect(await flagSwitch.restore()).toHaveLength(1);
    expect(text(made.disk.get(path))).toBe("use_it: false\n");
  });

  test("a file that somebody else put back is left alone", async () => {
    const made = world();
    const flagSwitch = createFlagSwitch(flagOf(fileWay), made, 1000);
    await flagSwitch.setArm(fileWay, "candidate");
    made.disk.set(path, bytes("use_it: false\n"));
    expect(await flagSwitch.restore()).toEqual([]);
    expect(made.writes).toHaveLength(1);
    made.disk.set(path, bytes("use_it: new\n"));
    expect(await flagSwitch.restore()).toEqual([]);
    expect(text(made.disk.get(path))).toBe("use_it: new\n");
  });

  test.each([
    [
      "a whole mark",
      Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes("use_it: false\n")),
      Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes("use_it: true\n")),
    ],
    ["half a mark is a letter", bytes("ﻁ: 1\nuse_it: false\n"), bytes("ﻁ: 1\nuse_it: true\n")],
  ])("a byte order mark: %s", async (_name, before, after) => {
    const made = world();
    made.disk.set(path, before);
    await createFlagSwitch(flagOf(fileWay), made, 1000).setArm(fileWay, "candidate");
    expect(made.disk.get(path)).toEqual(after);
  });

  test("a script is told the share, and how the flag was before the first of its runs counts", async () => {
    const made = world();
    made.disk.set(path, bytes("use_it: true\n"));
    const shares: (string | undefined)[] = [];
    made.programs.set("toggle", ([value], env) => {
      shares.push(env.ROLLOUT_PERCENT);
      made.disk.set(path, bytes(`use_it: ${value === "on"}\n`));
      return {};
    });
    const flagSwitch = createFlagSwitch(flagOf(scriptWay), made, 1000);
    expect(await flagSwitch.setArm(scriptWay, "baseline")).toEqual({
      ok: true,
      value: { arm: "baseline", way: "script", env: {}, notes: [] },
    });
    await flagSwitch.setArm(scriptWay, "baseline");
    expect(await flagSwitch.restore()).toEqual([]);
    expect(shares).toEqual(["0", "0", "100"]);
    expect(text(made.disk.get(path))).toBe("use_it: true\n");
  });

  test("what a script leaves behind is told", async () => {
    const made = world();
    const flagSwitch = createFlagSwitch(flagOf(scriptWay), made, 1000);
    await flagSwitch.setArm(scriptWay, "candidate");
    made.programs.set("toggle", () => ({}));
    expect(await flagSwitch.restore()).toEqual([
      {
        kind: "invalid",
        reason: "The flag was off before, its script was run for off again, and it now reads on (on).",
        remedy: "Turn the flag off by hand.",
      },
    ]);
    made.programs.set("read-flag", () => ({ stdout: "?" }));
    await flagSwitch.setArm(scriptWay, "candidate");
    expect(await flagSwitch.restore()).toEqual([
      {
        kind: "invalid",
        reason: "The flag could not be read before its script ran, so the script was run for off.",
        remedy: "Check that off is what it was.",
      },
    ]);
    await flagSwitch.setArm(scriptWay, "candidate");
    made.programs.set("toggle", () => broken);
    expect(await flagSwitch.restore()).toEqual([
      {
        kind: "invalid",
        reason: "The script that turns the flag off failed: exit 2.",
        remedy: "Run it by hand in the workspace to see what it says.",
      },
    ]);
  });

  test("of two scripts the last one set is undone first", async () => {
    const made = world();
    const one: FlagWay = { ...scriptWay, off: { kind: "program", argv: ["toggle", "off", "one"] } };
    const other: FlagWay = { ...scriptWay, off: { kind: "program", argv: ["toggle", "off", "other"] } };
    const flagSwitch = createFlagSwitch(flagOf(one, other), made, 1000);
    await flagSwitch.setArm(one, "candidate");
    made.disk.set(path, bytes("use_it: false\n"));
    await flagSwitch.setArm(other, "candidate");
    await flagSwitch.restore();
    expect(made.runs.filter((run) => run.startsWith("toggle off"))).toEqual(["toggle off other", "toggle off one"]);
  });

  test("a setting waits for what is being put back", async () => {
    const made = world();
    const flagSwitch = createFlagSwitch(flagOf(fileWay), made, 1000);
    await flagSwitch.setArm(fileWay, "candidate");
    const restored = flagSwitch.restore();
    const again = flagSwitch.setArm(fileWay, "candidate");
    await Promise.all([restored, again]);
    expect(text(made.disk.get(path))).toBe("use_it: true\n");
    await flagSwitch.restore();
    expect(text(made.disk.get(path))).toBe("use_it: false\n");
  });
});

describe("what a command did", () => {
  const of = (outcome: Partial<typeof ended>, stdout = "", stderr = "") => ({
    outcome: { ...ended, ...outcome },
    stdout,
    stderr,
  });
  test.each([
    [of({}), null],
    [of({ startError: { code: "ENOENT", message: "No\nprogram." } }), "it could not be started: No program."],
    [of({ cancelled: true, timedOut: true }), "it was cancelled"],
    [of({ timedOut: true }), "it did not end within 1.5 s"],
    [of({ exit: { code: 3, signal: null } }), "exit 3"],
    [of({ exit: { code: 3, signal: null } }, "last\r\n \n"), "exit 3: last"],
    [of({ exit: { code: 3, signal: null } }, "out", "first\r  second \n"), "exit 3: second"],
    [of({ exit: { code: null, signal: "SIGTERM" } }, "", "x".repeat(201)), `ended by SIGTERM: ${"x".repeat(199)}…`],
    [of({ exit: { code: 3, signal: null } }, "", "x".repeat(200)), `exit 3: ${"x".repeat(200)}`],
  ])("%j", (result, failure) => {
    expect(commandFailure(result, 1500)).toBe(failure);
  });

  test("a flag that the config does not say how to read is unknown", async () => {
    const flag = { ...flagOf(envWay), read: null };
    expect(await readFlag(flag, createWorld(), "baseline", "env USE_IT", {})).toEqual({
      arm: "baseline",
      way: "env USE_IT",
      value: "unknown",
      said: "the config does not say how to read the flag (`flag.read`)",
    });
  });
});
