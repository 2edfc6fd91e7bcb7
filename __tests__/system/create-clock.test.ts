import { getEventListeners } from "node:events";
import { describe, expect, test } from "@jest/globals";
import { afterMs } from "../../src/system/after-ms.ts";
import { createClock } from "../../src/system/create-clock.ts";

const clock = createClock();

describe("sleep", () => {
  test("lasts as long as it is told to", async () => {
    const startedAt = clock.monotonicMs();
    await clock.sleep(50);
    expect(clock.monotonicMs() - startedAt).toBeGreaterThanOrEqual(49);
  });

  test("ends when the signal aborts, and takes its listener away", async () => {
    const control = new AbortController();
    const startedAt = clock.monotonicMs();
    setTimeout(() => control.abort(), 20);
    await clock.sleep(60_000, control.signal);
    expect(clock.monotonicMs() - startedAt).toBeLessThan(5000);
    expect(getEventListeners(control.signal, "abort")).toHaveLength(0);
  });

  test("leaves no listener behind when it runs its course", async () => {
    const control = new AbortController();
    await clock.sleep(5, control.signal);
    expect(getEventListeners(control.signal, "abort")).toHaveLength(0);
  });

  test.each([0, -1, Number.NaN])("of %d ms is over at once", async (durationMs) => {
    await clock.sleep(durationMs);
  });

  test("with a signal that has aborted is over at once", async () => {
    await clock.sleep(60_000, AbortSignal.abort());
  });
});

describe("afterMs", () => {
  test.each([2 ** 31, 1e13, Number.POSITIVE_INFINITY])(
    "a delay of %d ms is not taken for a short one",
    async (delayMs) => {
      let called = false;
      const cancel = afterMs(delayMs, () => {
        called = true;
      });
      await clock.sleep(30);
      cancel();
      expect(called).toBe(false);
    },
  );

  test.each([0, -5, Number.NaN])("a delay of %d ms is over at the next turn", async (delayMs) => {
    await new Promise<void>((resolve) => {
      afterMs(delayMs, resolve);
    });
  });

  test("what is cancelled is not called", async () => {
    let called = false;
    afterMs(5, () => {
      called = true;
    })();
    await clock.sleep(30);
    expect(called).toBe(false);
  });
});
