import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { encodeRollout } from "../../src/ledger/encode-rollout.ts";
import { eventsOf, readLines } from "../../src/ledger/read-lines.ts";
import { renderEvents } from "../../src/ledger/render-events.ts";
import { readSegment, renderHeader } from "../../src/ledger/segment.ts";
import { stampEvent } from "../../src/ledger/stamp-event.ts";
import { baselineEvent, gateEvent } from "./sample-events.ts";

const place = { file: "head.jsonl", rollout: "shop", firstLine: 2 };
const line = (changes: Readonly<Record<string, unknown>>) => `${JSON.stringify({ ...gateEvent("g1"), ...changes })}\n`;

describe("readLines", () => {
  test.each<[string, string, RegExp]>([
    ["no JSON", "nonsense\n", /^Line 2 of head\.jsonl cannot be read: it is not a JSON object/],
    ["a list", "[]\n", /not a JSON object/],
    ["no event", '{"id":"a"}\n', /it is no event/],
    ["no end", line({}).trimEnd(), /has no end, so it may have been cut/],
    ["a later line", `${line({})}\n{\n`, /^Line 4 /],
    ["no id", line({ id: undefined }), /its id is missing/],
    ["an id that is a path", line({ id: "../x" }), /its id is missing, or none/],
    ["a kind that is none", line({ kind: "No Kind" }), /its kind is missing, or none/],
    ["another rollout", line({ rollout: "other" }), /another rollout/],
    ["a date that is none", line({ at: "2026-13-45T00:00:00Z" }), /at is not what it should be/],
    ["a word that is none", line({ decision: "MAYBE" }), /decision is not what it should be/],
    ["a number that is none", line({ stageDurationsMs: { unit: null } }), /stageDurationsMs\.unit is not/],
    ["a number too large", line({}).replace("1000}", "1e999}"), /stageDurationsMs\.unit is not/],
    [
      "a secret in a key's place",
      line({ findings: [{ "hunter2 hunter2": 1 }] }),
      /findings\.\[0\]\.subject is missing/,
    ],
  ])("%s is a problem with its line", (_name, text, reason) => {
    const read = readLines(text, place);
    expect(read).toMatchObject({ ok: false, problem: { file: "head.jsonl", reason: expect.stringMatching(reason) } });
    expect(JSON.stringify(read)).not.toContain("hunter2");
  });

  test("keys that it does not know are passed over and kept in the text", () => {
    const text = line({ weather: "fine" });
    const read = readLines(text, place);
    if (!read.ok) throw new Error(read.problem.reason);
    expect(eventsOf(read.value)).toEqual([gateEvent("g1")]);
    expect(read.value[0]?.text).toBe(text.trimEnd());
  });

  test("an event that lies there twice counts once, as it was first", () => {
    const read = readLines(`${line({})}${line({ id: "g2" })}${line({ decision: "NO-GO" })}`, place);
    if (!read.ok) throw new Error(read.problem.reason);
    expect(eventsOf(read.value)).toEqual([gateEvent("g1"), gateEvent("g2")]);
    expect(read.value).toHaveLength(3);
  });

  test("kinds and versions that it does not know are kept, not understood", () => {
    const read = readLines(`${line({ kind: "moon-phase" })}${line({ schema: "rollout-gate/event/9", at: 7 })}`, place);
    expect(read).toMatchObject({
      ok: true,
      value: [
        { kind: "moon-phase", event: null },
        { at: null, event: null },
      ],
    });
  });

  test("keys that mean something to JavaScript are inert", () => {
    const evil = line({}).replace("{", '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},');
    const inner = evil.replace('"unit":1000', '"__proto__":5,"unit":1000');
    const read = readLines(inner, place);
    if (!read.ok) throw new Error(read.problem.reason);
    const [event] = eventsOf(read.value);
    expect(event).toEqual(gateEvent("g1"));
    expect(Reflect.get({}, "polluted")).toBeUndefined();
    expect(Object.getPrototypeOf(event)).toBe(Object.prototype);
    // Without a schema of its own, one from the prototype does not count.
    expect(readLines('{"__proto__":{"schema":"rollout-gate/event/1"}}\n', place)).toMatchObject({ ok: false });
  });

  test("what is rendered is read back, whatever it says", () => {
    const texts = fc.string({ unit: "binary", maxLength: 200 });
    fc.assert(
      fc.property(texts, fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }), (because, durationMs) => {
        const events = [gateEvent("g1", { because, stageDurationsMs: { unit: durationMs } }), baselineEvent("b1")];
        const text = renderEvents("shop", events);
        if (!text.ok) throw new Error(text.problem.reason);
        const read = readSegment(renderHeader("shop", { segment: 3, first: 2 }) + text.value, "shop", "head.jsonl");
        expect(read).toMatchObject({ ok: true, value: { segment: 3, first: 2 } });
        expect(read.ok && eventsOf(read.value.lines)).toEqual(JSON.parse(JSON.stringify(events)));
      }),
    );
  });

  test("any damage to a file gives its events or a problem, and never throws", () => {
    const text = renderHeader("shop", { segment: 1, first: 1 }) + line({}) + line({ id: "g2" });
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 4 }), fc.nat(6), (at, put, gone) => {
        const damaged = text.slice(0, at) + put + text.slice(at + gone);
        const read = readSegment(damaged, "shop", "head.jsonl");
        if (read.ok) for (const { id } of read.value.lines) expect(id).toMatch(/^[A-Za-z0-9-]+$/);
        else expect(read.problem.reason).toMatch(/\.$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe("encodeRollout", () => {
  test.each([
    ["shop", "shop"],
    ["shop-2.1_b", "shop-2.1_b"],
    ["Shop", "=53hop"],
    ["..", "=2e=2e"],
    ["a/b", "a=2fb"],
    ["x.", "x=2e"],
    ["é", "=c3=a9"],
  ])("%s is %s", (rollout, name) => {
    expect(encodeRollout(rollout)).toBe(name);
  });

  test("different names stay different, also where capital letters do not count", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (one, other) => {
        fc.pre(one !== other);
        expect(encodeRollout(one).toLowerCase()).not.toBe(encodeRollout(other).toLowerCase());
        expect(encodeRollout(one)).toMatch(/^[a-z0-9_=.-]*$/);
      }),
    );
  });
});

describe("stampEvent", () => {
  test("the same event has the same id, another one another", () => {
    const { schema: _schema, id: _id, ...event } = gateEvent("");
    const [one, same] = [stampEvent(event), stampEvent({ ...event })];
    expect(one.id).toBe(same.id);
    expect(one.id).toMatch(/^[0-9a-f]{32}$/);
    expect(stampEvent({ ...event, at: "2026-01-05T09:00:00.001Z" }).id).not.toBe(one.id);
  });
});
