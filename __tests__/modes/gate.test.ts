import { describe, expect, test } from "@jest/globals";
import type { Report } from "../../src/domain/report.ts";
import { noContext } from "../../src/domain/run-context.ts";
import { collect } from "../../src/modes/collect.ts";
import { conclude } from "../../src/modes/conclude.ts";
import { gate } from "../../src/modes/gate.ts";
import { loadConfig } from "../../src/modes/load-config.ts";
import { GateBroke, type ModePorts } from "../../src/modes/mode-ports.ts";
import { type Actor, memoryPorts } from "../collect/memory-ports.ts";

const config = `
rollout: shop
flag:
  read: [shop, flag]
  set:
    - env: SHOP_NEW
facts:
  shop: shop --version
stages:
  unit:
    run: node run-tests.js
    tests: unit.xml
  benchmark:
    needs: [unit]
    run: node bench.js
    arms: { launches: 8, warm-ups: 0 }
    measure:
      total: { stdout: 'total ([0-9.]+) ms', unit: ms }
criteria:
  total: { pass: "< +10 %", severity: critical, action: Profile it }
`;

const junit = (failed: number) =>
  `<testsuite name="s" tests="2" failures="${failed}"><testcase name="a" classname="c"/><testcase name="b" classname="c">${failed > 0 ? '<failure message="no">t/b.test.js:7</failure>' : ""}</testcase></testsuite>`;

interface World {
  /** What the candidate takes, relative to the baseline. */
  readonly slowdown?: number;
  readonly failed?: number;
  readonly flagWorks?: boolean;
  readonly onStage?: (script: string) => void;
}

/** A program whose flag, tests and speed are as a test says. Its figures vary a little, the same way every time. */
function shop({ slowdown = 1, failed = 0, flagWorks = true, onStage }: World = {}): Actor {
  let call = 0;
  return (request, script) => {
    onStage?.(script);
    const on = flagWorks && request.env.SHOP_NEW === "true";
    if (request.argv.join(" ") === "shop flag") return { stdout: on ? "on\n" : "off\n" };
    if (script.includes("--version")) return { stdout: "shop 1.4.0\n" };
    if (script.includes("run-tests")) return { writes: { "unit.xml": junit(failed) }, exit: failed > 0 ? 1 : 0 };
    call += 1;
    const value = 100 * (on ? slowdown : 1) * (1 + 0.001 * ((call * 7) % 5));
    return { stdout: `total ${value.toFixed(3)} ms\n` };
  };
}

function world(actor: Actor, text = config) {
  const memory = memoryPorts(actor, {
    files: { "/repo/gate.yml": text, "/repo/run-tests.js": "", "/repo/bench.js": "" },
  });
  const published: Report[] = [];
  const ports: ModePorts = {
    ...memory.ports,
    context: noContext,
    policy: null,
    people: null,
    lookAhead: null,
    redact: (text) => text.replaceAll("s3cr3t-canary", "***"),
    ledger: null,
    openLedger: async () => null,
    publisher: {
      publish: async (report) => {
        published.push(report);
        return ["the comment could not be posted"];
      },
    },
    tool: "rollout-gate test",
  };
  return { ...memory, ports, published };
}

async function runGate(
  actor: Actor,
  options: { signal?: AbortSignal; stages?: readonly string[]; text?: string } = {},
) {
  const made = world(actor, options.text);
  const report = await gate(
    {
      config: await loadConfig("gate.yml", made.ports),
      stages: options.stages ?? [],
      shard: null,
      evidenceFolder: ".rollout-gate/evidence",
      signal: options.signal ?? new AbortController().signal,
    },
    made.ports,
  );
  return { report, ...made };
}

describe("gate", () => {
  test("lets an equal program through, and says so once", async () => {
    const { report, published, told } = await runGate(shop());
    expect(report.verdict).toMatchObject({ decision: "GO", conditions: [] });
    expect(published).toEqual([report]);
    // What fails while publishing is a warning and changes nothing.
    expect(told).toContain("warning the comment could not be posted");
    expect(report.evidence[0]).toMatchObject({
      facts: [{ name: "shop", value: "shop 1.4.0" }],
      flag: [
        { arm: "baseline", value: "off" },
        { arm: "candidate", value: "on" },
      ],
    });
  });

  test.each<[string, World, string, RegExp]>([
    ["a slower program", { slowdown: 1.4 }, "NO-GO", /total/],
    ["a failing test", { failed: 1 }, "NO-GO", /unit/],
    ["a flag without effect", { flagWorks: false }, "NO-GO", /no effect/],
  ])("stops %s", async (_name, changes, decision, because) => {
    const { report } = await runGate(shop(changes));
    expect(report.verdict.decision).toBe(decision);
    expect(report.verdict.because).toMatch(because);
  });

  test("a failing test is told at its place, and what needs it is not run", async () => {
    const { report, requests } = await runGate(shop({ failed: 1 }));
    expect(report.findings.flatMap((finding) => finding.places)).toContainEqual(
      expect.objectContaining({ file: "t/b.test.js", line: 7 }),
    );
    expect(requests.some((request) => request.argv.at(-1)?.includes("bench.js"))).toBe(false);
  });

  test("with a flag that does nothing, nothing runs in an arm", async () => {
    const scripts: string[] = [];
    await runGate(shop({ flagWorks: false, onStage: (script) => scripts.push(script) }));
    expect(scripts.filter((script) => script.includes(".js"))).toEqual([]);
  });

  test("a cancelled run writes its evidence and is never a GO", async () => {
    const cancel = new AbortController();
    const { report, contents } = await runGate(
      shop({ onStage: (script) => script.includes("run-tests") && cancel.abort() }),
      { signal: cancel.signal },
    );
    expect(report.verdict.decision).toBe("INCONCLUSIVE");
    expect(JSON.parse(contents.get("/repo/.rollout-gate/evidence/evidence.json") ?? "")).toMatchObject({
      cancelled: true,
    });
  });

  test("a part of the stages is never a GO", async () => {
    const { report } = await runGate(shop(), { stages: ["unit"] });
    expect(report.verdict.decision).toBe("INCONCLUSIVE");
  });

  test("what is missing is named together, and nothing runs", async () => {
    const text = config.replace("node run-tests.js", "node gone.js").replace("node bench.js", "node lost.js");
    const { report, requests } = await runGate(shop(), { text });
    const words = JSON.stringify(report.findings);
    expect(words).toContain("gone.js");
    expect(words).toContain("lost.js");
    expect(report.verdict.decision).toBe("INCONCLUSIVE");
    expect(requests.some((request) => /gone|lost/.test(request.argv.join(" ")))).toBe(false);
  });
});

describe("collect and conclude apart", () => {
  const options = { stages: [], shard: null, evidenceFolder: "ev", signal: new AbortController().signal };

  test("say what gate says", async () => {
    const made = world(shop({ slowdown: 1.4 }));
    const loaded = await loadConfig("gate.yml", made.ports);
    await collect({ ...options, config: loaded }, made.ports);
    const requestsBefore = made.requests.length;
    const report = await conclude({ config: loaded, evidence: ["ev"] }, made.ports);
    expect(report.verdict.decision).toBe("NO-GO");
    // Concluding runs nothing.
    expect(made.requests).toHaveLength(requestsBefore);
  });

  test("the parts of a matrix are judged together, and a missing part is no GO", async () => {
    const made = world(shop());
    const loaded = await loadConfig("gate.yml", made.ports);
    const part = (index: number, stages: readonly string[]) =>
      collect({ ...options, config: loaded, stages, shard: { index, total: 2 } }, made.ports);
    await part(1, ["unit"]);
    const half = await conclude({ config: loaded, evidence: ["ev"] }, made.ports);
    expect(half.verdict.decision).toBe("INCONCLUSIVE");
    expect(JSON.stringify(half.findings)).toContain("Part 2 of 2");
    await part(2, ["benchmark"]);
    const whole = await conclude({ config: loaded, evidence: ["ev"] }, made.ports);
    expect(whole.verdict.decision).toBe("GO");
  });

  test("evidence under another config, or of another commit, is no GO", async () => {
    const made = world(shop());
    const loaded = await loadConfig("gate.yml", made.ports);
    await collect({ ...options, config: loaded }, made.ports);
    const other = await conclude({ config: { ...loaded, digest: "0".repeat(64) }, evidence: ["ev"] }, made.ports);
    expect(other.verdict.decision).toBe("INCONCLUSIVE");
    expect(JSON.stringify(other.findings)).toContain("another config");
  });

  test("an evidence file that was cut is a finding, not a crash", async () => {
    const made = world(shop());
    const loaded = await loadConfig("gate.yml", made.ports);
    await collect({ ...options, config: loaded }, made.ports);
    const path = "/repo/ev/evidence.json";
    made.contents.set(path, (made.contents.get(path) ?? "").slice(0, 500));
    const report = await conclude({ config: loaded, evidence: ["ev"] }, made.ports);
    expect(report.verdict.decision).toBe("INCONCLUSIVE");
    expect(report.findings[0]).toMatchObject({ kind: "evidence", outcome: "invalid" });
  });

  test.each([
    ["no folder", "nowhere", /nowhere does not exist/],
    ["an empty folder", "/repo", /holds no evidence/],
  ])("%s: the gate broke, and says what to do", async (_name, evidence, words) => {
    const made = world(shop());
    const loaded = await loadConfig("gate.yml", made.ports);
    const concluding = conclude({ config: loaded, evidence: [evidence] }, made.ports);
    await expect(concluding).rejects.toThrow(GateBroke);
    await expect(concluding).rejects.toThrow(words);
    expect(made.published).toEqual([]);
  });
});

describe("loadConfig", () => {
  test("a config that is not there", async () => {
    await expect(loadConfig("gone.yml", world(shop()).ports)).rejects.toThrow(/gone\.yml could not be read/);
  });

  test("a config with mistakes: all of them, with their lines", async () => {
    const loading = loadConfig(
      "gate.yml",
      world(shop(), "rollout: x\nstages:\n  a: { rn: ls }\n  b: { run: ls, timeout: 5 }\n").ports,
    );
    await expect(loading).rejects.toThrow(/gate\.yml:3:/);
    await expect(loading).rejects.toThrow(/gate\.yml:4:/);
  });

  test("a stage that is none", async () => {
    await expect(runGate(shop(), { stages: ["unti"] })).rejects.toThrow(/No stage is called unti.*unit, benchmark/);
  });
});
