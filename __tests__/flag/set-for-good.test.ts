import { describe, expect, test } from "@jest/globals";
import type { FlagWay } from "../../src/domain/config.ts";
import { atShare, canShare } from "../../src/flag/at-share.ts";
import { type LastingAttempt, setForGood } from "../../src/flag/set-for-good.ts";
import { bytes, createWorld, ended, envWay, fileWay, flagOf, scriptWay, text, type World } from "./flag-world.ts";

const path = "/home/me/settings.yaml";
const sharedEnv = { ...envWay, on: "$ROLLOUT_PERCENT" };
const sharedFile = { ...fileWay, on: "$ROLLOUT_PERCENT" };

/** A target that obeys its file or its variable; the file holds a share or a boolean. */
function worldOf(): World & { readonly seen: Readonly<Record<string, string>>[] } {
  const world = createWorld();
  const seen: Readonly<Record<string, string>>[] = [];
  world.disk.set(path, bytes("use_it: false\n"));
  world.programs.set("read-flag", (_args, env) => {
    seen.push(env);
    const value = env.USE_IT ?? text(world.disk.get(path)).replace("use_it: ", "").trim();
    return { stdout: ["true", "50"].includes(value) ? "on" : "off" };
  });
  world.programs.set("toggle", ([value], env) => {
    seen.push(env);
    world.disk.set(path, bytes(`use_it: ${value === "on"}\n`));
    return {};
  });
  return Object.assign(world, { seen });
}

async function set(world: World, to: "on" | "off", percent: number, ways: readonly FlagWay[], signal?: AbortSignal) {
  const told: string[] = [];
  const attempts = await setForGood(
    flagOf(...ways),
    { to, percent },
    ways,
    world,
    {
      before: async (name) => void told.push(`before ${name}`),
      after: async ({ name, failure }) => void told.push(`after ${name}: ${failure ?? "obeyed"}`),
    },
    signal ?? new AbortController().signal,
  );
  return { attempts, told };
}

const on = { value: "on", arm: "candidate", said: "on" };
const off = { value: "off", arm: "baseline", said: "off" };

describe("setting the flag for good", () => {
  test.each<[string, FlagWay, "on" | "off", number, Partial<LastingAttempt>]>([
    [
      "a variable on",
      envWay,
      "on",
      100,
      { way: envWay, name: "env USE_IT", env: { USE_IT: "true" }, reading: { ...on, way: "env USE_IT" } as never },
    ],
    [
      "a variable off",
      envWay,
      "off",
      100,
      { env: { USE_IT: "false" }, reading: { ...off, way: "env USE_IT" } as never },
    ],
    ["a variable for a share", sharedEnv, "on", 50, { way: sharedEnv, env: { USE_IT: "50" } }],
    [
      "a file on",
      fileWay,
      "on",
      100,
      { way: fileWay, name: "file ~/settings.yaml", env: {}, reading: { ...on, way: "file ~/settings.yaml" } as never },
    ],
    ["a file for a share", sharedFile, "on", 50, { way: sharedFile, env: {} }],
    [
      "a script off",
      scriptWay,
      "off",
      50,
      { way: scriptWay, name: "script", env: {}, reading: { ...off, way: "script" } as never },
    ],
  ])("%s", async (_name, way, to, percent, wanted) => {
    const world = worldOf();
    const { attempts, told } = await set(world, to, percent, [way]);
    expect(attempts).toEqual([expect.objectContaining({ failure: null, notes: [], ...wanted })]);
    const name = attempts[0]?.name;
    expect(told).toEqual([`before ${name}`, `after ${name}: obeyed`]);
    // Whatever runs is told the share: none when the flag is off.
    const share = { ROLLOUT_PERCENT: to === "on" ? String(percent) : "0" };
    for (const env of world.seen) expect(env).toMatchObject(share);
  });

  test("a file holds the share as a number, and its notes are kept", async () => {
    const world = worldOf();
    world.disk.set("/home/me/x.env", bytes("A=1\nA=2\n"));
    await set(world, "on", 50, [sharedFile]);
    expect(text(world.disk.get(path))).toBe("use_it: 50\n");
    const { attempts } = await set(world, "on", 100, [{ ...fileWay, path: "~/x.env", key: "A" }]);
    expect(attempts[0]?.notes).toEqual([
      "`A` is set 2 times in the file, on lines 1, 2; the last one counts and was changed.",
    ]);
  });

  test("the first way that the target obeys is the last that is tried", async () => {
    const world = worldOf();
    const lost = { ...fileWay, path: "~/none.yaml" };
    const { attempts, told } = await set(world, "on", 100, [lost, { ...envWay, name: "OTHER" }, fileWay, scriptWay]);
    expect(attempts.map(({ name, reading, failure }) => [name, reading?.value ?? null, failure])).toEqual([
      ["file ~/none.yaml", null, "~/none.yaml: There is no file /home/me/none.yaml."],
      [
        "env OTHER",
        "off",
        "The flag reads off (off) after setting OTHER=true: the target may expect another name or prefix, or take any text for true.",
      ],
      ["file ~/settings.yaml", "on", null],
    ]);
    expect(told).toHaveLength(6);
    expect(world.runs).not.toContain("toggle on");
  });

  test("a file without a place to name is told by its reason alone", async () => {
    const world = worldOf();
    const { attempts } = await set(world, "on", 100, [{ ...fileWay, path: "~/settings.ini" }]);
    expect(attempts[0]).toMatchObject({
      reading: null,
      failure: "The name of `~/settings.ini` does not tell its format.",
    });
  });

  test("a script that fails and works all the same is believed by what the flag reads", async () => {
    const world = worldOf();
    world.programs.set("toggle", () => {
      world.disk.set(path, bytes("use_it: true\n"));
      return { stderr: "warning", outcome: { ...ended, exit: { code: 3, signal: null } } };
    });
    const { attempts } = await set(world, "on", 100, [scriptWay]);
    expect(attempts[0]).toMatchObject({
      failure: null,
      notes: ["The script that turns the flag on failed: exit 3: warning. The flag reads on all the same."],
    });
  });

  test("a script that fails and does not work tells both", async () => {
    const world = worldOf();
    world.programs.set("toggle", () => ({ outcome: { ...ended, timedOut: true } }));
    world.disk.set(path, bytes("use_it: true\n"));
    const { attempts } = await set(world, "off", 100, [scriptWay]);
    expect(attempts[0]?.failure).toBe(
      "The script that turns the flag off failed: it did not end within 60 s. The flag reads on (on) after the script that turns it off: the script reported success and did not do its work, or the target reads the flag elsewhere.",
    );
    expect(attempts[0]?.notes).toEqual([]);
  });

  test("once cancelled nothing more is tried", async () => {
    const world = worldOf();
    expect(await set(world, "on", 100, [envWay], AbortSignal.abort())).toEqual({ attempts: [], told: [] });
    expect(world.runs).toEqual([]);
  });
});

describe("a way for a share", () => {
  test.each<[FlagWay, FlagWay, boolean]>([
    [envWay, envWay, false],
    [sharedEnv, { ...envWay, on: "25" }, true],
    [fileWay, fileWay, false],
    [sharedFile, { ...fileWay, on: 25 }, true],
    [scriptWay, scriptWay, true],
  ])("%j", (way, at, can) => {
    expect(atShare(way, 25)).toEqual(at);
    expect(canShare(way)).toBe(can);
  });
});
