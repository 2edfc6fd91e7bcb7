import { describe, expect, test } from "@jest/globals";
import type { FlagWay } from "../../src/domain/config.ts";
import { chooseWay, orderWays } from "../../src/flag/choose-way.ts";
import { createFlagSwitch } from "../../src/flag/create-flag-switch.ts";
import { bytes, createWorld, envWay, fileWay, flagOf, scriptWay, text, type World } from "./flag-world.ts";

const path = "/home/me/settings.yaml";
const original = "use_it: false\n";
const both = ["baseline", "candidate"] as const;

function world(target: (env: Readonly<Record<string, string>>, file: string) => string): World {
  const made = createWorld();
  made.disk.set(path, bytes(original));
  made.programs.set("read-flag", (_args, env) => ({ stdout: target(env, text(made.disk.get(path))) }));
  made.programs.set("toggle", () => ({ stdout: "Success!" }));
  return made;
}

async function choose(made: World, ...ways: readonly FlagWay[]) {
  const flag = flagOf(...ways);
  const choice = await chooseWay(flag, createFlagSwitch(flag, made, 1000), both, "as-configured");
  expect(text(made.disk.get(path))).toBe(original);
  return choice;
}

describe("chooseWay", () => {
  test("takes the first way that the target obeys in both arms", async () => {
    const choice = await choose(
      world((env) => env.USE_IT ?? "off"),
      envWay,
      fileWay,
    );
    expect(choice).toMatchObject({ way: envWay, problems: [], attempts: [{ failure: null }] });
    expect(choice.readings.map((reading) => [reading.arm, reading.value])).toEqual([
      ["baseline", "off"],
      ["candidate", "on"],
    ]);
  });

  test("F1: a flag that nobody reads has no effect, whichever way it is set", async () => {
    const choice = await choose(
      world(() => "off"),
      envWay,
      fileWay,
    );
    expect(choice.way).toBeNull();
    expect(choice.attempts.map((attempt) => attempt.failure)).toEqual([
      expect.stringMatching(/reads off \(off\) in both arms, so setting USE_IT=true has no effect/),
      expect.stringMatching(
        /reads off \(off\) in both arms, so setting `use_it` to true in ~\/settings.yaml has no effect/,
      ),
    ]);
    expect(choice.readings).toHaveLength(4);
  });

  test("F2: a variable with the wrong prefix is passed over for the file", async () => {
    const choice = await choose(
      world((env, file) => env.APP_USE_IT ?? (file.includes("true") ? "on" : "off")),
      envWay,
      fileWay,
    );
    expect(choice.way).toBe(fileWay);
    expect(choice.attempts[0]?.failure).toMatch(/another name or prefix/);
  });

  test("F3: any text counts as true", async () => {
    const choice = await choose(
      world((env) => (env.USE_IT ? "True" : "False")),
      envWay,
    );
    expect(choice.attempts[0]?.failure).toMatch(
      /reads on \(True\) in both arms, so setting USE_IT=false has no effect: .*take any text for true/,
    );
  });

  test("F4: a script that reports success and does nothing is passed over", async () => {
    const choice = await choose(
      world((_env, file) => (file.includes("true") ? "on" : "off")),
      scriptWay,
      fileWay,
    );
    expect(choice.way).toBe(fileWay);
    expect(choice.attempts[0]?.failure).toMatch(/reported success and did not do its work/);
  });

  test("unknown is never taken for off", async () => {
    const choice = await choose(
      world((env) => (env.USE_IT === "true" ? "on" : "Status: ERROR")),
      envWay,
    );
    expect(choice.way).toBeNull();
    expect(choice.attempts[0]?.failure).toBe("The flag could not be read after setting USE_IT=false: Status: ERROR.");
  });

  test("says when the values are the wrong way round", async () => {
    const choice = await choose(
      world((env) => (env.USE_IT === "true" ? "off" : "on")),
      envWay,
    );
    expect(choice.attempts[0]?.failure).toMatch(
      /wrong way round: on after setting USE_IT=false, off after setting USE_IT=true/,
    );
  });

  test("names the file of a way that cannot be set", async () => {
    const made = world(() => "off");
    const choice = await choose(made, { ...fileWay, path: "~/none.yaml" });
    expect(choice.attempts[0]?.failure).toBe("~/none.yaml: There is no file /home/me/none.yaml.");
    expect(choice.readings).toMatchObject([{ value: "unknown" }]);
  });

  test("without a command to read it, takes the first way that can be set and calls the readings unknown", async () => {
    const made = world(() => "off");
    const flag = { ...flagOf({ ...fileWay, path: "~/none.yaml" }, envWay), read: null };
    const choice = await chooseWay(flag, createFlagSwitch(flag, made, 1000), both, "as-configured");
    expect(choice.way).toBe(envWay);
    expect(choice.readings.map((reading) => reading.value)).toEqual(["unknown", "unknown"]);
  });

  test("stops when cancelled, with everything put back", async () => {
    const made = world((_env, file) => (file.includes("true") ? "on" : "off"));
    const cancel = new AbortController();
    made.programs.set("read-flag", () => {
      cancel.abort();
      return { stdout: "off" };
    });
    const flag = flagOf(fileWay, envWay);
    const choice = await chooseWay(flag, createFlagSwitch(flag, made, 1000), both, "as-configured", cancel.signal);
    expect(choice.way).toBeNull();
    expect(choice.attempts).toHaveLength(1);
    expect(text(made.disk.get(path))).toBe(original);
  });

  test("tries nothing when it was cancelled before, and takes no way that was cancelled at its last reading", async () => {
    const made = world((env) => env.USE_IT ?? "off");
    const flag = flagOf(envWay);
    const flagSwitch = createFlagSwitch(flag, made, 1000);
    const none = await chooseWay(flag, flagSwitch, both, "as-configured", AbortSignal.abort());
    expect(none).toEqual({ way: null, readings: [], attempts: [], problems: [] });
    const cancel = new AbortController();
    let reads = 0;
    made.programs.set("read-flag", (_args, env) => {
      if (++reads === 2) cancel.abort();
      return { stdout: env.USE_IT ?? "off" };
    });
    const late = await chooseWay(flag, flagSwitch, both, "as-configured", cancel.signal);
    expect(late).toMatchObject({ way: null, attempts: [{ failure: null }] });
  });

  test("tells a problem without a file by its reason alone", async () => {
    const choice = await choose(
      world(() => "off"),
      { ...fileWay, path: "~/settings.ini" },
    );
    expect(choice.attempts[0]?.failure).toBe("The name of `~/settings.ini` does not tell its format.");
  });

  test("one arm alone is enough where only one is needed", async () => {
    const made = world((env) => env.USE_IT ?? "on");
    const flag = flagOf(envWay);
    const choice = await chooseWay(flag, createFlagSwitch(flag, made, 1000), ["candidate"], "as-configured");
    expect(choice).toMatchObject({ way: envWay, readings: [{ arm: "candidate", value: "on" }] });
  });
});

test("ways that last least come first when arms are only measured", () => {
  expect(orderWays([scriptWay, fileWay, envWay], "least-lasting")).toEqual([envWay, fileWay, scriptWay]);
  expect(orderWays([scriptWay, fileWay, envWay], "as-configured")).toEqual([scriptWay, fileWay, envWay]);
});
