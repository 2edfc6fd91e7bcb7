import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import type { StateFiles } from "../../../src/domain/rollout-files.ts";
import { digestOf, readManifest, renderManifest } from "../../../src/flag/backup/backup-manifest.ts";
import { createBackups, type NamedFile, sameContent } from "../../../src/flag/backup/create-backups.ts";
import { restoreBackup } from "../../../src/flag/backup/restore-backup.ts";
import { bytes, text } from "../flag-world.ts";
import { memoryBackupFiles, memoryState } from "../state-in-memory.ts";

/** What is told of a backup that cannot be made, used or put back, word for word, and what may stand in a manifest. */

const id = "20260105T090000Z-1a2b3c";
const of = {
  id,
  rollout: "shop",
  action: "enable" as const,
  commit: null,
  at: "2026-01-05T09:00:00.000Z",
  tool: "rollout-gate test",
};
const a: NamedFile = { path: "~/a.yaml", resolved: "/home/me/a.yaml", optional: false };
const choose = "Choose another backup.";

function world(changed: Partial<StateFiles> = {}) {
  const disk = new Map([["/home/me/a.yaml", bytes("use_it: false\n")]]);
  const memory = memoryState();
  const state = { ...memory, ...changed };
  const files = memoryBackupFiles(disk, memory);
  return { disk, state, files, backups: createBackups(state, files) };
}

async function make(w: ReturnType<typeof world>, files: readonly NamedFile[] = [a], more: Partial<typeof of> = {}) {
  const backup = await w.backups.make({ ...of, ...more }, files);
  if (!backup.ok) throw new Error(backup.problem.reason);
  return backup.value;
}

describe("a manifest", () => {
  const facts = { sha256: "0".repeat(64), sizeBytes: 0, mode: 0o7777, modifiedAt: "x".repeat(40), uid: 0, gid: 0 };
  const file = { path: "p".repeat(4096), resolved: "r".repeat(4096), copy: { name: `1234-${"n".repeat(120)}`, facts } };
  const full = {
    schema: "rollout-gate/backup/1" as const,
    id: "20260105T090000Z-0123456789abcdef",
    rollout: "s".repeat(100),
    action: "rollback" as const,
    commit: "c".repeat(64),
    at: "x".repeat(40),
    tool: "t".repeat(100),
    files: [file],
  };
  const read = (value: unknown) => {
    const body = JSON.stringify(value);
    return readManifest(body, `${digestOf(body)}  manifest.json\n`);
  };
  const nobody = (where: string) => ({
    ok: false,
    problem: {
      kind: "invalid",
      reason: `This is not the manifest of a backup${where}.`,
      remedy: "Something else wrote to it. Move it away if nothing in it is needed.",
    },
  });

  test("may be as long as this", () => {
    expect(read(full)).toEqual({ ok: true, value: full });
    expect(
      read({ ...full, files: Array.from({ length: 1000 }, () => ({ ...file, path: "p", resolved: "r" })) }),
    ).toMatchObject({ ok: true });
  });

  const inFile = (more: object) => ({ ...full, files: [{ ...file, ...more }] });
  const inFacts = (more: object) => inFile({ copy: { name: "1-a", facts: { ...facts, ...more } } });
  test.each<[string, unknown]>([
    ["schema", { ...full, schema: "rollout-gate/backup/2" }],
    ["id", { ...full, id: "20260105T090000Z-123" }],
    ["id", { ...full, id: "x20260105T090000Z-1a2b3c" }],
    ["id", { ...full, id: "20260105T090000Z-1a2b3c/" }],
    ["rollout", { ...full, rollout: "s".repeat(101) }],
    ["action", { ...full, action: "disable" }],
    ["commit", { ...full, commit: "c".repeat(65) }],
    ["at", { ...full, at: "x".repeat(41) }],
    ["tool", { ...full, tool: "t".repeat(101) }],
    ["files", { ...full, files: Array.from({ length: 1001 }, () => ({ ...file, path: "p", resolved: "r" })) }],
    ["files.0.path", inFile({ path: "p".repeat(4097) })],
    ["files.0.resolved", inFile({ resolved: "r".repeat(4097) })],
    ["files.0.copy.name", inFile({ copy: { name: "../a", facts } })],
    ["files.0.copy.name", inFile({ copy: { name: "x1-a", facts } })],
    ["files.0.copy.name", inFile({ copy: { name: "1-a/", facts } })],
    ["files.0.copy.name", inFile({ copy: { name: "12345-a", facts } })],
    ["files.0.copy.name", inFile({ copy: { name: `1-${"n".repeat(121)}`, facts } })],
    ["files.0.copy.facts.sha256", inFacts({ sha256: `0${"0".repeat(64)}` })],
    ["files.0.copy.facts.sha256", inFacts({ sha256: `${"0".repeat(64)}g` })],
    ["files.0.copy.facts.sizeBytes", inFacts({ sizeBytes: -1 })],
    ["files.0.copy.facts.mode", inFacts({ mode: -1 })],
    ["files.0.copy.facts.mode", inFacts({ mode: 0o10000 })],
    ["files.0.copy.facts.modifiedAt", inFacts({ modifiedAt: "x".repeat(41) })],
    ["files.0.copy.facts.uid", inFacts({ uid: -1 })],
    ["files.0.copy.facts.gid", inFacts({ gid: -1 })],
  ])("is refused for its %s", (where, value) => {
    expect(read(value)).toEqual(nobody(`: \`${where}\` is wrong`));
  });

  test("that is something else altogether is told so", () => {
    expect(read([])).toEqual(nobody(""));
    const body = "{";
    expect(readManifest(body, `${digestOf(body)}  manifest.json\n`)).toEqual(nobody(": it is not JSON"));
  });

  test("is found by its name among the checksums, whatever stands before and after it", () => {
    const { manifest, sums } = renderManifest(full);
    expect(manifest.endsWith("}\n")).toBe(true);
    expect(readManifest(manifest, `${"1".repeat(64)}  other\n${sums}`)).toEqual({ ok: true, value: full });
    const changed = {
      ok: false,
      problem: {
        kind: "invalid",
        reason: "Its manifest.json is not what SHA256SUMS says it was: something changed it.",
        remedy: choose,
      },
    };
    expect(readManifest(manifest, "")).toEqual(changed);
    expect(readManifest(manifest, sums.replaceAll("manifest.json", "manifest.jsom"))).toEqual(changed);
    expect(digestOf("x")).toBe(createHash("sha256").update("x").digest("hex"));
  });
});

describe("a backup that cannot be made", () => {
  test("for a file that is not there", async () => {
    const w = world();
    w.disk.clear();
    expect(await w.backups.make(of, [a])).toEqual({
      ok: false,
      problem: {
        kind: "missing",
        reason: "~/a.yaml could not be backed up: There is no file /home/me/a.yaml.",
        remedy: "Correct the path under `backup:`, or write `optional: true` beside it.",
        file: "~/a.yaml",
      },
    });
  });

  test.each([
    ["Remove the link.", "Remove the link."],
    [undefined, "Check the file."],
  ])("for an optional file that is there and cannot be copied: %p", async (given, remedy) => {
    const w = world();
    const files = {
      ...w.files,
      copy: async () =>
        ({
          ok: false,
          problem: { kind: "invalid", reason: "It is a link.", ...(given && { remedy: given }) },
        }) as const,
    };
    expect(await createBackups(w.state, files).make(of, [{ ...a, optional: true }])).toEqual({
      ok: false,
      problem: { kind: "invalid", reason: "~/a.yaml could not be backed up: It is a link.", remedy, file: "~/a.yaml" },
    });
  });

  test.each<[string, unknown, string]>([
    ["an error", new Error("ENOSPC: no space left on device"), "ENOSPC: no space left on device"],
    ["a long error", new Error("x".repeat(300)), "x".repeat(200)],
    ["no error", "full", "full"],
  ])("for a disk that is full: %s", async (_name, thrown, why) => {
    const w = world({
      write: async () => {
        throw thrown;
      },
    });
    expect(await w.backups.make(of, [a])).toEqual({
      ok: false,
      problem: {
        kind: "invalid",
        reason: `The backup could not be written to /state: ${why}`,
        remedy: "Check the rights of that folder and the free disk.",
      },
    });
    expect(await w.state.names("backups")).toEqual({ ok: true, value: [] });
  });

  test("it lies under a name that tells it is unfinished while it is made", async () => {
    const changes: string[] = [];
    const memory = memoryState((what) => void changes.push(what));
    const disk = new Map([["/home/me/a.yaml", bytes("x")]]);
    await createBackups(memory, memoryBackupFiles(disk, memory)).make(of, [a]);
    const part = `backups/${id}.part`;
    expect(changes).toEqual([
      `folder ${part}`,
      `write ${part}/SHA256SUMS`,
      `write ${part}/manifest.json`,
      `rename ${part}`,
    ]);
  });

  test("copies get plain names, each with its number", async () => {
    const w = world();
    const paths = ["/home/me/a b$.yaml", "C:\\x\\b.yaml", "/home/me/", `/home/me/${"l".repeat(120)}`];
    for (const path of paths) w.disk.set(path, bytes("x"));
    const { manifest } = await make(
      w,
      paths.map((path) => ({ path, resolved: path, optional: false })),
    );
    expect(manifest.files.map(({ copy }) => copy?.name)).toEqual([
      "1-a_b_.yaml",
      "2-b.yaml",
      "3-file",
      `4-${"l".repeat(100)}`,
    ]);
    expect(w.state.contents.has(`backups/${id}/1-a_b_.yaml`)).toBe(true);
  });
});

describe("a backup that cannot be used", () => {
  const broken = (why: string) => ({
    ok: false,
    problem: { kind: "invalid", reason: `The backup ${id} cannot be used: ${why}.`, remedy: choose },
  });

  test("is told with its cause", async () => {
    const w = world();
    expect(await w.backups.find(id)).toEqual({ ok: true, value: null });
    await make(w);
    const manifest = w.state.contents.get(`backups/${id}/manifest.json`) ?? "";
    const sums = w.state.contents.get(`backups/${id}/SHA256SUMS`) ?? "";
    w.state.contents.delete(`backups/${id}/manifest.json`);
    expect(await w.backups.find(id)).toEqual(broken("its manifest.json is missing"));
    w.state.contents.set(`backups/${id}/manifest.json`, manifest);
    w.state.contents.delete(`backups/${id}/SHA256SUMS`);
    expect(await w.backups.find(id)).toEqual(broken("its SHA256SUMS is missing"));
    w.state.contents.set(`backups/${id}/SHA256SUMS`, "x.y");
    expect(await w.backups.find(id)).toEqual(
      broken("Its manifest.json is not what SHA256SUMS says it was: something changed it"),
    );
    const other = "20260106T090000Z-1a2b3c";
    w.state.contents.set(`backups/${other}/manifest.json`, manifest);
    w.state.contents.set(`backups/${other}/SHA256SUMS`, sums);
    expect(await w.backups.find(other)).toEqual({
      ok: false,
      problem: {
        kind: "invalid",
        reason: `The backup ${other} cannot be used: its manifest is that of ${id}.`,
        remedy: choose,
      },
    });
    expect((await w.backups.list()).problems).toHaveLength(2);
  });

  test("has no backup's name", async () => {
    expect(await world().backups.find("x")).toEqual({
      ok: false,
      problem: {
        kind: "invalid",
        reason: "This is no backup's name.",
        remedy: "A name is like 20260105T093000Z-1a2b3c.",
      },
    });
  });

  const unreadable = { kind: "invalid", reason: "EACCES" } as const;
  test.each(["manifest.json", "SHA256SUMS"])("has a %s that cannot be read", async (name) => {
    const w = world();
    await make(w);
    const read = async (file: string) =>
      file.endsWith(name) ? ({ ok: false, problem: unreadable } as const) : w.state.read(file);
    expect(await createBackups({ ...w.state, read }, w.files).find(id)).toEqual({ ok: false, problem: unreadable });
  });

  test("lies in a folder that cannot be read", async () => {
    const names = async () => ({ ok: false, problem: unreadable }) as const;
    const w = world({ names });
    expect(await w.backups.list()).toEqual({ backups: [], problems: [unreadable] });
    expect(await w.backups.prune({ keep: 1, forMs: null }, new Set(), new Date())).toEqual([]);
    // Whether there is one of that name is then not known, so it is not told that there is none.
    expect(await w.backups.find(id)).toEqual(broken("its manifest.json is missing"));
  });
});

describe("backups", () => {
  const days = ["20260103T090000Z-aaaa", "20260104T090000Z-aaaa", "20260105T090000Z-aaaa"];
  const all = async () => {
    const w = world();
    for (const day of days) await make(w, [a], { id: day, at: `2026-01-0${day.slice(7, 8)}T09:00:00.000Z` });
    w.state.contents.set("backups/notes.txt", "x");
    w.state.contents.set("backups/20260101T090000Z-aaaa.part/1-a", "x");
    return w;
  };

  test("are listed newest first, and nothing else is", async () => {
    const w = await all();
    const { backups, problems } = await w.backups.list();
    expect(backups.map(({ manifest, folder }) => [manifest.id, folder])).toEqual(
      [...days].reverse().map((day) => [day, `/state/backups/${day}`]),
    );
    expect(problems).toEqual([]);
  });

  test("are let go with halves of others, but for what is needed", async () => {
    const w = await all();
    const removed = await w.backups.prune({ keep: 1, forMs: null }, new Set([days[0] ?? ""]), new Date("2026-01-06"));
    expect(removed).toEqual(["20260101T090000Z-aaaa.part", days[1]]);
    expect(await w.state.names("backups")).toEqual({ ok: true, value: [days[0], days[2], "notes.txt"] });
  });

  test("are young for as long as retention says", async () => {
    const w = await all();
    const removed = await w.backups.prune(
      { keep: 1, forMs: 2 * 86_400_000 },
      new Set(),
      new Date("2026-01-05T09:00:01Z"),
    );
    expect(removed).toEqual(["20260101T090000Z-aaaa.part", days[0]]);
  });

  test("hold the same when their checksums and sizes do", () => {
    const facts = { sha256: "1", sizeBytes: 1, mode: 1, modifiedAt: "1", uid: 1, gid: 1 };
    expect(sameContent(facts, { ...facts, mode: 2, modifiedAt: "2", uid: 2, gid: 2 })).toBe(true);
    expect(sameContent(facts, { ...facts, sizeBytes: 2 })).toBe(false);
    expect(sameContent(facts, { ...facts, sha256: "2" })).toBe(false);
  });
});

describe("putting back", () => {
  const b: NamedFile = { path: "~/b.md", resolved: "/home/me/b.md", optional: true };
  const both = async () => {
    const w = world();
    w.disk.set("/home/me/b.md", bytes("old"));
    const backup = await make(w, [a, b]);
    w.disk.set("/home/me/a.yaml", bytes("new"));
    w.disk.set("/home/me/b.md", bytes("new"));
    return { w, backup };
  };

  test("only what is asked for", async () => {
    const { w, backup } = await both();
    const done = await restoreBackup(backup, [b], new Set(["/home/me/b.md"]), w.backups, w.files);
    expect(done).toEqual({
      files: [{ path: "~/b.md", resolved: "/home/me/b.md", outcome: "put back" }],
      problems: [],
      notes: [],
    });
    expect(text(w.disk.get("/home/me/a.yaml"))).toBe("new");
  });

  test("one file that fails leaves the others to be put back, and notes are kept", async () => {
    const { w, backup } = await both();
    const files = {
      ...w.files,
      putBack: async (...[copy, target, expected]: Parameters<typeof w.files.putBack>) =>
        target.endsWith("a.yaml")
          ? ({ ok: false, problem: { kind: "invalid", reason: "It is a folder." } } as const)
          : ({ ok: true, value: { changed: true, notes: [`${copy} ${expected.sizeBytes}`] } } as const),
    };
    expect(await restoreBackup(backup, [a, b], null, w.backups, files)).toEqual({
      files: [{ path: "~/b.md", resolved: "/home/me/b.md", outcome: "put back" }],
      problems: [{ kind: "invalid", reason: "It is a folder.", file: "~/a.yaml" }],
      notes: [`/state/backups/${id}/2-b.md 3`],
    });
  });

  test("what is not allowed is told with what to do", async () => {
    const { w, backup } = await both();
    expect(await restoreBackup(backup, [{ ...a, resolved: "/root/a.yaml" }], null, w.backups, w.files)).toEqual({
      files: [],
      notes: [],
      problems: [
        {
          kind: "invalid",
          reason: "~/a.yaml was /home/me/a.yaml when the backup was made, and is /root/a.yaml now.",
          remedy:
            "Run as the user, and with the HOME, of the one who turned the flag on; or put the file back by hand.",
          file: "~/a.yaml",
        },
        {
          kind: "invalid",
          reason: "/home/me/b.md is in the backup, and the config does not name it.",
          remedy: "Add it under `backup:` if it is to be put back.",
          file: "~/b.md",
        },
      ],
    });
  });

  test("a copy that was changed is told with what to do", async () => {
    const { w, backup } = await both();
    w.state.contents.set(`backups/${id}/1-a.yaml`, "AAAA");
    expect(await w.backups.verify(backup)).toEqual([
      {
        kind: "invalid",
        reason: `~/a.yaml cannot be put back from the backup ${id}: /state/backups/${id}/1-a.yaml is not what was backed up: its checksum differs.`,
        remedy: "Choose another backup; nothing was put back from this one.",
        file: "~/a.yaml",
      },
    ]);
  });
});
