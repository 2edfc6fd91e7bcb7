import { expect, test } from "@jest/globals";
import { readConfig } from "../../src/config/read-config.ts";
import type { LedgerStore } from "../../src/domain/ledger.ts";
import { readPast } from "../../src/modes/read-record.ts";
import { memoryLedger } from "../ledger/memory-ledger.ts";

const configOf = (arms: string) => {
  const result = readConfig(
    `rollout: shop\nstages: { bench: { run: x, benchmarks: b.json${arms} } }\nledger: { folder: f }\n`,
    "gate.yml",
  );
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join());
  return result.config;
};
const plain = configOf("");
const held = configOf(", arms: { launches: 8, baseline: ledger }");
const broken: LedgerStore = {
  ...memoryLedger().store,
  read: async () => ({ ok: false, problem: { kind: "invalid", reason: "Line 1 cannot be read." } }),
};

test.each([
  ["nothing is asked of it", plain, false, "none"],
  ["it is shown alone", plain, true, "none"],
  ["a stage is held against it", held, false, "read"],
])("%s", async (_name, config, mayShow, kind) => {
  const { record, history } = await readPast(config, mayShow, { ledger: memoryLedger().store });
  expect(record.kind).toBe(kind);
  expect(history === null).toBe(!mayShow && kind === "none");
});

test("what cannot be read is told where it is judged by, and shows nothing where it is not", async () => {
  expect(await readPast(held, true, { ledger: broken })).toMatchObject({
    record: { kind: "unreadable" },
    history: null,
  });
  expect(await readPast(plain, true, { ledger: broken })).toMatchObject({ record: { kind: "none" }, history: null });
});

test("no ledger is no past", async () => {
  expect(await readPast(held, true, { ledger: null })).toMatchObject({ record: { kind: "none" }, history: null });
});
