import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createBackupFiles } from "../../src/system/create-backup-files.ts";

let home: string;
const files = createBackupFiles();

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), "backup-files-")));
  mkdirSync(join(home, "settings"));
  mkdirSync(join(home, "copies"));
  writeFileSync(join(home, "settings/a.yaml"), "use_it: false\n", { mode: 0o640 });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const settings = () => join(home, "settings/a.yaml");
const copy = () => join(home, "copies/1-a.yaml");

async function copied() {
  const facts = await files.copy(settings(), copy());
  if (!facts.ok) throw new Error(facts.problem.reason);
  return facts.value;
}

describe("copying", () => {
  test("copies the bytes and tells what they are", async () => {
    chmodSync(settings(), 0o640);
    const facts = await copied();
    expect(facts).toMatchObject({ sizeBytes: 14, mode: 0o640, uid: statSync(settings()).uid });
    expect(facts.sha256).toBe(createHash("sha256").update("use_it: false\n").digest("hex"));
    expect(readFileSync(copy(), "utf8")).toBe("use_it: false\n");
    expect(statSync(copy()).mode & 0o777).toBe(0o600);
  });

  test("never writes over a copy that is there", async () => {
    writeFileSync(copy(), "precious");
    expect(await files.copy(settings(), copy())).toMatchObject({ ok: false });
    expect(readFileSync(copy(), "utf8")).toBe("precious");
  });

  const link = (to: string, name: string) => symlinkSync(to, join(home, name));
  const pipe = (name: string) => execFileSync("mkfifo", [join(home, name)]);
  test.each<[string, string, () => unknown, RegExp]>([
    ["a link", "settings/link", () => link("a.yaml", "settings/link"), /is a link/],
    ["a link on the way", "way/a.yaml", () => link("settings", "way"), /way is a link to settings/],
    ["a folder", "settings", () => null, /is a folder/],
    ["a FIFO", "settings/pipe", () => pipe("settings/pipe"), /not a regular file/],
  ])("refuses %s", async (_what, name, make, words) => {
    make();
    const found = await files.copy(join(home, name), copy());
    expect(found).toMatchObject({ ok: false, problem: { kind: "invalid", reason: expect.stringMatching(words) } });
    expect(readdirSync(join(home, "copies"))).toEqual([]);
  });

  test("a file that is not there is missing", async () => {
    expect(await files.copy(join(home, "settings/none"), copy())).toMatchObject({
      ok: false,
      problem: { kind: "missing" },
    });
    expect(await files.copy(join(home, "none/none"), copy())).toMatchObject({
      ok: false,
      problem: { kind: "missing" },
    });
  });
});

describe("putting back", () => {
  test("brings bytes and mode back, and is harmless to do again", async () => {
    chmodSync(settings(), 0o640);
    const facts = await copied();
    writeFileSync(settings(), "use_it: true\n");
    chmodSync(settings(), 0o600);
    expect(await files.putBack(copy(), settings(), facts)).toEqual({ ok: true, value: { changed: true, notes: [] } });
    expect(readFileSync(settings(), "utf8")).toBe("use_it: false\n");
    expect(statSync(settings()).mode & 0o777).toBe(0o640);
    expect(await files.putBack(copy(), settings(), facts)).toEqual({ ok: true, value: { changed: false, notes: [] } });
    expect(readdirSync(join(home, "settings"))).toEqual(["a.yaml"]);
  });

  test("brings a file back that was removed", async () => {
    const facts = await copied();
    rmSync(settings());
    expect(await files.putBack(copy(), settings(), facts)).toMatchObject({ ok: true, value: { changed: true } });
    expect(readFileSync(settings(), "utf8")).toBe("use_it: false\n");
  });

  test.each([
    ["one byte changed", "use_it: fals3\n"],
    ["a byte less", "use_it: fals\n"],
    ["nothing left", ""],
  ])("refuses a copy with %s, and changes nothing", async (_name, bytes) => {
    const facts = await copied();
    writeFileSync(settings(), "now\n");
    writeFileSync(copy(), bytes);
    const done = await files.putBack(copy(), settings(), facts);
    expect(done).toMatchObject({
      ok: false,
      problem: { reason: expect.stringContaining("1-a.yaml is not what was backed up") },
    });
    expect(readFileSync(settings(), "utf8")).toBe("now\n");
    expect(readdirSync(join(home, "settings"))).toEqual(["a.yaml"]);
  });

  test("refuses a target that became a link, and leaves what it leads to alone", async () => {
    const facts = await copied();
    const victim = join(home, "victim");
    writeFileSync(victim, "untouched");
    rmSync(settings());
    symlinkSync(victim, settings());
    expect(await files.putBack(copy(), settings(), facts)).toMatchObject({ ok: false });
    expect(readFileSync(victim, "utf8")).toBe("untouched");
  });

  test("refuses a folder that became a link", async () => {
    const facts = await copied();
    mkdirSync(join(home, "victim"));
    renameSync(join(home, "settings"), join(home, "moved"));
    symlinkSync("victim", join(home, "settings"));
    const done = await files.putBack(copy(), settings(), facts);
    expect(done).toMatchObject({
      ok: false,
      problem: { reason: expect.stringMatching(/settings is a link to victim/) },
    });
    expect(readdirSync(join(home, "victim"))).toEqual([]);
  });

  test("a folder that is exchanged again and again while files are put back never leads out", async () => {
    const facts = await copied();
    mkdirSync(join(home, "victim"));
    writeFileSync(join(home, "victim/a.yaml"), "untouched");
    let refused = 0;
    for (let round = 0; round < 60; round++) {
      writeFileSync(join(home, "settings/a.yaml"), `round ${round}\n`);
      const work = files.putBack(copy(), settings(), facts);
      for (let wait = 0; wait < round % 12; wait++) await new Promise((resolve) => setImmediate(resolve));
      renameSync(join(home, "settings"), join(home, "moved"));
      symlinkSync("victim", join(home, "settings"));
      const done = await work;
      if (!done.ok) refused += 1;
      expect(readFileSync(join(home, "victim/a.yaml"), "utf8")).toBe("untouched");
      rmSync(join(home, "settings"));
      renameSync(join(home, "moved"), join(home, "settings"));
    }
    expect(refused).toBeGreaterThan(0);
  });
});

test("what a killed run has left beside a file is removed when it is old, and nothing else is", async () => {
  const old = new Date(Date.now() - 3_600_000);
  const names = [".a.yaml.0123456789ab.tmp", ".aXyaml.0123456789ab.tmp", ".a.yaml.tmp", "a.yaml.0123456789ab.tmp"];
  for (const name of names) {
    writeFileSync(join(home, "settings", name), "");
    utimesSync(join(home, "settings", name), old, old);
  }
  writeFileSync(join(home, "settings/.a.yaml.ffffffffffff.tmp"), "young");
  await files.removeLeftovers(settings());
  expect(readdirSync(join(home, "settings")).sort()).toEqual(
    [".a.yaml.ffffffffffff.tmp", ...names.slice(1), "a.yaml"].sort(),
  );
});
