import { describe, expect, test } from "@jest/globals";
import type { Holders, LockHolder } from "../../../src/domain/rollout-files.ts";
import { takeLock } from "../../../src/flag/journal/take-lock.ts";
import { memoryState } from "../state-in-memory.ts";

const now = new Date("2026-01-05T09:00:00.000Z");
const me: LockHolder = { pid: 10, startedAt: "100", host: "here" };
const other: LockHolder = { pid: 20, startedAt: "200", host: "here" };
const holders = (self: LockHolder, alive: boolean | null): Holders => ({ self, isAlive: async () => alive });

describe("the lock", () => {
  test("is had by one, and by the next when it is released", async () => {
    const state = memoryState();
    const first = await takeLock(state, holders(me, true), "enable", now);
    const second = await takeLock(state, holders(other, true), "rollback", now);
    expect(second).toMatchObject({
      ok: false,
      problem: { reason: "Another run is at work: process 10 on here (enable, since 2026-01-05T09:00:00.000Z)." },
    });
    if (!first.ok) throw new Error("not taken");
    await first.value.release();
    expect(await takeLock(state, holders(other, true), "rollback", now)).toMatchObject({
      ok: true,
      value: { takenOverFrom: null },
    });
  });

  test("of a dead holder is taken over, and it is told from whom", async () => {
    const state = memoryState();
    await takeLock(state, holders(me, true), "enable", now);
    const taken = await takeLock(state, holders(other, false), "rollback", now);
    expect(taken).toMatchObject({ ok: true, value: { takenOverFrom: { pid: 10, action: "enable" } } });
    expect([...state.contents.keys()]).toEqual(["lock/00000002"]);
  });

  test("of a holder on another machine is not taken over, and the way out is told", async () => {
    const state = memoryState();
    await takeLock(state, holders({ ...me, host: "there" }, true), "enable", now);
    expect(await takeLock(state, holders(other, null), "rollback", now)).toMatchObject({
      ok: false,
      problem: { reason: expect.stringContaining("on there"), remedy: expect.stringContaining("/state/lock/00000001") },
    });
  });

  test("that cannot be read is held", async () => {
    const state = memoryState();
    state.contents.set("lock/00000007", "{}");
    expect(await takeLock(state, holders(me, false), "enable", now)).toMatchObject({ ok: false });
  });

  test("of many who find a dead holder at once, one has it", async () => {
    for (let round = 0; round < 50; round++) {
      const state = memoryState();
      await takeLock(state, holders(me, true), "enable", now);
      const jittered = {
        ...state,
        create: async (name: string, content: string) => {
          for (let wait = (round * 7 + content.length) % 5; wait > 0; wait--) await Promise.resolve();
          return state.create(name, content);
        },
      };
      const alive = { isAlive: async (holder: LockHolder) => holder.pid !== me.pid };
      const all = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          takeLock(jittered, { self: { pid: 30 + index, startedAt: "1", host: "here" }, ...alive }, "enable", now),
        ),
      );
      expect(all.filter((one) => one.ok)).toHaveLength(1);
    }
  });
});
