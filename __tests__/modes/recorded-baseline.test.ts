import { describe, expect, test } from "@jest/globals";
import type { LedgerStore } from "../../src/domain/ledger.ts";
import { noContext } from "../../src/domain/run-context.ts";
import { gate } from "../../src/modes/gate.ts";
import { loadConfig } from "../../src/modes/load-config.ts";
import type { ModePorts } from "../../src/modes/mode-ports.ts";
import { memoryPorts } from "../collect/memory-ports.ts";
import { memoryLedger } from "../ledger/memory-ledger.ts";

const text = `
rollout: shop
stages:
  benchmark:
    run: node bench.js
    arms: { launches: 5, warm-ups: 0, baseline: ledger }
    benchmarks: b.json
ledger: { folder: .rollout-gate/ledger }
criteria:
  "benchmark/*": { pass: "< +10 %" }
`;

let call = 0;

/** One gate over a program whose benchmarks are as given, with the ledger that is given. */
async function runGate(ledger: LedgerStore | null, benchmarks: Readonly<Record<string, number>>, config = text) {
  const memory = memoryPorts(
    () => {
      call += 1;
      const series = Object.entries(benchmarks).map(([name, value]) => ({
        name,
        unit: "ns",
        value: value * (1 + 0.0013 * ((call * 7) % 5)),
      }));
      return { writes: { "b.json": JSON.stringify(series) } };
    },
    { files: { "/repo/gate.yml": config, "/repo/bench.js": "" } },
  );
  const ports: ModePorts = {
    ...memory.ports,
    context: noContext,
    policy: null,
    people: null,
    lookAhead: null,
    redact: (words) => words,
    ledger,
    openLedger: async () => null,
    publisher: { publish: async () => [] },
    tool: "rollout-gate test",
  };
  return gate(
    {
      config: await loadConfig("gate.yml", ports),
      stages: [],
      shard: null,
      evidenceFolder: ".rollout-gate/evidence",
      signal: new AbortController().signal,
    },
    ports,
  );
}

const outcomes = (report: Awaited<ReturnType<typeof runGate>>) =>
  report.findings.filter(({ kind }) => kind !== "stage").map(({ subject, outcome }) => [subject, outcome]);

describe("a gate whose baseline is the ledger's", () => {
  test("records the runs that have no baseline yet, and is judged by them from the eighth on", async () => {
    const { store } = memoryLedger();
    const decisions: string[] = [];
    for (let run = 0; run < 9; run++) {
      const report = await runGate(store, { parse: 1_000_000.123 * (1 + 0.004 * ((run * 3) % 5) + run / 1e6) });
      decisions.push(report.verdict.decision);
    }
    expect(decisions).toEqual([...Array.from({ length: 7 }, () => "INCONCLUSIVE"), "GO", "GO"]);

    const slower = await runGate(store, { parse: 1_400_000.123 });
    expect(slower.verdict.decision).toBe("NO-GO");
    expect(slower.findings[0]).toMatchObject({ subject: "benchmark/*", recorded: { of: "runs", runs: 9 } });
    // A run that failed is no baseline of later ones.
    const again = await runGate(store, { parse: 1_000_321.456 });
    expect(again.findings).toContainEqual(expect.objectContaining({ recorded: { of: "runs", runs: 9 } }));

    const renamed = await runGate(store, { parse_all: 1_001_234.567 });
    expect(outcomes(renamed)).toEqual([
      ["benchmark missing benchmarks", "missing"],
      ["benchmark/*", "missing"],
      ["benchmark new benchmarks", "missing"],
    ]);
    expect(renamed.findings[0]?.reason).toMatch(/by its figures parse may now be called parse_all/);
    expect(renamed.verdict.decision).toBe("INCONCLUSIVE");
  });

  test("a ledger that cannot be read is not one without baselines", async () => {
    const { store } = memoryLedger();
    const broken: LedgerStore = {
      ...store,
      read: async () => ({ ok: false, problem: { kind: "invalid", reason: "Line 3 is cut off." } }),
    };
    const report = await runGate(broken, { parse: 1_000_000.123 });
    expect(report.findings[0]).toMatchObject({ outcome: "invalid" });
    expect(report.findings[0]?.reason).toMatch(/could not be read, so there is no baseline: Line 3 is cut off/);
  });

  test("a run without a ledger says so", async () => {
    const report = await runGate(null, { parse: 1_000_000.123 });
    expect(report.findings[0]).toMatchObject({ outcome: "missing" });
    expect(report.findings[0]?.reason).toMatch(/this run has no ledger/);
  });

  test("the ledger is read once, to judge by it and to show it", async () => {
    const { store } = memoryLedger();
    let reads = 0;
    const counted: LedgerStore = {
      ...store,
      read: async (rollout) => {
        reads += 1;
        return store.read(rollout);
      },
    };
    const asIs = text
      .replace(/ {4}arms:.*\n/, "")
      .replace("benchmark/*", "benchmark/parse")
      .replace("< +10 %", "< 5 ms");
    await runGate(counted, { parse: 1_000_000.123 }, asIs);
    expect(reads).toBe(1);
    await runGate(counted, { parse: 1_000_000.123 });
    expect(reads).toBe(2);
  });
});
