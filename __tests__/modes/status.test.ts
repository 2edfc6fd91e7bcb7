import { describe, expect, test } from "@jest/globals";
import { buildLedger } from "../../src/config/build-ledger.ts";
import type { LedgerStore } from "../../src/domain/ledger.ts";
import { noContext } from "../../src/domain/run-context.ts";
import type { PeopleAnswer } from "../../src/domain/sign-off.ts";
import { parseCliArguments } from "../../src/entry/cli-arguments.ts";
import { unusableLedger } from "../../src/ledger/unusable-ledger.ts";
import type { ModePorts } from "../../src/modes/mode-ports.ts";
import { status } from "../../src/modes/status.ts";
import { tickItems } from "../../src/people/tick-items.ts";
import { memoryPorts } from "../collect/memory-ports.ts";
import { flagOn } from "../escalate/escalation-samples.ts";
import { config } from "../judge/samples.ts";
import { memoryLedger } from "../ledger/memory-ledger.ts";

const plan = { ...config(), rollout: "shop", signOffs: [{ role: "lead", required: true }] };
const configs = [{ loaded: { config: plan, file: "gate.yml", digest: "d", warnings: "" }, isUsualFile: false }];

function ports(ledger: LedgerStore | null, answer: PeopleAnswer | null = null) {
  const { ports: memory } = memoryPorts(() => ({}));
  const warnings: string[] = [];
  const made: ModePorts = {
    ...memory,
    progress: { ...memory.progress, warning: (message) => void warnings.push(message) },
    context: noContext,
    policy: null,
    people: answer === null ? null : { ask: async () => answer },
    lookAhead: null,
    ledger,
    openLedger: async () => null,
    publisher: { publish: async () => [] },
    redact: (text) => text,
    tool: "rollout-gate test",
  };
  return { made, warnings };
}

describe("status", () => {
  test("tells of each config in its turn", async () => {
    const { store } = memoryLedger();
    await store.append("shop", [flagOn()]);
    const other = { loaded: { ...configs[0]?.loaded, config: { ...plan, rollout: "other" } }, isUsualFile: true };
    const { rollouts } = await status({ configs: [...configs, other as never] }, ports(store).made);
    expect(rollouts.map(({ rollout, flag }) => [rollout, flag])).toEqual([
      ["shop", "on"],
      ["other", "never on"],
    ]);
  });

  test.each<[string, LedgerStore | null, boolean, RegExp]>([
    ["no ledger", null, false, /names no ledger/],
    ["a branch that cannot be reached", null, true, /branch on GitHub/],
    [
      "a ledger that cannot be read, which is not an empty one",
      unusableLedger("folder x", { kind: "invalid", reason: "Line 3 cannot be read.", remedy: "Look." }),
      false,
      /not known where shop stands\. Line 3 cannot be read\. Look\./,
    ],
  ])("with %s it cannot be told", async (_name, ledger, isNamed, reason) => {
    const loaded = {
      config: { ...plan, ledger: isNamed ? buildLedger({}) : null },
      file: "gate.yml",
      digest: "d",
      warnings: "",
    };
    await expect(status({ configs: [{ loaded, isUsualFile: true }] }, ports(ledger).made)).rejects.toThrow(reason);
  });

  test("what people ticked: what is missing, or that it cannot be told", async () => {
    const { store } = memoryLedger();
    const [item] = tickItems(plan);
    const tick = { id: item?.id ?? "", by: "octocat", at: "2026-01-05T09:00:00.000Z" };
    const told = async (answer: PeopleAnswer | null) => {
      const { made, warnings } = ports(store, answer);
      return [(await status({ configs }, made)).rollouts[0]?.missingTicks, warnings];
    };
    const ticks = (standing: readonly (typeof tick)[]): PeopleAnswer => ({
      ticks: { ok: true, value: { standing, refused: [], place: "#1" } },
      warnings: [],
    });
    expect(await told(ticks([]))).toEqual([["sign-off of lead"], []]);
    expect(await told(ticks([tick]))).toEqual([[], []]);
    expect(await told(null)).toEqual([null, []]);
    const broken: PeopleAnswer = {
      ticks: { ok: false, problem: { kind: "invalid", reason: "no answer" } },
      warnings: [],
    };
    expect(await told(broken)).toEqual([null, ["What people ticked could not be told: no answer"]]);
  });

  test("its configs are words, or one by --config", () => {
    const asked = (...words: readonly string[]) => parseCliArguments(["status", ...words]);
    expect(asked("a.yml", "b.yml")).toMatchObject({ kind: "run", options: { operands: ["a.yml", "b.yml"] } });
    expect(asked("-c", "a.yml")).toMatchObject({ kind: "run", options: { config: "a.yml", operands: [] } });
    expect(asked("-c", "a.yml", "b.yml")).toMatchObject({ kind: "wrong" });
    expect(asked("--dry-run")).toMatchObject({ kind: "wrong" });
  });
});
