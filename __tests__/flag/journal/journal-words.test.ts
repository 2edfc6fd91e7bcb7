import { describe, expect, test } from "@jest/globals";
import type { Holders, LockHolder, StateFiles } from "../../../src/domain/rollout-files.ts";
import { createJournal } from "../../../src/flag/journal/create-journal.ts";
import { type JournalEntry, readEntry, renderEntry } from "../../../src/flag/journal/journal-entry.ts";
import { takeLock } from "../../../src/flag/journal/take-lock.ts";
import { memoryState } from "../state-in-memory.ts";

/** What the journal and the lock hold, and what is told when they cannot be read, word for word. */

const at = "2026-01-05T09:00:00.000Z";
const id = "20260105T090000Z-1a2b3c";
const unreadable = { kind: "invalid", reason: "EACCES." } as const;
const moveAway = "Something else wrote to it. Move it away if nothing in it is needed.";

describe("an entry", () => {
  const opened = {
    kind: "opened",
    at: "x".repeat(40),
    operation: id,
    action: "rollback",
    rollout: "s".repeat(100),
    commit: "c".repeat(64),
    flagBefore: "unknown",
    reason: "r".repeat(2000),
  } as const;
  const step = (value: object) => ({ kind: "about-to", at, step: value });

  test.each<[string, unknown]>([
    ["opened", opened],
    ["opened without a commit", { ...opened, commit: null, action: "enable", flagBefore: "on" }],
    ["backed up", { kind: "backed-up", at, backup: id }],
    ["set the flag", step({ do: "set-flag", way: "env A", to: "off", percent: null })],
    ["put back", step({ do: "put-back", backup: id, files: ["f".repeat(4096)] })],
    ["install", step({ do: "install", to: "v".repeat(200) })],
    ["restart", step({ do: "restart" })],
    ["run stages", step({ do: "run-stages", stages: ["s".repeat(100)] })],
    ["record", step({ do: "record" })],
    ["did", { kind: "did", at, said: "", after: [{ file: "f".repeat(4096), sha256: "a".repeat(64) }] }],
    ["turning back", { kind: "turning-back", at, because: "" }],
    ["closed", { kind: "closed", at, ending: "enabled" }],
  ])("%s is read as it was written", (_name, entry) => {
    expect(readEntry(renderEntry(entry as JournalEntry))).toEqual({ ok: true, value: entry });
  });

  test.each<[string, unknown]>([
    ["a time too long", { ...opened, at: "x".repeat(41) }],
    ["no operation", { ...opened, operation: "x" }],
    ["another action", { ...opened, action: "verify" }],
    ["a rollout too long", { ...opened, rollout: "s".repeat(101) }],
    ["a commit too long", { ...opened, commit: "c".repeat(65) }],
    ["another value", { ...opened, flagBefore: "" }],
    ["a reason too long", { ...opened, reason: "r".repeat(2001) }],
    ["one key more", { ...opened, run: "reboot" }],
    ["no backup", { kind: "backed-up", at, backup: "../x" }],
    ["another direction", step({ do: "set-flag", way: "env A", to: "", percent: null })],
    ["half a percent", step({ do: "set-flag", way: "env A", to: "on", percent: 0.5 })],
    ["a path too long", step({ do: "put-back", backup: id, files: ["f".repeat(4097)] })],
    ["a version too long", step({ do: "install", to: "v".repeat(201) })],
    ["something to restart", step({ do: "restart", command: "reboot" })],
    ["a stage too long", step({ do: "run-stages", stages: ["s".repeat(101)] })],
    ["an unknown step", step({ do: "" })],
    ["a file too long", { kind: "did", at, said: "", after: [{ file: "f".repeat(4097), sha256: "" }] }],
    ["a checksum too long", { kind: "did", at, said: "", after: [{ file: "", sha256: "a".repeat(65) }] }],
  ])("%s: refused", (_name, entry) => {
    expect(readEntry(JSON.stringify(entry))).toMatchObject({
      ok: false,
      problem: {
        kind: "invalid",
        reason: expect.stringMatching(/^This is not an entry of the journal/),
        remedy: moveAway,
      },
    });
  });

  test("no JSON: refused", () => {
    expect(readEntry("")).toEqual({
      ok: false,
      problem: { kind: "invalid", reason: "This is not an entry of the journal: it is not JSON.", remedy: moveAway },
    });
  });

  test("a long place is cut in what is told", () => {
    expect(readEntry(JSON.stringify({ kind: "closed", at, ending: "", [`${"k".repeat(90)}`]: 1 }))).toMatchObject({
      ok: false,
    });
  });
});

const closed: JournalEntry = { kind: "closed", at, ending: "enabled" };
const turning: JournalEntry = { kind: "turning-back", at, because: "slow" };

describe("a journal", () => {
  const cannot = (why: string) => ({
    ok: false,
    problem: {
      kind: "invalid",
      reason: `The journal in /state/journal cannot be read, so it is not known what an earlier run left half done: ${why}.`,
      remedy:
        "Look at the flag and at the files under `backup:` yourself, put right what is amiss, and move /state/journal away.",
    },
  });

  test("holds an entry a file, in order, and another run goes on where it ended", async () => {
    const state = memoryState();
    const journal = createJournal(state);
    expect(await journal.read()).toEqual({ ok: true, value: [] });
    await journal.append(turning);
    await journal.append(turning);
    await createJournal(state).append(closed);
    expect([...state.contents]).toEqual([
      ["journal/0000.json", renderEntry(turning)],
      ["journal/0001.json", renderEntry(turning)],
      ["journal/0002.json", renderEntry(closed)],
    ]);
    expect(await createJournal(state).read()).toEqual({ ok: true, value: [turning, turning, closed] });
  });

  test("passes over files that are not its own", async () => {
    const state = memoryState();
    for (const name of ["0000.json.tmp", "x0000.json", "00001.json"]) state.contents.set(`journal/${name}`, "x");
    expect(await createJournal(state).read()).toEqual({ ok: true, value: [] });
  });

  test("with a gap, or with an entry that is none, cannot be read, and nothing is added to it", async () => {
    const state = memoryState();
    state.contents.set("journal/0001.json", renderEntry(closed));
    expect(await createJournal(state).read()).toEqual(cannot("journal/0000.json is missing"));
    state.contents.set("journal/0000.json", "{");
    const journal = createJournal(state);
    const wanted = cannot("journal/0000.json: This is not an entry of the journal: it is not JSON");
    expect(await journal.read()).toEqual(wanted);
    await expect(journal.append(closed)).rejects.toThrow(wanted.problem.reason);
    expect(state.contents.size).toBe(2);
  });

  test("with a file that cannot be read, or is gone again, cannot be read", async () => {
    const state = memoryState();
    state.contents.set("journal/0000.json", renderEntry(closed));
    const reading = (read: StateFiles["read"]) => createJournal({ ...state, read }).read();
    expect(await reading(async () => ({ ok: false, problem: unreadable }))).toEqual(cannot("EACCES"));
    expect(await reading(async () => ({ ok: true, value: null }))).toEqual(
      cannot("journal/0000.json: This is not an entry of the journal: it is not JSON"),
    );
    const names = async () => ({ ok: false, problem: unreadable }) as const;
    expect(await createJournal({ ...state, names }).read()).toEqual({ ok: false, problem: unreadable });
  });

  test("that cannot be read is put aside, and a new one is begun", async () => {
    const state = memoryState();
    state.contents.set("journal/0000.json", "{");
    const journal = createJournal(state);
    expect(await journal.setAside(id)).toBe(`/state/journal-unreadable-${id}`);
    await journal.append(closed);
    expect([...state.contents.keys()]).toEqual([`journal-unreadable-${id}/0000.json`, "journal/0000.json"]);
  });

  test("that is closed goes to the old ones, of which the newest twenty are kept", async () => {
    const state = memoryState();
    for (let number = 10; number < 30; number++) state.contents.set(`journals/old-${number}/0000.json`, "x");
    const journal = createJournal(state);
    await journal.append(closed);
    await journal.archive(id);
    expect(state.contents.has("journals/old-10/0000.json")).toBe(false);
    expect(state.contents.has("journals/old-11/0000.json")).toBe(true);
    expect(state.contents.get(`journals/${id}/0000.json`)).toBe(renderEntry(closed));
    await journal.append(turning);
    await journal.archive(id);
    expect(state.contents.get(`journals/${id}-20/0000.json`)).toBe(renderEntry(turning));
    expect(await state.names("journal")).toEqual({ ok: true, value: [] });
  });

  test("few old ones are all kept", async () => {
    const state = memoryState();
    for (let number = 10; number < 29; number++) state.contents.set(`journals/old-${number}/0000.json`, "x");
    const journal = createJournal(state);
    await journal.append(closed);
    await journal.archive(id);
    const names = await state.names("journals");
    expect(names.ok && names.value).toHaveLength(20);
  });

  test("goes to the old ones also when those cannot be read", async () => {
    const state = memoryState();
    const journal = createJournal(state);
    await journal.append(closed);
    const names = async () => ({ ok: false, problem: unreadable }) as const;
    await createJournal({ ...state, names }).archive(id);
    expect([...state.contents.keys()]).toEqual([`journals/${id}/0000.json`]);
  });
});

describe("the lock", () => {
  const now = new Date(at);
  const me: LockHolder = { pid: 10, startedAt: "s".repeat(100), host: "h".repeat(300) };
  const other: LockHolder = { pid: 20, startedAt: "200", host: "here" };
  const holders = (self: LockHolder, alive: boolean | null): Holders => ({ self, isAlive: async () => alive });
  const take = (state: StateFiles, alive: boolean | null = true, self = other) =>
    takeLock(state, holders(self, alive), "rollback", now);
  const record = { ...other, at, action: "rollback", released: false };

  test("of a live one, and of one on another machine, each with its own way out", async () => {
    const state = memoryState();
    await takeLock(state, holders({ ...other, host: "there" }, true), "enable", now);
    expect(await take(state, true)).toEqual({
      ok: false,
      problem: {
        kind: "invalid",
        reason: `Another run is at work: process 20 on there (enable, since ${at}).`,
        remedy: "Wait until it is done, or end it (`kill 20` lets it turn back first); then try again.",
      },
    });
    expect(await take(state, null)).toEqual({
      ok: false,
      problem: {
        kind: "invalid",
        reason: `Another run holds the lock, and whether it is still alive cannot be told from this machine: process 20 on there (enable, since ${at}).`,
        remedy: "If it is not, remove /state/lock/00000001 and try again.",
      },
    });
  });

  test("holds who took it, and is marked when it is let go", async () => {
    const state = memoryState();
    const taken = await take(state, true, me);
    if (!taken.ok) throw new Error(taken.problem.reason);
    expect(JSON.parse(state.contents.get("lock/00000001") ?? "")).toEqual({ ...record, ...me });
    await taken.value.release();
    expect(JSON.parse(state.contents.get("lock/00000001") ?? "")).toEqual({ ...record, ...me, released: true });
    // A released lock is taken without asking whether its holder lives.
    expect(await take(state, true)).toMatchObject({ ok: true, value: { takenOverFrom: null } });
  });

  test.each<[string, object]>([
    ["no process", { ...record, pid: 0 }],
    ["a start too long", { ...record, startedAt: "s".repeat(101) }],
    ["a host too long", { ...record, host: "h".repeat(301) }],
    ["a time too long", { ...record, at: "x".repeat(41) }],
    ["an action too long", { ...record, action: "a".repeat(41) }],
    ["no answer", { ...record, released: "no" }],
  ])("with %s cannot be read", async (_name, content) => {
    const state = memoryState();
    state.contents.set("lock/00000007", JSON.stringify(content));
    expect(await take(state, false)).toMatchObject({
      ok: false,
      problem: {
        kind: "invalid",
        reason: expect.stringMatching(
          /^The lock \/state\/lock\/00000007 cannot be read: This is not a lock: `\w+` is wrong\.$/,
        ),
        remedy: "When no other run is at work, remove the folder /state/lock.",
      },
    });
  });

  test("is the highest number, by number", async () => {
    const state = memoryState();
    const names = async () =>
      ({ ok: true, value: ["00000010", "00000009", "x00000099", "000000999", "note"] }) as const;
    state.contents.set("lock/00000010", JSON.stringify({ ...record, released: true }));
    state.contents.set("lock/00000009", JSON.stringify(record));
    expect(await take({ ...state, names })).toMatchObject({ ok: true });
    expect([...state.contents.keys()]).toEqual(["lock/00000011"]);
  });

  test("that cannot be looked at is not taken", async () => {
    const state = memoryState();
    const failing = async () => ({ ok: false, problem: unreadable }) as const;
    expect(await take({ ...state, names: failing })).toEqual({ ok: false, problem: unreadable });
    state.contents.set("lock/00000001", JSON.stringify({ ...record, released: true }));
    expect(await take({ ...state, read: failing })).toEqual({ ok: false, problem: unreadable });
    let looks = 0;
    const names = async (folder: string) => (looks++ > 0 ? failing() : state.names(folder));
    expect(await take({ ...state, names })).toEqual({ ok: false, problem: unreadable });
  });

  const busy = {
    ok: false,
    problem: { kind: "invalid", reason: "Others keep taking the lock.", remedy: "Try again when they are done." },
  };

  test("that others keep taking is given up after a hundred tries", async () => {
    const state = memoryState();
    let tries = 0;
    const create = async () => {
      tries++;
      return false;
    };
    expect(await take({ ...state, create })).toEqual(busy);
    expect(tries).toBe(100);
  });

  test("that others keep clearing away is given up after a hundred looks", async () => {
    const state = memoryState();
    state.contents.set("lock/00000001", "");
    let looks = 0;
    const read = async () => {
      looks++;
      return { ok: true, value: null } as const;
    };
    expect(await take({ ...state, read })).toEqual(busy);
    expect(looks).toBe(100);
  });

  test("a slow one that makes a number which a faster one has passed takes its own away again", async () => {
    const state = memoryState();
    let looks = 0;
    const names = async (folder: string) => {
      looks++;
      // Between making the number and looking again, another has taken the next one, used it and let it go.
      if (looks === 2) state.contents.set("lock/00000002", JSON.stringify({ ...record, released: true }));
      return state.names(folder);
    };
    expect(await take({ ...state, names })).toMatchObject({ ok: true });
    expect([...state.contents.keys()]).toEqual(["lock/00000003"]);
  });
});
