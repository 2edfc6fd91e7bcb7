import { describe, expect, test } from "@jest/globals";
import { createFlagSwitch } from "../../src/flag/create-flag-switch.ts";
import {
  bytes,
  createWorld,
  ended,
  envWay,
  fileWay,
  flagOf,
  program,
  scriptWay,
  text,
  type World,
} from "./flag-world.ts";

const path = "/home/me/settings.yaml";
const original = "\ufeff# mine\r\nuse_it: false # off\r\nother: 1\r\n";

/** A target that reads its settings file, and a toggle script that writes it as scripts do: without the comments. */
function worldWithTarget(): World {
  const world = createWorld();
  world.disk.set(path, bytes(original));
  world.programs.set("read-flag", (_args, env) => {
    const own = env.USE_IT;
    return { stdout: own ?? (text(world.disk.get(path)).includes("use_it: true") ? "True\n" : "False\n") };
  });
  world.programs.set("toggle", ([value]) => {
    world.disk.set(path, bytes(`use_it: ${value === "on"}\n`));
    return {};
  });
  return world;
}

describe("setting an arm", () => {
  test("by a variable changes nothing but the child's environment", async () => {
    const world = worldWithTarget();
    const flagSwitch = createFlagSwitch(flagOf(envWay), world, 1000);
    const on = await flagSwitch.setArm(envWay, "candidate");
    const off = await flagSwitch.setArm(envWay, "baseline");
    expect(on).toEqual({
      ok: true,
      value: { arm: "candidate", way: "env USE_IT", env: { USE_IT: "true" }, notes: [] },
    });
    expect(off).toMatchObject({ ok: true, value: { env: { USE_IT: "false" } } });
    expect(await flagSwitch.restore()).toEqual([]);
    expect(world.writes).toEqual([]);
    expect(world.runs).toEqual([]);
  });

  test("by a file changes the one value, and restoring brings back every byte", async () => {
    const world = worldWithTarget();
    const flagSwitch = createFlagSwitch(flagOf(fileWay), world, 1000);
    for (const arm of ["candidate", "baseline", "candidate"] as const) {
      const setting = await flagSwitch.setArm(fileWay, arm);
      if (!setting.ok) throw new Error(setting.problem.reason);
      const value = arm === "candidate" ? "true" : "false";
      expect(text(world.disk.get(path))).toBe(original.replace("false", value));
      expect(await flagSwitch.readArm(setting.value)).toMatchObject({
        arm,
        way: "file ~/settings.yaml",
        value: arm === "candidate" ? "on" : "off",
      });
    }
    expect(await flagSwitch.restore()).toEqual([]);
    expect(text(world.disk.get(path))).toBe(original);
    const writes = world.writes.length;
    expect(await flagSwitch.restore()).toEqual([]);
    expect(world.writes.length).toBe(writes);
  });

  test("by a script runs it, and restoring runs it for what the flag was", async () => {
    const world = worldWithTarget();
    const flagSwitch = createFlagSwitch(flagOf(scriptWay), world, 1000);
    const setting = await flagSwitch.setArm(scriptWay, "candidate");
    if (!setting.ok) throw new Error(setting.problem.reason);
    expect((await flagSwitch.readArm(setting.value)).value).toBe("on");
    expect(await flagSwitch.restore()).toEqual([]);
    expect(world.runs).toEqual(["read-flag", "toggle on", "read-flag", "toggle off", "read-flag"]);
    expect(await flagSwitch.restore()).toEqual([]);
    expect(world.runs.length).toBe(5);
  });

  test("tells why it could not be set", async () => {
    const world = worldWithTarget();
    world.disk.set("/latin", Uint8Array.of(0x61, 0xff));
    const flagSwitch = createFlagSwitch(flagOf(fileWay), world, 1000);
    const cases = [
      [
        { ...fileWay, path: "~/none.yaml" },
        { kind: "missing", reason: /no file/, file: "~/none.yaml" },
      ],
      [{ ...fileWay, path: "~/settings.ini" }, { reason: /does not tell its format/ }],
      [
        { ...fileWay, key: "other.x" },
        { reason: /holds no map/, file: "~/settings.yaml" },
      ],
      [
        { ...scriptWay, on: program("gone") },
        { reason: /turns the flag on failed: it could not be started: There is no program gone/ },
      ],
    ] as const;
    for (const [way, problem] of cases) {
      const setting = await flagSwitch.setArm(way, "candidate");
      expect(setting).toMatchObject({
        ok: false,
        problem: { ...problem, reason: expect.stringMatching(problem.reason) },
      });
    }
    world.disk.set("/home/me/l.yaml", Uint8Array.of(0x61, 0x3a, 0x20, 0xff));
    expect(await flagSwitch.setArm({ ...fileWay, path: "~/l.yaml" }, "candidate")).toMatchObject({
      ok: false,
      problem: { reason: expect.stringMatching(/not UTF-8/) },
    });
    expect(world.writes).toEqual([]);
  });

  test("does nothing once the run is cancelled", async () => {
    const world = worldWithTarget();
    const flagSwitch = createFlagSwitch(flagOf(fileWay), world, 1000);
    expect(await flagSwitch.setArm(fileWay, "candidate", AbortSignal.abort())).toMatchObject({ ok: false });
    expect(world.writes).toEqual([]);
  });
});

describe("restoring", () => {
  test("waits for a setting under way and undoes it", async () => {
    const world = worldWithTarget();
    const flagSwitch = createFlagSwitch(flagOf(fileWay), world, 1000);
    const setting = flagSwitch.setArm(fileWay, "candidate");
    const both = [flagSwitch.restore(), flagSwitch.restore()];
    await setting;
    await Promise.all(both);
    expect(text(world.disk.get(path))).toBe(original);
  });

  test("puts a file back over a change of something else, and says so", async () => {
    const world = worldWithTarget();
    const flagSwitch = createFlagSwitch(flagOf(fileWay), world, 1000);
    await flagSwitch.setArm(fileWay, "candidate");
    world.disk.set(path, bytes("use_it: true\nstage: was here\n"));
    expect(await flagSwitch.restore()).toMatchObject([
      { file: path, reason: expect.stringMatching(/by something else/) },
    ]);
    expect(text(world.disk.get(path))).toBe(original);
  });

  test("puts a removed file back", async () => {
    const world = worldWithTarget();
    const flagSwitch = createFlagSwitch(flagOf(fileWay), world, 1000);
    await flagSwitch.setArm(fileWay, "candidate");
    world.disk.delete(path);
    expect(await flagSwitch.restore()).toHaveLength(1);
    expect(text(world.disk.get(path))).toBe(original);
  });

  test("is tried again after it failed", async () => {
    const world = worldWithTarget();
    const flagSwitch = createFlagSwitch(flagOf(fileWay), world, 1000);
    await flagSwitch.setArm(fileWay, "candidate");
    world.locked.add(path);
    expect(await flagSwitch.restore()).toMatchObject([{ reason: expect.stringMatching(/EACCES/) }]);
    world.locked.clear();
    expect(await flagSwitch.restore()).toEqual([]);
    expect(text(world.disk.get(path))).toBe(original);
  });

  test("brings back the comments that a script dropped, when the file was edited first", async () => {
    const world = worldWithTarget();
    const flagSwitch = createFlagSwitch(flagOf(fileWay, scriptWay), world, 1000);
    await flagSwitch.setArm(fileWay, "candidate");
    await flagSwitch.setArm(scriptWay, "baseline");
    await flagSwitch.restore();
    expect(text(world.disk.get(path))).toBe(original);
  });

  test("runs a script for off when the flag could not be read before, and says so", async () => {
    const world = worldWithTarget();
    world.programs.set("read-flag", () => ({ stdout: "who knows" }));
    const flagSwitch = createFlagSwitch(flagOf(scriptWay), world, 1000);
    await flagSwitch.setArm(scriptWay, "candidate");
    expect(await flagSwitch.restore()).toMatchObject([{ reason: expect.stringMatching(/run for off/) }]);
    expect(world.runs.at(-1)).toBe("toggle off");
  });

  test("says when a script claims to have put the flag back and has not", async () => {
    const world = worldWithTarget();
    world.programs.set("toggle", ([value]) => {
      if (value === "on") world.disk.set(path, bytes("use_it: true\n"));
      return { stdout: "done" };
    });
    const flagSwitch = createFlagSwitch(flagOf(scriptWay), world, 1000);
    await flagSwitch.setArm(scriptWay, "candidate");
    expect(await flagSwitch.restore()).toMatchObject([
      { reason: expect.stringMatching(/was off before.*now reads on/) },
    ]);
  });
});

describe("reading an arm", () => {
  const cases = [
    ["on", { stdout: "True\n" }, "on", /^True$/],
    ["off", { stdout: " off " }, "off", /^off$/],
    ["an unknown word", { stdout: "maybe" }, "unknown", /^maybe$/],
    ["nothing printed", { stdout: "\n" }, "unknown", /printed nothing/],
    [
      "a value, then a failure",
      { stdout: "off", stderr: "Trace\nImportError: x\n", outcome: { ...ended, exit: { code: 1, signal: null } } },
      "unknown",
      /^exit 1: ImportError: x$/,
    ],
    [
      "killed",
      { stdout: "off", outcome: { ...ended, exit: { code: null, signal: "SIGKILL" } } },
      "unknown",
      /^ended by SIGKILL: off$/,
    ],
    ["too slow", { stdout: "off", outcome: { ...ended, timedOut: true } }, "unknown", /within 5 s/],
    ["cancelled", { stdout: "off", outcome: { ...ended, cancelled: true } }, "unknown", /cancelled/],
    ["control sequences", { stdout: "\u001b[2J\u001b[31mon" }, "unknown", /^on$/],
    ["very long", { stdout: "x".repeat(9999) }, "unknown", /^x{199}…$/],
  ] as const;
  test.each(cases)("%s", async (_name, result, value, said) => {
    const world = createWorld();
    world.programs.set("read-flag", () => result);
    const reading = await createFlagSwitch(flagOf(envWay), world, 1000).readArm({
      arm: "baseline",
      way: "env USE_IT",
      env: {},
      notes: [],
    });
    expect(reading).toEqual({ arm: "baseline", way: "env USE_IT", value, said: expect.stringMatching(said) });
  });
});
