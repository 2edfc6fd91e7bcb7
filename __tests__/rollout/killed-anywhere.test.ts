import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { createBackups } from "../../src/flag/backup/create-backups.ts";
import { enable } from "../../src/modes/enable.ts";
import { rollback } from "../../src/modes/rollback.ts";
import { bytes, text } from "../flag/flag-world.ts";
import { memoryBackupFiles, memoryState } from "../flag/state-in-memory.ts";
import { configText, go, isOn, loaded, original, type RolloutWorld, rolloutWorld, settings } from "./rollout-world.ts";

const { signal } = new AbortController();

type Kill = { readonly at: number } | undefined;

/** What a process does that is killed at its n-th change of the world; a kill later than its end is none. */
async function turnOn(world: RolloutWorld, kill?: Kill, source = configText) {
  return enable({ config: loaded(source), override: null, evidenceFolder: "e", signal }, world.start(kill)).catch(
    () => null,
  );
}

async function turnOff(world: RolloutWorld, kill?: Kill) {
  const options = {
    reason: "too slow",
    way: null,
    metric: null,
    backup: null,
    dryRun: false,
    evidenceFolder: "e",
    signal,
  };
  return rollback({ config: loaded(), ...options }, world.start(kill)).catch(() => null);
}

function worldWithGo(): RolloutWorld {
  const world = rolloutWorld();
  world.events.push(go());
  return world;
}

/** Every backup whose name is there can be read and holds what it says. */
async function brokenBackups(world: RolloutWorld): Promise<readonly string[]> {
  const state = memoryState(() => {}, world.state);
  const backups = createBackups(state, memoryBackupFiles(world.disk, state));
  const { backups: all, problems } = await backups.list();
  const lost = await Promise.all(all.map((backup) => backups.verify(backup)));
  return [...problems, ...lost.flat()].map(({ reason }) => reason);
}

async function effectsOf(
  work: (world: RolloutWorld, kill: Kill) => Promise<unknown>,
  world: RolloutWorld,
): Promise<number> {
  let ports: ReturnType<RolloutWorld["start"]> | null = null;
  const start = world.start;
  world.start = (kill) => {
    ports = start(kill);
    return ports;
  };
  await work(world, undefined);
  world.start = start;
  return ports === null ? 0 : (ports as ReturnType<RolloutWorld["start"]>).effects();
}

async function worldThatIsOn(): Promise<RolloutWorld> {
  const world = worldWithGo();
  const report = await turnOn(world);
  if (report?.ending !== "enabled") throw new Error(report?.because ?? "killed");
  return world;
}

describe("turning on, killed before each of its changes", () => {
  test("leaves what the next run undoes, or nothing to undo", async () => {
    const effects = await effectsOf(turnOn, worldWithGo());
    expect(effects).toBeGreaterThan(25);
    for (let at = 1; at <= effects; at++) {
      const world = worldWithGo();
      await turnOn(world, { at });
      const whole = [original, "use_new: true\n"];
      expect(whole).toContain(text(world.disk.get(settings)));
      expect(await brokenBackups(world)).toEqual([]);
      // The next one is a dry look: it must tell what is half done without touching it.
      const after = new Map(world.state);
      const look = await rollback(
        {
          config: loaded(),
          reason: "",
          way: null,
          metric: null,
          backup: null,
          dryRun: true,
          evidenceFolder: "e",
          signal,
        },
        world.start(),
      );
      expect([look.ending, new Map(world.state)]).toEqual(["planned", after]);
      const next = await turnOn(world);
      const closed = next?.because.includes("reads on already") === true;
      // Either it was over and on, or it is undone and turned on anew.
      expect([at, next?.ending]).toEqual([at, closed ? "refused" : "enabled"]);
      expect(isOn(world)).toBe(true);
      expect(await brokenBackups(world)).toEqual([]);
    }
  });

  test("killed again at every change while it is undone, it is undone all the same", async () => {
    const world = worldWithGo();
    const effects = await effectsOf(turnOn, worldWithGo());
    for (let at = Math.floor(effects / 2); at < effects; at += 3) {
      for (let again = 1; again < 20; again++) {
        const twice = worldWithGo();
        twice.programs.set("smoke", () => ({ exit: 1 }));
        await turnOn(twice, { at });
        await turnOff(twice, { at: again });
        const last = await turnOff(twice);
        expect([at, again, last?.flag]).toEqual([at, again, "off"]);
        expect(isOn(twice)).toBe(false);
        expect(await brokenBackups(twice)).toEqual([]);
      }
    }
    expect(isOn(world)).toBe(false);
  });
});

test("turning on share by share, killed before each of its changes, is undone by a rollback", async () => {
  const canary = "canary: { steps: [5 %, 50 %, 100 %], stages: [smoke], wait: 1 min },";
  const source = configText.replace("enable: {", `enable: { ${canary}`);
  const effects = await effectsOf((world, kill) => turnOn(world, kill, source), worldWithGo());
  for (let at = 1; at <= effects; at++) {
    const world = worldWithGo();
    const killed = await turnOn(world, { at }, source);
    const off = await turnOff(world);
    expect([at, off?.ending, off?.flag, isOn(world)]).toEqual([at, "rolled back", "off", false]);
    // What was undone is byte for byte what it was; what was over and on is turned off by the script, which keeps no comments.
    if (killed === null) expect([original, "use_new: false\n"]).toContain(text(world.disk.get(settings)));
    expect(await brokenBackups(world)).toEqual([]);
  }
});

describe("rolling back, killed before each of its changes", () => {
  test("is finished by the next run", async () => {
    const effects = await effectsOf(turnOff, await worldThatIsOn());
    for (let at = 1; at <= effects; at++) {
      const world = await worldThatIsOn();
      await turnOff(world, { at });
      const next = await turnOff(world);
      expect([at, next?.ending]).toEqual([at, "rolled back"]);
      expect(isOn(world)).toBe(false);
      expect(await brokenBackups(world)).toEqual([]);
    }
  });

  test("keeps the flag from being turned on until it is finished", async () => {
    const world = await worldThatIsOn();
    await turnOff(world, { at: 8 });
    expect(await turnOn(world)).toMatchObject({
      ending: "refused",
      because: "A rollback was cut off: run it again first.",
    });
    expect(await turnOff(world)).toMatchObject({ ending: "rolled back", flag: "off" });
    expect(await turnOn(world)).toMatchObject({ ending: "enabled" });
  });
});

test("any run of kills, with somebody writing in between, ends verified, and loses nobody's line", async () => {
  const act = fc.record({ on: fc.boolean(), at: fc.integer({ min: 1, max: 45 }), writes: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 6 }), async (acts) => {
      const world = worldWithGo();
      // A script as good ones are: it changes the one value and keeps everything else.
      world.programs.set("toggle", ([to]) => {
        const now = text(world.disk.get(settings));
        world.disk.set(settings, bytes(now.replace(/use_new: \w+/, `use_new: ${to === "on"}`)));
        return {};
      });
      const lines: string[] = [];
      for (const [index, { on, at, writes }] of acts.entries()) {
        await (on ? turnOn(world, { at }) : turnOff(world, { at }));
        if (!writes) continue;
        lines.push(`line_${index}: mine`);
        world.disk.set(settings, bytes(`${text(world.disk.get(settings))}${lines.at(-1)}\n`));
      }
      const last = await turnOff(world);
      expect(last?.flag).toBe("off");
      expect(last?.ending).toBe("rolled back");
      expect(isOn(world)).toBe(false);
      expect(await brokenBackups(world)).toEqual([]);
      for (const line of lines) expect(text(world.disk.get(settings))).toContain(line);
      expect([...world.state.keys()].filter((name) => name.startsWith("journal/"))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
