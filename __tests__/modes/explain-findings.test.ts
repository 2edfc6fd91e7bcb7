import { beforeAll, describe, expect, test } from "@jest/globals";
import { noContext } from "../../src/domain/run-context.ts";
import { explainFindings } from "../../src/modes/explain-findings.ts";
import { gate } from "../../src/modes/gate.ts";
import { loadConfig } from "../../src/modes/load-config.ts";
import type { ModePorts } from "../../src/modes/mode-ports.ts";
import { memoryPorts } from "../collect/memory-ports.ts";
import { memoryLedger } from "../ledger/memory-ledger.ts";

const text = `
rollout: shop
flag:
  read: [shop, flag]
  set: [{ env: SHOP_NEW }]
stages:
  bench:
    run: node bench.js
    arms: { launches: 8, warm-ups: 0 }
    measure:
      total: { stdout: 'total ([0-9.]+) ms', unit: ms }
      total-size: { stdout: 'size ([0-9]+)' }
criteria:
  total: { pass: "< +10 %", action: Profile it }
  total-size: "< 100"
`;

const ledger = memoryLedger().store;
let published = 0;
let ports: ModePorts;
const options = { columns: 200, colour: false, unicode: true };
const explain = async (...subjects: string[]) =>
  explainFindings(
    { config: await loadConfig("gate.yml", ports), evidence: [".rollout-gate/evidence"], subjects },
    ports,
    options,
  );

beforeAll(async () => {
  let call = 0;
  const memory = memoryPorts(
    (request) => {
      const on = request.env.SHOP_NEW === "true";
      if (request.argv[0] === "shop") return { stdout: on ? "on\n" : "off\n" };
      call += 1;
      return { stdout: `total ${(on ? 130 : 100) * (1 + 0.001 * ((call * 7) % 5))} ms\nsize 7\n` };
    },
    { files: { "/repo/gate.yml": text, "/repo/bench.js": "" } },
  );
  ports = {
    ...memory.ports,
    context: noContext,
    policy: null,
    people: null,
    lookAhead: null,
    redact: (words) => words,
    ledger,
    openLedger: async () => ledger,
    publisher: {
      publish: async () => {
        published += 1;
        return [];
      },
    },
    tool: "rollout-gate test",
  };
  await gate(
    {
      config: await loadConfig("gate.yml", ports),
      stages: [],
      shard: null,
      evidenceFolder: ".rollout-gate/evidence",
      signal: new AbortController().signal,
    },
    ports,
  );
});

describe("why a check is what it is", () => {
  test("its criterion, its numbers, its rule", async () => {
    const told = await explain("total");
    expect(told).toContain("total: fail (critical)");
    expect(told).toContain("Otherwise it fails: critical, NO-GO.");
    expect(told).toContain("8 launches");
    expect(told).toMatch(/no part of the interval lies below \+10 %: even its lower end, \+\d+(?:\.\d+)? %, does not/);
    expect(told).toContain("Profile it");
  });

  test("several, each by a part of its name", async () => {
    expect(await explain("-size", "flag")).toMatch(/^total-size: pass[\s\S]*\n\nflag: pass/);
  });

  test("nothing is published or recorded by it", async () => {
    const before = { published, events: await ledger.read("shop") };
    await explain("total");
    expect({ published, events: await ledger.read("shop") }).toEqual(before);
    expect(before).toMatchObject({ published: 1, events: { value: { length: 1 } } });
  });

  test.each([
    ["one that nothing is called", "totol", 'No check is called "totol". Did you mean "total"?'],
    ["one that is far from all", "xyzzy-unlike", "There are: "],
    ["one that several hold", "tota", 'Several checks hold "tota": total, total-size.'],
  ])("%s", async (_name, subject, words) => {
    await expect(explain(subject)).rejects.toThrow(words);
  });
});
