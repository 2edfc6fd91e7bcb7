import { describe, expect, test } from "@jest/globals";
import type { BranchFiles, BranchRead, BranchWrite } from "../../src/domain/branch-files.ts";
import type { LedgerFiles } from "../../src/domain/ledger-files.ts";
import { createBranchLedger } from "../../src/ledger/branch-ledger.ts";
import { createFolderLedger } from "../../src/ledger/folder-ledger.ts";
import { fullJitterMs } from "../../src/ledger/full-jitter.ts";
import { readLines } from "../../src/ledger/read-lines.ts";
import { renderEvents } from "../../src/ledger/render-events.ts";
import { isFull, packSegments, readSegment, renderHeader } from "../../src/ledger/segment.ts";
import { unusableLedger } from "../../src/ledger/unusable-ledger.ts";
import { memoryLedgerFiles } from "./memory-ledger-files.ts";
import { modelBranch } from "./model-branch.ts";
import { baselineEvent, gateEvent } from "./sample-events.ts";

/** What is told when a ledger cannot be read or written, word for word, and the sizes at which it changes its ways. */

const event = (changes: object = {}): string => `${JSON.stringify({ ...gateEvent("g1"), ...changes })}\n`;
const broken = { kind: "invalid", reason: "The connection broke.", remedy: "Look at the network." } as const;
const retention = { now: new Date("2026-01-06T00:00:00Z"), keepMs: 90 * 86_400_000, baselines: 3, anchors: [] };
const most = 384 * 1024;

describe("a line that cannot be read", () => {
  const refused = (line: number, what: string) => ({
    ok: false,
    problem: {
      kind: "invalid",
      reason: `Line ${line} of a.jsonl cannot be read: ${what}.`,
      remedy: "Look what changed the file; its history, or a backup, holds the line as it was.",
      file: "a.jsonl",
      line,
    },
  });
  const read = (text: string) => readLines(text, { file: "a.jsonl", rollout: "shop", firstLine: 2 });

  test.each<[string, string, number, string]>([
    ["cut off", event().trimEnd(), 2, "the last line has no end, so it may have been cut"],
    ["cut off after others", `${event()}${event()}{`, 4, "the last line has no end, so it may have been cut"],
    ["null", "null\n", 2, "it is not a JSON object"],
    ["text", '"x"\n', 2, "it is not a JSON object"],
    ["a list", "[]\n", 2, "it is not a JSON object"],
    ["no JSON", `${event()}x\n`, 3, "it is not a JSON object"],
    ["no schema", event({ schema: undefined }), 2, "it is no event"],
    ["another schema", event({ schema: "x rollout-gate/event/1" }), 2, "it is no event"],
    ["a number for a schema", event({ schema: 1 }), 2, "it is no event"],
    ["no id", event({ id: undefined }), 2, "its id is missing, or none"],
    ["a number for an id", event({ id: 1 }), 2, "its id is missing, or none"],
    ["no kind", event({ kind: undefined }), 2, "its kind is missing, or none"],
    ["a number for a kind", event({ kind: 1 }), 2, "its kind is missing, or none"],
    ["no time", event({ at: undefined }), 2, "at is missing"],
    ["another time", event({ at: 1 }), 2, "at is not what it should be"],
    ["another rollout", event({ rollout: "other" }), 2, "it is an event of another rollout"],
    ["a part of its kind", event({ because: 1 }), 2, "because is not what it should be"],
    [
      "a part of a part",
      event({ findings: [{ subject: "s", outcome: "fail" }] }),
      2,
      "findings.[0].severity is missing",
    ],
    [
      "a key that is no plain word",
      event({ stageDurationsMs: { "a b": "x" } }),
      2,
      "stageDurationsMs.… is not what it should be",
    ],
    [
      "a long key",
      event({ stageDurationsMs: { ["a".repeat(61)]: "x" } }),
      2,
      "stageDurationsMs.… is not what it should be",
    ],
    [
      "a key of 60 letters",
      event({ stageDurationsMs: { [`./-${"a".repeat(57)}`]: "x" } }),
      2,
      `stageDurationsMs../-${"a".repeat(57)} is not what it should be`,
    ],
    ["too long", `${" ".repeat(most + 1)}x\n`, 2, `it is longer than ${most} characters`],
  ])("%s", (_name, text, line, what) => {
    expect(read(text)).toEqual(refused(line, what));
  });

  test("blank lines are passed over, and counted", () => {
    expect(read(`\n \t\n${event()}\n`)).toMatchObject({ ok: true, value: [{ id: "g1" }] });
    expect(read("\n\nx\n")).toEqual(refused(4, "it is not a JSON object"));
    expect(read("")).toEqual({ ok: true, value: [] });
  });

  test("what is known of a line is kept beside its text", () => {
    const text = event();
    const [whole] = JSON.parse(`[${text}]`);
    expect(read(text)).toEqual({
      ok: true,
      value: [
        { text: text.trimEnd(), id: "g1", kind: "gate-concluded", at: whole.at, commit: whole.commit, event: whole },
      ],
    });
    expect(read(event({ kind: "moon-phase" }))).toMatchObject({
      value: [{ kind: "moon-phase", at: whole.at, commit: whole.commit, event: null }],
    });
    expect(read(event({ schema: "rollout-gate/event/123456", kind: "x" }))).toMatchObject({
      value: [{ kind: "x", at: null, commit: null, event: null }],
    });
  });

  test("an event as long as any may be is read", () => {
    const padding = most - event({ tool: "", more: "" }).length + 1;
    const text = event({ tool: "", more: "x".repeat(padding) });
    expect(text.length).toBe(most + 1);
    expect(read(text)).toMatchObject({ ok: true });
    expect(read(text.replace('"more":"', '"more":"x'))).toEqual(refused(2, `it is longer than ${most} characters`));
  });
});

describe("what is too large to be recorded", () => {
  const tooLarge = {
    ok: false,
    problem: {
      kind: "invalid",
      reason: `What should be recorded is too large: an event may have ${most} bytes and one append ${600 * 1024}.`,
      remedy: "Record fewer metrics or launches.",
    },
  };
  const sized = (id: string, bytes: number) => {
    const empty = { ...gateEvent(id), more: "" };
    return { ...empty, more: "x".repeat(bytes - JSON.stringify(empty).length) } as never;
  };

  test("an event", () => {
    expect(renderEvents("shop", [sized("a", most)])).toMatchObject({ ok: true });
    expect(renderEvents("shop", [sized("a", most + 1)])).toEqual(tooLarge);
    const wide = { ...gateEvent("a"), more: "é".repeat(most / 2) } as never;
    expect(renderEvents("shop", [wide])).toEqual(tooLarge);
  });

  test("an append, each line with its end", () => {
    const half = 300 * 1024 - 1;
    expect(renderEvents("shop", [sized("a", half), sized("b", half)])).toMatchObject({ ok: true });
    expect(renderEvents("shop", [sized("a", half), sized("b", half + 1)])).toEqual(tooLarge);
  });

  test("nothing is nothing, and what could not be read back is refused", () => {
    expect(renderEvents("shop", [])).toEqual({ ok: true, value: "" });
    expect(renderEvents("other", [gateEvent("g1")])).toMatchObject({
      ok: false,
      problem: { reason: "Line 1 of what should be recorded cannot be read: it is an event of another rollout." },
    });
  });
});

describe("a segment", () => {
  const header = (changes: object = {}) =>
    `${JSON.stringify({ schema: "rollout-gate/ledger/1", rollout: "shop", segment: 2, first: 1, ...changes })}\n`;
  const refused = (remedy: string) => ({
    ok: false,
    problem: {
      kind: "invalid",
      reason: "a.jsonl does not begin as a ledger of shop does.",
      remedy,
      file: "a.jsonl",
      line: 1,
    },
  });

  test("is read from its header on", () => {
    const text = header() + event();
    expect(renderHeader("shop", { segment: 2, first: 1 })).toBe(header());
    expect(readSegment(text, "shop", "a.jsonl")).toMatchObject({
      ok: true,
      value: { segment: 2, first: 1, text, lines: [{ id: "g1" }] },
    });
    expect(
      readSegment(header({ segment: 1, first: 1, rollout: "s".repeat(500) }), "s".repeat(500), "a.jsonl"),
    ).toMatchObject({ ok: true });
    expect(readSegment(`${header()}x\n`, "shop", "a.jsonl")).toMatchObject({ ok: false, problem: { line: 2 } });
  });

  test.each<[string, string]>([
    ["no end", header().trimEnd()],
    ["no JSON", "x\n"],
    ["another schema", header({ schema: "rollout-gate/ledger/2" })],
    ["another rollout", header({ rollout: "other" })],
    ["no number", header({ segment: 0, first: 0 })],
    ["no first", header({ first: 0 })],
    ["an end before its beginning", header({ first: 3 })],
  ])("with %s is none", (_name, text) => {
    expect(readSegment(text, "shop", "a.jsonl")).toEqual(
      refused("Look what wrote it. A later version of Rollout Gate may need to read it."),
    );
  });

  test("that is empty, or of a rollout whose name is too long, is none", () => {
    expect(readSegment("", "shop", "a.jsonl")).toEqual(
      refused("It is empty. Restore it from its history, or from a backup."),
    );
    const name = "s".repeat(501);
    expect(readSegment(header({ rollout: name }), name, "a.jsonl")).toMatchObject({ ok: false });
  });

  const segment = (lines: number, bytes = 0) =>
    ({ segment: 1, first: 1, text: "x".repeat(bytes), lines: Array.from({ length: lines }) }) as never;
  test.each<[string, number, number, string, boolean]>([
    ["without events, whatever is added", 0, 99_999, "x".repeat(99_999), false],
    ["with 199 events", 199, 0, "x", false],
    ["with 200 events", 200, 0, "x", true],
    ["that ends as large as it may", 1, 65_000, "x".repeat(536), false],
    ["that would be larger", 1, 65_000, "x".repeat(537), true],
    ["that would be larger in bytes", 1, 65_000, "é".repeat(269), true],
  ])("%s", (_name, lines, bytes, added, full) => {
    expect(isFull(segment(lines, bytes), added)).toBe(full);
  });

  test("packed ones hold half a mebibyte each, before a new one that is empty", () => {
    const line = (bytes: number) => ({ text: "x".repeat(bytes - 1) }) as never;
    const half = 256 * 1024;
    const heads = (start: number, lines: readonly never[]) => {
      const { sealed, head } = packSegments("shop", start, lines);
      return [
        ...sealed.map(({ number, text }) => [number, text.split("\n").length - 2, text.split("\n")[0]]),
        head.trimEnd(),
      ];
    };
    const head = (number: number, first: number) => renderHeader("shop", { segment: number, first }).trimEnd();
    expect(heads(5, [])).toEqual([head(5, 5)]);
    expect(heads(5, [line(half), line(half)])).toEqual([[5, 2, head(5, 5)], head(6, 5)]);
    expect(heads(5, [line(half), line(half + 1), line(1)])).toEqual([
      [5, 1, head(5, 5)],
      [6, 2, head(6, 5)],
      head(7, 5),
    ]);
    expect(packSegments("shop", 1, [{ text: "a" } as never]).sealed[0]?.text.endsWith("}\na\n")).toBe(true);
  });
});

test("waiting is anything below a ceiling that doubles, up to the highest", () => {
  const patience = { baseMs: 10, capMs: 100, tries: 9 };
  expect([1, 2, 3, 4, 5, 6].map((repetition) => fullJitterMs(repetition, patience, () => 1))).toEqual([
    10, 20, 40, 80, 100, 100,
  ]);
  expect(fullJitterMs(3, patience, () => 0.25)).toBe(10);
});

test("a ledger that cannot be opened answers everything by its reason", async () => {
  const store = unusableLedger("folder /x", broken);
  expect(store.place).toBe("folder /x");
  const answer = { ok: false, problem: broken };
  expect(await store.read("shop")).toEqual(answer);
  expect(await store.append("shop", [])).toEqual(answer);
  expect(await store.update("shop", () => [])).toEqual(answer);
  expect(await store.compact("shop", retention)).toEqual(answer);
});

describe("the ledger in a folder", () => {
  const waits: number[] = [];
  const open = (files: LedgerFiles) => {
    waits.length = 0;
    return createFolderLedger("/l", { files, clock: { sleep: async (ms) => void waits.push(ms) }, random: () => 0.5 });
  };
  const own = "/l/rollouts/shop";

  test("tells where it is", () => expect(open(memoryLedgerFiles().files).place).toBe("folder /l"));

  test("passes on what the disk says", async () => {
    const { files } = memoryLedgerFiles();
    const names = async () => ({ ok: false, problem: broken }) as const;
    const answer = { ok: false, problem: broken };
    const store = open({ ...files, names });
    expect(await store.read("shop")).toEqual(answer);
    expect(await store.append("shop", [gateEvent("g1")])).toEqual(answer);
    expect(await store.compact("shop", retention)).toEqual(answer);
    const createWhole = async () => answer as never;
    expect(await open({ ...files, createWhole }).append("shop", [gateEvent("g1")])).toEqual(answer);
  });

  test.each([
    ["notes.txt", "x"],
    ["00000000.jsonl", "x"],
    ["x00000001.jsonl", "x"],
    ["00000001.jsonl.bak", "x"],
    ["000000001.jsonl", "x"],
    [".0123456789abcdef.tmpx", "x"],
    ["x.0123456789abcdef.tmp", "x"],
  ])("refuses a folder that holds %s", async (name, text) => {
    const { files, contents } = memoryLedgerFiles();
    contents.set(`${own}/${name}`, text);
    expect(await open(files).read("shop")).toEqual({
      ok: false,
      problem: {
        kind: "invalid",
        reason: `The folder ${own} holds something that is no part of a ledger.`,
        remedy: "Keep nothing but the ledger's own files, such as 00000001.jsonl, in it.",
        file: own,
      },
    });
  });

  test("tells which file is not there, after it has looked five times more", async () => {
    const { files, contents, calls } = memoryLedgerFiles();
    contents.set(`${own}/00000003.jsonl`, renderHeader("shop", { segment: 3, first: 1 }));
    contents.set(`${own}/00000001.jsonl`, renderHeader("shop", { segment: 1, first: 1 }));
    expect(await open(files).read("shop")).toEqual({
      ok: false,
      problem: {
        kind: "missing",
        reason: `The file 00000002.jsonl of the ledger in ${own} is not there.`,
        remedy: "Restore it from a backup: what it said is not known without it.",
        file: `${own}/00000002.jsonl`,
      },
    });
    expect(calls.filter((call) => call === `names ${own}`)).toHaveLength(6);
    expect(waits).toEqual([1, 2, 4, 8, 16]);
  });

  test("tells of a file that says another number", async () => {
    const { files, contents } = memoryLedgerFiles();
    contents.set(`${own}/00000002.jsonl`, renderHeader("shop", { segment: 1, first: 1 }));
    expect(await open(files).read("shop")).toEqual({
      ok: false,
      problem: {
        kind: "invalid",
        reason: `${own}/00000002.jsonl says that it is file 1.`,
        file: `${own}/00000002.jsonl`,
        line: 1,
      },
    });
  });

  test("a file that cannot be read is a problem at once, one that vanished is looked for again", async () => {
    const { files, contents } = memoryLedgerFiles();
    contents.set(`${own}/00000001.jsonl`, renderHeader("shop", { segment: 1, first: 1 }));
    const limits: unknown[] = [];
    const readText = async (_path: string, asked: unknown) => {
      limits.push(asked);
      return { ok: false, problem: broken } as const;
    };
    expect(await open({ ...files, readText }).read("shop")).toEqual({ ok: false, problem: broken });
    expect(limits).toEqual([{ maxBytes: 64 * 1024 * 1024, within: own }]);
    let looks = 0;
    const late: LedgerFiles["readText"] = async (path, asked) =>
      looks++ === 0 ? { ok: false, problem: { ...broken, kind: "missing" } } : files.readText(path, asked);
    expect(await open({ ...files, readText: late }).read("shop")).toEqual({ ok: true, value: [] });
    expect(waits).toEqual([1]);
  });

  test("a damaged file is a problem at once", async () => {
    const { files, contents } = memoryLedgerFiles();
    contents.set(`${own}/00000001.jsonl`, "x");
    expect(await open(files).append("shop", [gateEvent("g1")])).toMatchObject({
      ok: false,
      problem: { reason: `${own}/00000001.jsonl does not begin as a ledger of shop does.` },
    });
    expect(waits).toEqual([]);
  });

  test("reads each file once", async () => {
    const { files, calls } = memoryLedgerFiles();
    const store = open(files);
    for (const id of ["a", "b", "c"]) await store.append("shop", [gateEvent(id)]);
    await store.read("shop");
    const reads = calls.filter((call) => call.startsWith("read "));
    expect(new Set(reads).size).toBe(reads.length);
  });

  test("gives up when others are always first", async () => {
    const { files } = memoryLedgerFiles();
    let tries = 0;
    const createWhole = async () => {
      tries++;
      return { ok: true, value: false } as const;
    };
    expect(await open({ ...files, createWhole }).append("shop", [gateEvent("g1")])).toEqual({
      ok: false,
      problem: {
        kind: "invalid",
        reason: "Nothing could be recorded in the folder /l in 200 tries: others write all the time.",
        remedy: "Run it again when fewer runs record at the same time.",
        file: "/l",
      },
    });
    expect(tries).toBe(200);
    expect(waits.slice(0, 9)).toEqual([1, 2, 4, 8, 16, 32, 64, 125, 125]);
  });

  test("nothing to add makes no file, and an event that is there or comes twice is added once", async () => {
    const { files, contents } = memoryLedgerFiles();
    const store = open(files);
    expect(await store.append("shop", [])).toEqual({ ok: true, value: { added: [] } });
    const one = gateEvent("g1");
    expect(await store.append("shop", [one, one])).toEqual({ ok: true, value: { added: [one] } });
    expect(await store.append("shop", [one])).toEqual({ ok: true, value: { added: [] } });
    expect([...contents.keys()]).toEqual([`${own}/00000001.jsonl`]);
    expect(await store.append("shop", [gateEvent("x", { rollout: "other" })])).toMatchObject({ ok: false });
  });

  const filled = async (count: number) => {
    const memory = memoryLedgerFiles();
    for (let number = 1; number <= count; number++) {
      const text = renderHeader("shop", { segment: number, first: 1 }) + event({ id: `g${number}` });
      memory.contents.set(`${own}/${String(number).padStart(8, "0")}.jsonl`, text);
    }
    return memory;
  };

  test("an append looks fifty files back, an update at all", async () => {
    const { files, calls } = await filled(60);
    await open(files).append("shop", [gateEvent("new")]);
    expect(new Set(calls.filter((call) => call.startsWith("read "))).size).toBe(51);
    let seen = 0;
    await open(files).update("shop", (events) => {
      seen = events.length;
      return [];
    });
    expect(seen).toBe(61);
  });

  test("is compacted from 256 files on, and waits when somebody adds something meanwhile", async () => {
    const few = await filled(255);
    expect(await open(few.files).compact("shop", retention)).toEqual({ ok: true, value: { removed: 0 } });
    expect(few.contents.size).toBe(255);
    const many = await filled(256);
    const createWhole = async () => ({ ok: true, value: false }) as const;
    expect(await open({ ...many.files, createWhole }).compact("shop", retention)).toEqual({
      ok: true,
      value: { removed: 0 },
    });
    expect(many.contents.size).toBe(256);
    const failing = async () => ({ ok: false, problem: broken }) as const;
    expect(await open({ ...many.files, createWhole: failing }).compact("shop", retention)).toEqual({
      ok: false,
      problem: broken,
    });
    expect(await open(many.files).compact("shop", retention)).toEqual({ ok: true, value: { removed: 0 } });
    expect([...many.contents.keys()]).toEqual([`${own}/00000257.jsonl`]);
  });
});

describe("the ledger on a branch", () => {
  const waits: number[] = [];
  const open = (files: BranchFiles) => {
    waits.length = 0;
    return createBranchLedger({ files, clock: { sleep: async (ms) => void waits.push(ms) }, random: () => 0.5 });
  };
  const place = "branch rollout-gate of octo-org/shop";
  const head = "rollouts/shop/head.jsonl";
  const unreachable = { kind: "unreachable", problem: broken } as const;

  test("reads the folder at once, and file by file where that is not had", async () => {
    const { files, calls } = modelBranch();
    await open(files).append("shop", [gateEvent("g1")]);
    calls.length = 0;
    expect(await open(files).read("shop")).toEqual({ ok: true, value: [gateEvent("g1")] });
    expect(calls.map(({ what }) => what)).toEqual(["read folder rollouts/shop"]);
    calls.length = 0;
    const readFolder = async () => ({ kind: "unknown" }) as const;
    expect(await open({ ...files, readFolder }).read("shop")).toEqual({ ok: true, value: [gateEvent("g1")] });
    expect(calls.map(({ what }) => what)).toEqual([`read ${head}`]);
    const partly = async () => ({ kind: "found", files: new Map() }) as const;
    expect(await open({ ...files, readFolder: partly }).read("shop")).toEqual({ ok: true, value: [gateEvent("g1")] });
  });

  test("asks six times before it says that it cannot be read", async () => {
    const { files } = modelBranch();
    let asked = 0;
    const readFolder = async () => ({ kind: "unknown" }) as const;
    const read = async (): Promise<BranchRead> => {
      asked++;
      return unreachable;
    };
    expect(await open({ ...files, readFolder, read }).read("shop")).toEqual({ ok: false, problem: broken });
    expect(asked).toBe(6);
    expect(waits).toEqual([125, 250, 500, 1000, 2000]);
  });

  test("a refusal is passed on at once", async () => {
    const { files } = modelBranch();
    const readFolder = async () => ({ kind: "unknown" }) as const;
    const read = async (): Promise<BranchRead> => ({ kind: "problem", problem: broken });
    const answer = { ok: false, problem: broken };
    expect(await open({ ...files, readFolder, read }).read("shop")).toEqual(answer);
    expect(await open({ ...files, readFolder, read }).append("shop", [gateEvent("g1")])).toEqual(answer);
    const begin = async (): Promise<BranchWrite> => ({ kind: "problem", problem: broken });
    expect(await open({ ...files, begin }).append("shop", [gateEvent("g1")])).toEqual(answer);
    expect(waits).toEqual([]);
  });

  test.each<[string, BranchWrite["kind"], object, string]>([
    ["somebody is always first", "conflict", broken, "Nothing could be recorded on"],
    ["no answer ever comes", "unreachable", { ...broken, remedy: undefined }, "Whether anything was recorded on"],
  ])("gives up when %s", async (_name, kind, problem, words) => {
    const { files } = modelBranch();
    let tries = 0;
    const begin = async () => {
      tries++;
      return { kind, problem } as BranchWrite;
    };
    const could = kind === "conflict" ? "" : " could not be told";
    expect(await open({ ...files, begin }).append("shop", [gateEvent("g1")])).toEqual({
      ok: false,
      problem: {
        kind: "invalid",
        reason: `${words} ${place}${could} in 50 tries; the last time: The connection broke.`,
        remedy: kind === "conflict" ? broken.remedy : "Run it again when fewer runs record at the same time.",
      },
    });
    expect(tries).toBe(50);
    expect(waits.slice(0, 10)).toEqual([125, 250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  test("a look that gets no answer is made again, and is no write whose answer was lost", async () => {
    const { files } = modelBranch();
    const read = async (): Promise<BranchRead> => unreachable;
    expect(await open({ ...files, read }).append("shop", [gateEvent("g1")])).toMatchObject({
      ok: false,
      problem: { reason: `Nothing could be recorded on ${place} in 50 tries; the last time: The connection broke.` },
    });
  });

  test("says in the commit what was added", async () => {
    const { files, commits } = modelBranch();
    const store = open(files);
    await store.append("shop", [gateEvent("a"), baselineEvent("b"), gateEvent("c")]);
    await store.append("shop", [gateEvent("d")]);
    expect(commits.map(({ message }) => message)).toEqual([
      "shop: gate-concluded, baseline-recorded",
      "shop: gate-concluded",
    ]);
    expect(commits[0]?.tree.get("README.md")).toMatch(/^# Ledger of Rollout Gate\n/);
    expect(await store.append("shop", [])).toEqual({ ok: true, value: { added: [] } });
    expect(await store.append("shop", [gateEvent("x", { rollout: "other" })])).toMatchObject({ ok: false });
    expect(commits).toHaveLength(2);
  });

  test("a write whose answer was lost is found at the next look, and not made again", async () => {
    const { files, commits } = modelBranch();
    const store = open({
      ...files,
      begin: async (initial, message) => {
        await files.begin(initial, message);
        return unreachable;
      },
    });
    const events = [gateEvent("a"), gateEvent("b")];
    expect(await store.append("shop", events)).toEqual({ ok: true, value: { added: events } });
    expect(commits).toHaveLength(1);
    expect(waits).toEqual([125]);
  });

  test("what somebody else added a part of meanwhile is completed, and only that is told as added", async () => {
    const { files } = modelBranch();
    await open(files).append("shop", [gateEvent("first")]);
    let isFirst = true;
    const store = open({
      ...files,
      write: async (...call) => {
        if (!isFirst) return files.write(...call);
        isFirst = false;
        await createBranchLedger({ files, clock: { sleep: async () => {} }, random: () => 0 }).append("shop", [
          gateEvent("a"),
        ]);
        return { kind: "conflict", problem: broken };
      },
    });
    expect(await store.append("shop", [gateEvent("a"), gateEvent("b")])).toEqual({
      ok: true,
      value: { added: [gateEvent("b")] },
    });
  });

  describe("a full segment", () => {
    const lines = Array.from({ length: 200 }, (_, at) => event({ id: `g${at}` })).join("");
    const full = renderHeader("shop", { segment: 1, first: 1 }) + lines;
    const sealed = "rollouts/shop/segment-000001.jsonl";
    const added = { ok: true, value: { added: [gateEvent("new")] } };

    test("is sealed, and a new one begun", async () => {
      const { files, commits, latest } = planted({ head: full });
      expect(await open(files).append("shop", [gateEvent("new")])).toEqual(added);
      expect(commits.slice(1).map(({ message }) => message)).toEqual(["shop: seal segment 1", "shop: gate-concluded"]);
      expect(latest().get(sealed)).toBe(full);
      expect(latest().get(head)).toBe(renderHeader("shop", { segment: 2, first: 1 }) + event({ id: "new" }));
    });

    test.each([
      ["a copy that is whole is left as it is", full, 1],
      ["a copy that is older is brought up to date", full.slice(0, -event({ id: "g199" }).length), 2],
    ])("%s", async (_name, copy, count) => {
      const { files, commits, latest } = planted({ "segment-000001": copy, head: full });
      expect(await open(files).append("shop", [gateEvent("new")])).toEqual(added);
      expect(latest().get(sealed)).toBe(full);
      expect(commits).toHaveLength(2 + count);
      expect(waits).toEqual([]);
    });

    test("a copy that is something else is never written over", async () => {
      const { files, latest } = planted({ "segment-000001": "x", head: full });
      expect(await open(files).append("shop", [gateEvent("new")])).toMatchObject({
        ok: false,
        problem: { reason: expect.stringContaining("in 50 tries") },
      });
      expect(latest().get(sealed)).toBe("x");
    });

    test("a seal that is refused is told, and the newest segment stays", async () => {
      const { files, latest } = planted({ head: full });
      const write = async (): Promise<BranchWrite> => ({ kind: "problem", problem: broken });
      expect(await open({ ...files, write }).append("shop", [gateEvent("new")])).toEqual({
        ok: false,
        problem: broken,
      });
      expect(latest().get(head)).toBe(full);
    });
  });

  const planted = (segments: Readonly<Record<string, string>>) => {
    const branch = modelBranch();
    for (const [name, text] of Object.entries(segments)) branch.plant(`rollouts/shop/${name}.jsonl`, text);
    return branch;
  };
  const header = (segment: number, first = 1) => renderHeader("shop", { segment, first });

  test("tells of a segment that is not there, that says another number, or that is damaged", async () => {
    const file = `rollouts/shop/segment-000001.jsonl on ${place}`;
    const read = (segments: Readonly<Record<string, string>>) => open(planted(segments).files).read("shop");
    expect(await read({ head: header(2) })).toEqual({
      ok: false,
      problem: {
        kind: "missing",
        reason: `The ledger names ${file}, and that file is not there.`,
        remedy: "Restore it from the branch's history: git log tells when it went.",
        file,
      },
    });
    expect(waits).toHaveLength(5);
    expect(await read({ head: header(2), "segment-000001": header(3) })).toEqual({
      ok: false,
      problem: {
        kind: "invalid",
        reason: `${file} says that it is segment 3.`,
        remedy: "Restore it from the branch's history.",
        file,
        line: 1,
      },
    });
    expect(await read({ head: header(2), "segment-000001": "x" })).toMatchObject({
      ok: false,
      problem: { reason: `${file} does not begin as a ledger of shop does.` },
    });
    expect(await read({ head: "x" })).toMatchObject({
      ok: false,
      problem: { reason: `${head} on ${place} does not begin as a ledger of shop does.` },
    });
  });

  test("reads what is sealed once, from the first that counts", async () => {
    const segments = Object.fromEntries(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => [
        `segment-00000${number}`,
        header(number) + event({ id: `g${number}` }),
      ]),
    );
    const { files, calls } = planted({ ...segments, head: header(10, 3) + event({ id: "last" }) });
    const readFolder = async () => ({ kind: "unknown" }) as const;
    const store = open({ ...files, readFolder });
    const read = await store.read("shop");
    expect(read.ok && read.value.map(({ id }) => id)).toEqual(["g3", "g4", "g5", "g6", "g7", "g8", "g9", "last"]);
    expect(calls).toHaveLength(8);
    await store.read("shop");
    expect(calls).toHaveLength(9);
    calls.length = 0;
    await open(files).append("shop", [gateEvent("new")]);
    expect(calls.map(({ what }) => what)).toEqual([`read ${head}`, `write ${head}`]);
  });

  test("what is compacted is refused or passed on as the branch answers", async () => {
    const answer = { ok: false, problem: broken };
    const segments = Object.fromEntries(
      [1, 2, 3, 4, 5, 6, 7].map((number) => [`segment-00000${number}`, header(number) + event({ id: `g${number}` })]),
    );
    const { files, commits } = planted({ ...segments, head: header(8) + event({ id: "last" }) });
    const commit = (kind: BranchWrite["kind"]) => async () => ({ kind, problem: broken }) as BranchWrite;
    const snapshot = async () => ({ ok: false, problem: broken }) as const;
    expect(await open({ ...files, snapshot }).compact("shop", retention)).toEqual(answer);
    expect(await open({ ...files, commit: commit("problem") }).compact("shop", retention)).toEqual(answer);
    expect(waits).toEqual([]);
    expect(await open({ ...files, commit: commit("conflict") }).compact("shop", retention)).toEqual(answer);
    expect(waits).toEqual([125, 250, 500, 1000, 2000]);
    expect(await open(modelBranch().files).compact("shop", retention)).toEqual({ ok: true, value: { removed: 0 } });
    expect(await open(files).compact("other", retention)).toEqual({ ok: true, value: { removed: 0 } });
    expect(await open(files).compact("shop", retention)).toEqual({ ok: true, value: { removed: 0 } });
    expect(commits.at(-1)?.message).toBe("shop: compact");
    expect([...(commits.at(-1)?.tree.keys() ?? [])]).toEqual([head, "rollouts/shop/segment-000008.jsonl"]);
  });

  test("seven files are not worth compacting", async () => {
    const segments = Object.fromEntries([1, 2, 3, 4, 5, 6].map((number) => [`segment-00000${number}`, header(number)]));
    const { files, commits } = planted({ ...segments, head: header(7) });
    const before = commits.length;
    expect(await open(files).compact("shop", retention)).toEqual({ ok: true, value: { removed: 0 } });
    expect(commits).toHaveLength(before);
  });

  test("a damaged branch is not compacted, and one that is not all there is asked again", async () => {
    expect(await open(planted({ head: "x" }).files).compact("shop", retention)).toMatchObject({
      ok: false,
      problem: { reason: `${head} on ${place} does not begin as a ledger of shop does.` },
    });
    expect(await open(planted({ head: header(8) }).files).compact("shop", retention)).toMatchObject({
      ok: false,
      problem: { kind: "missing" },
    });
    expect(waits).toHaveLength(5);
  });
});
