import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { RolloutReport } from "../../src/domain/rollout.ts";
import { enable } from "../../src/modes/enable.ts";
import { type RollbackOptions, rollback } from "../../src/modes/rollback.ts";
import type { RolloutPorts } from "../../src/rollout/rollout-ports.ts";
import { createBackupFiles } from "../../src/system/create-backup-files.ts";
import { createFiles } from "../../src/system/create-files.ts";
import { createFirmFiles } from "../../src/system/create-firm-files.ts";
import { createStateFiles } from "../../src/system/create-state-files.ts";
import { configText, go, loaded, original, type Program, rolloutWorld } from "./rollout-world.ts";

// Real files, so that links are links; programs in memory, so that each one that is started is seen.
const onLinux = process.platform === "win32" ? describe.skip : describe;
const { signal } = new AbortController();
let base = "";
let operations = 0;
let runs: string[] = [];
/** What a program does to the world when it is started, and its exit code. */
let acts: Map<string, () => number>;

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), "hostile-")));
  for (const folder of ["home/.shop", "repo", "outside/deep"]) mkdirSync(join(base, folder), { recursive: true });
  write("home/.shop/settings.yaml", original);
  write("outside/settings.yaml", "use_new: maybe\nsecret: 42\n");
  write("outside/deep/secret", "of somebody else\n");
  runs = [];
  acts = new Map();
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const at = (...names: readonly string[]) => join(base, ...names);
const write = (name: string, text: string) => writeFileSync(at(name), text);
const isOn = () => readFileSync(at("home/.shop/settings.yaml"), "utf8").includes("use_new: true");
const digest = (text: string) => createHash("sha256").update(text).digest("hex");
const link = (name: string, to: string) => {
  rmSync(at(name), { recursive: true, force: true });
  symlinkSync(at(to), at(name));
};

/** Every name, content and link but for the program's own folder. */
function tree(folder = ""): readonly string[] {
  return readdirSync(at(folder)).flatMap((name) => {
    const path = join(folder, name);
    const found = lstatSync(at(path));
    if (found.isSymbolicLink()) return [`${path} -> ${readlinkSync(at(path))}`];
    if (found.isDirectory()) return path === join("repo", ".rollout-gate") ? [] : [path, ...tree(path)];
    return [`${path} ${found.mode} ${readFileSync(at(path), "latin1")}`];
  });
}

async function real(path: string): Promise<string> {
  if (existsSync(path)) return realpath(path);
  const cut = path.lastIndexOf(sep);
  return join(await real(path.slice(0, cut)), path.slice(cut + 1));
}

function ports(env: Readonly<Record<string, string>> = {}): RolloutPorts {
  const world = rolloutWorld();
  world.events.push(go());
  const memory = world.start();
  const asIs = (name: string): Program => {
    return (args) => {
      const asked = [name, ...args].join(" ");
      runs.push(asked);
      const stdout = asked === "shop flag" ? (isOn() ? "on\n" : "off\n") : "";
      const exit = acts.get(asked)?.() ?? 0;
      return { stdout, exit };
    };
  };
  for (const name of ["shop", "toggle", "unit", "smoke", "restart", "installer"]) world.programs.set(name, asIs(name));
  return {
    ...memory,
    files: createFiles({}),
    host: { ...memory.host, env: { ...memory.host.env, ...env }, home: at("home"), workspace: at("repo") },
    openState: async (folder) => createStateFiles(await real(folder)),
    backupFiles: createBackupFiles(),
    firmFiles: createFirmFiles(),
    random: () => String(operations++).padStart(6, "0"),
  };
}

const noScript = configText.replace(/ {4}- script.*\n/, "");

function turnOn(source = noScript, env: Readonly<Record<string, string>> = {}): Promise<RolloutReport> {
  return enable({ config: loaded(source), override: null, evidenceFolder: "e", signal }, ports(env));
}

function turnOff(more: Partial<RollbackOptions> = {}): Promise<RolloutReport> {
  const usual = {
    reason: "too slow",
    way: null,
    metric: null,
    backup: null,
    dryRun: false,
    evidenceFolder: "e",
    signal,
  };
  return rollback({ config: loaded(noScript), ...usual, ...more }, ports());
}

async function isTurnedOn(): Promise<string> {
  const report = await turnOn();
  if (report.ending !== "enabled" || report.operation === null) throw new Error(report.because);
  runs = [];
  return report.operation;
}

/** All that a report says. */
const wordsOf = ({ because, findings, steps, notes }: RolloutReport) =>
  [because, ...findings, ...steps.map(({ detail }) => detail), ...notes].join("\n");

onLinux("turning on", () => {
  const backupOf = (path: string) => noScript.replace("backup: [", `backup: [${JSON.stringify(path)}, `);
  const fileAt = (path: string) => noScript.replace("path: ~/.shop/settings.yaml,", `path: ${JSON.stringify(path)},`);
  const stateAt = (path: string) => `state: { folder: ${JSON.stringify(path)} }\n${noScript}`;

  test.each<[string, () => string | undefined, RegExp]>([
    [
      "a link in the settings file's place",
      () => void link("home/.shop/settings.yaml", "outside/settings.yaml"),
      /is a link, and links are not followed/,
    ],
    ["a link in the place of its folder", () => void link("home/.shop", "outside"), /\.shop is a link to .*outside/],
    [
      "a file to back up that goes up",
      () => backupOf("../outside/settings.yaml"),
      /"\.\.\/outside\/settings\.yaml" goes up by "\.\."/,
    ],
    [
      "a file to back up that goes up by a variable",
      () => backupOf("$EVIL/settings.yaml"),
      /goes up by "\.\.", to "\.\.\/outside\/settings\.yaml"/,
    ],
    ["a file to back up below a home, and up", () => backupOf("~/../outside/settings.yaml"), /goes up by "\.\."/],
    ["a settings file that goes up", () => fileAt("../outside/settings.yaml"), /goes up by "\.\."/],
    ["a state folder that goes up", () => stateAt("../outside"), /goes up by "\.\."/],
    [
      "a state folder of the checkout that leads out",
      () => void link("repo/.rollout-gate", "outside"),
      /is a link that leads out of the workspace/,
    ],
    [
      "a folder of backups in the checkout that leads out",
      () => {
        mkdirSync(at("repo/.rollout-gate/rollout"), { recursive: true });
        link("repo/.rollout-gate/rollout/backups", "outside");
        return undefined;
      },
      /backups is a link to/,
    ],
    [
      "a file that becomes a link between check and use",
      () => {
        acts.set("shop flag", () => {
          renameSync(at("home/.shop/settings.yaml"), at("home/.shop/real.yaml"));
          symlinkSync("real.yaml", at("home/.shop/settings.yaml"));
          acts.clear();
          return 0;
        });
        return undefined;
      },
      /is a link, and links are not followed/,
    ],
  ])("%s: refused, nothing is started or changed", async (_name, prepare, words) => {
    const source = prepare();
    const swaps = acts.size > 0;
    const before = tree();
    const report = await turnOn(source, { EVIL: "../outside" });
    expect(report.ending).toBe("refused");
    expect(wordsOf(report)).toMatch(words);
    if (!swaps) expect(tree()).toEqual(before);
    expect(tree("outside")).toEqual(before.filter((name) => name.startsWith("outside/")));
    // What the config itself gives to read the flag and to record facts; reading is all that is done.
    expect(runs.filter((run) => run !== "shop flag" && run !== "shop version")).toEqual([]);
  });

  test("a settings file that a script exchanges for a link is written through by no other way", async () => {
    const before = tree("outside");
    acts.set("toggle on", () => {
      link("home/.shop/settings.yaml", "outside/settings.yaml");
      return 0;
    });
    const report = await turnOn(configText);
    expect(report.ending).toBe("turning back failed");
    expect(wordsOf(report)).toMatch(/is a link, and links are not followed/);
    expect(tree("outside")).toEqual(before);
    expect(report.byHand.length).toBeGreaterThan(0);
  });

  test("a folder that a stage exchanges for a link while the flag is on is not put back into", async () => {
    const before = tree("outside");
    acts.set("smoke", () => {
      renameSync(at("home/.shop"), at("home/.shop.real"));
      symlinkSync(at("outside"), at("home/.shop"));
      return 1;
    });
    const report = await turnOn();
    expect(report.ending).toBe("turning back failed");
    expect(tree("outside")).toEqual(before);
  });
});

onLinux("turning off", () => {
  const state = "repo/.rollout-gate/rollout";
  const copyOf = (id: string) => `${state}/backups/${id}/1-settings.yaml`;
  /** A backup that is whole and names another file: whoever writes here can make the checksums as well. */
  const forge = (folder: string, change: (manifest: string) => string) => {
    const manifest = change(readFileSync(at(folder, "manifest.json"), "utf8"));
    writeFileSync(at(folder, "manifest.json"), manifest);
    const sums = readFileSync(at(folder, "SHA256SUMS"), "utf8").replace(/^\w+(?= {2}manifest)/m, digest(manifest));
    writeFileSync(at(folder, "SHA256SUMS"), sums);
  };

  test.each<[string, (id: string) => Partial<RollbackOptions> | undefined, RegExp]>([
    [
      "a copy with a changed byte",
      (id) => void write(copyOf(id), original.replace("1", "2")),
      /is not what was backed up|checksum|changed/,
    ],
    ["a copy that is a link", (id) => void link(copyOf(id), "outside/settings.yaml"), /is a link/],
    [
      "a manifest that names another file",
      (id) =>
        void forge(`${state}/backups/${id}`, (text) =>
          text
            .replaceAll(at("home/.shop/settings.yaml"), at("outside/settings.yaml"))
            .replaceAll("~/.shop/settings.yaml", "x"),
        ),
      /config does not name|is not one that the config names|outside\/settings\.yaml/,
    ],
    [
      "a backup that is a link to another folder",
      (id) => {
        renameSync(at(state, "backups", id), at("outside/backup"));
        link(`${state}/backups/${id}`, "outside/backup");
        return undefined;
      },
      /is a link|cannot be used|is gone/,
    ],
    ["the name of a folder in a backup's place", () => ({ backup: "../../../../outside" }), /no backup's name/],
    ["an option in a backup's place", () => ({ backup: "-rf" }), /no backup's name/],
    [
      "a note of what is on that names another folder",
      () => {
        const text = readFileSync(at(state, "current.json"), "utf8");
        write(`${state}/current.json`, text.replace(/"backup":"[^"]*"/, '"backup":"../../../../outside"'));
        return undefined;
      },
      /current\.json cannot be understood/,
    ],
  ])("%s puts nothing back", async (name, prepare, words) => {
    const more = prepare(await isTurnedOn());
    const before = tree();
    const report = await turnOff({ way: "backup", ...more });
    expect(wordsOf(report)).toMatch(words);
    expect(tree("outside")).toEqual(before.filter((one) => one.startsWith("outside/")));
    // Without its note of what is on, the newest backup of this program's is put back, and that is told.
    if (name.startsWith("a note")) return expect(report.ending).toBe("rolled back with findings");
    expect(report.ending).toBe("failed");
    expect(tree()).toEqual(before);
    expect(runs.filter((run) => run !== "shop flag")).toEqual([]);
  });

  test("a journal that somebody wrote has no command run and no file of theirs written", async () => {
    const id = await isTurnedOn();
    const lines = [
      { kind: "opened", operation: id, action: "enable", rollout: "shop", commit: null, flagBefore: "off", reason: "" },
      { kind: "backed-up", backup: id },
      { kind: "about-to", step: { do: "set-flag", way: "script $(touch owned)", to: "on", percent: null } },
      { kind: "did", said: "set", after: [{ file: at("outside/settings.yaml"), sha256: "0".repeat(64) }] },
      { kind: "about-to", step: { do: "put-back", backup: id, files: [at("outside/settings.yaml")] } },
      { kind: "about-to", step: { do: "install", to: "--upload-pack=owned" } },
    ];
    mkdirSync(at(state, "journal"), { recursive: true });
    for (const [index, entry] of lines.entries()) {
      const text = JSON.stringify({ ...entry, at: "2026-01-05T09:00:00.000Z" });
      write(`${state}/journal/${String(index).padStart(4, "0")}.json`, `${text}\n`);
    }
    const before = tree("outside");
    const report = await turnOff();
    expect(wordsOf(report)).toMatch(/set by script \$\(touch owned\), which the config does not name any more/);
    expect(tree("outside")).toEqual(before);
    expect(existsSync(at("repo/owned"))).toBe(false);
    expect(new Set(runs)).toEqual(new Set(["shop flag", "restart", "smoke"]));
    expect([report.flag, isOn()]).toEqual(["off", false]);
  });

  test("a settings file that becomes a link while the flag is turned off is written through by no way", async () => {
    await isTurnedOn();
    const before = tree("outside");
    acts.set("shop flag", () => {
      renameSync(at("home/.shop/settings.yaml"), at("home/.shop/real.yaml"));
      symlinkSync(at("home/.shop/real.yaml"), at("home/.shop/settings.yaml"));
      acts.clear();
      return 0;
    });
    const report = await turnOff();
    expect([report.ending, report.flag]).toEqual(["failed", "on"]);
    expect(wordsOf(report)).toMatch(/is a link, and links are not followed/);
    expect(tree("outside")).toEqual(before);
  });
});

test.each([
  "--upload-pack=touch owned",
  "-f",
  "HEAD~1",
  "main",
  "@{-1}",
  "a..b",
  "refs/heads/main",
  "v1.0 -f",
  "1.0\n2.0",
  "1.0; reboot",
  "deadbeef",
  "\u0000",
  "１.0",
])("%j is no version to go back to, so the config is none and nothing is started", (to) => {
  const versions = `rollback: { to: ${JSON.stringify(to)}, install: [installer, $VERSION], running: [x],`;
  expect(() => loaded(configText.replace("rollback: {", versions))).toThrow(/no exact version or commit|control|NUL/);
});
