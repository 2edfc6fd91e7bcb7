import { expect, test } from "@jest/globals";
import { createBackgroundWriter } from "../../src/entry/background-writer.ts";

test("asking returns at once, one task runs at a time, and the last state is written", async () => {
  let state = 0;
  let running = 0;
  const written: number[] = [];
  const release: (() => void)[] = [];
  const writer = createBackgroundWriter(async () => {
    running++;
    expect(running).toBe(1);
    const seen = state;
    await new Promise<void>((resolve) => release.push(resolve));
    written.push(seen);
    running--;
  });
  for (state = 1; state <= 5; state++) writer.ask();
  expect(written).toEqual([]);
  const settled = writer.settle();
  while (written.length < 2) {
    release.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await settled;
  expect(written).toEqual([1, 6]);
  await writer.settle();
});
