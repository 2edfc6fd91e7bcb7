import { describe, expect, test } from "@jest/globals";
import { createBackups, type NamedFile } from "../../../src/flag/backup/create-backups.ts";
import { restoreBackup } from "../../../src/flag/backup/restore-backup.ts";
import { bytes, text } from "../flag-world.ts";
import { Killed, memoryBackupFiles, memoryState } from "../state-in-memory.ts";

const of = {
  id: "20260105T090000Z-1a2b3c",
  rollout: "shop",
  action: "enable" as const,
  commit: "a".repeat(40),
  at: "2026-01-05T09:00:00.000Z",
  tool: "rollout-gate test",
};
const named: readonly NamedFile[] = [
  { path: "~/a.yaml", resolved: "/home/me/a.yaml", optional: false },
  { path: "~/b.md", resolved: "/home/me/b.md", optional: true },
];

function world(before: (what: string) => void = () => {}) {
  const disk = new Map([["/home/me/a.yaml", bytes("use_it: false\n")]]);
  const state = memoryState(before);
  const files = memoryBackupFiles(disk, state, before);
  return { disk, state, files, backups: createBackups(state, files) };
}

async function made(w: ReturnType<typeof world>) {
  const backup = await w.backups.make(of, named);
  if (!backup.ok) throw new Error(backup.problem.reason);
  return backup.value;
}

describe("a backup", () => {
  test("is found again as it was made, and has checksums that other tools read", async () => {
    const w = world();
    const backup = await made(w);
    expect(await w.backups.find(of.id)).toEqual({ ok: true, value: backup });
    expect(backup.manifest.files.map(({ path, copy }) => [path, copy?.name ?? null])).toEqual([
      ["~/a.yaml", "1-a.yaml"],
      ["~/b.md", null],
    ]);
    const sums = w.state.contents.get(`backups/${of.id}/SHA256SUMS`) ?? "";
    expect(sums).toMatch(/^[0-9a-f]{64} {2}manifest\.json\n[0-9a-f]{64} {2}1-a\.yaml\n$/);
    expect(await w.backups.verify(backup)).toEqual([]);
  });

  test("of a file that must be there and is not is none", async () => {
    const w = world();
    w.disk.clear();
    const backup = await w.backups.make(of, named);
    expect(backup).toMatchObject({
      ok: false,
      problem: {
        kind: "missing",
        reason: expect.stringContaining("~/a.yaml could not be backed up"),
        remedy: expect.stringContaining("optional: true"),
      },
    });
    expect([...w.state.contents.keys()]).toEqual([]);
  });

  test("cut off at any moment is there whole or not at all", async () => {
    for (let at = 1; at < 8; at++) {
      let changes = 0;
      const w = world(() => {
        changes += 1;
        if (changes >= at) throw new Killed();
      });
      const backup = await w.backups.make(of, named).catch(() => null);
      const after = createBackups(
        {
          ...w.state,
          remove: async (name) =>
            void [...w.state.contents.keys()]
              .filter((key) => key.startsWith(name))
              .map((key) => w.state.contents.delete(key)),
        },
        w.files,
      );
      const found = await after.list();
      expect(found.problems).toEqual([]);
      expect(found.backups).toHaveLength(backup?.ok === true ? 1 : 0);
      await after.prune({ keep: 5, forMs: null }, new Set(), new Date());
      expect([...w.state.contents.keys()].filter((key) => key.includes(".part"))).toEqual([]);
    }
  });
});

describe("restoring", () => {
  test("puts back what changed, and says of each file what became of it", async () => {
    const w = world();
    const backup = await made(w);
    w.disk.set("/home/me/a.yaml", bytes("use_it: true\n"));
    w.disk.set("/home/me/b.md", bytes("written since"));
    const done = await restoreBackup(backup, named, null, w.backups, w.files);
    expect(done.problems).toEqual([]);
    expect(done.files.map(({ path, outcome }) => [path, outcome])).toEqual([
      ["~/a.yaml", "put back"],
      ["~/b.md", "absent"],
    ]);
    expect(text(w.disk.get("/home/me/a.yaml"))).toBe("use_it: false\n");
    expect(text(w.disk.get("/home/me/b.md"))).toBe("written since");
    const again = await restoreBackup(backup, named, null, w.backups, w.files);
    expect(again.files[0]?.outcome).toBe("same already");
  });

  test.each<[string, (w: ReturnType<typeof world>) => void, readonly NamedFile[], RegExp]>([
    [
      "a changed byte in a copy",
      (w) => w.state.contents.set(`backups/${of.id}/1-a.yaml`, Buffer.from("use_it: fals3\n").toString("base64")),
      named,
      /1-a\.yaml is not what was backed up/,
    ],
    [
      "a copy that is gone",
      (w) => w.state.contents.delete(`backups/${of.id}/1-a.yaml`),
      named,
      /There is no file .*1-a\.yaml/,
    ],
    [
      "a file that the config does not name",
      () => {},
      named.slice(1),
      /\/home\/me\/a\.yaml is in the backup, and the config does not name it/,
    ],
    [
      "a home that differs",
      () => {},
      [{ path: "~/a.yaml", resolved: "/root/a.yaml", optional: false }],
      /~\/a\.yaml was \/home\/me\/a\.yaml when the backup was made, and is \/root\/a\.yaml now/,
    ],
  ])("%s: refused, and nothing is changed", async (_name, harm, allowed, words) => {
    const w = world();
    const backup = await made(w);
    w.disk.set("/home/me/a.yaml", bytes("use_it: true\n"));
    harm(w);
    const done = await restoreBackup(backup, allowed, null, w.backups, w.files);
    expect(done.problems.map(({ reason }) => reason).join(" ")).toMatch(words);
    expect(done.files).toEqual([]);
    expect(text(w.disk.get("/home/me/a.yaml"))).toBe("use_it: true\n");
  });

  test.each([
    [
      "a manifest that was changed",
      "manifest.json",
      (old: string) => old.replace("home/me", "home/xx"),
      /something changed it/,
    ],
    ["no checksums", "SHA256SUMS", () => null, /SHA256SUMS is missing/],
    ["a manifest that is none", "manifest.json", () => "{", /something changed it/],
  ])("%s: the backup cannot be used", async (_name, file, change, words) => {
    const w = world();
    await made(w);
    const key = `backups/${of.id}/${file}`;
    const changed = change(w.state.contents.get(key) ?? "");
    if (changed === null) w.state.contents.delete(key);
    else w.state.contents.set(key, changed);
    expect(await w.backups.find(of.id)).toMatchObject({ ok: false, problem: { reason: expect.stringMatching(words) } });
    expect(await w.backups.list()).toMatchObject({ backups: [], problems: [{ reason: expect.stringMatching(words) }] });
  });

  test.each(["../../etc", "", "20260105T090000Z-1a2b3c/../x", "-rf"])("%j is no backup's name", async (id) => {
    expect(await world().backups.find(id)).toMatchObject({ ok: false, problem: { kind: "invalid" } });
  });
});
