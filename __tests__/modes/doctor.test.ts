import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { noContext } from "../../src/domain/run-context.ts";
import { type DoctorPorts, doctor } from "../../src/modes/doctor.ts";
import { type Actor, memoryPorts } from "../collect/memory-ports.ts";
import { memoryLedger } from "../ledger/memory-ledger.ts";

const config = `rollout: shop
flag: { read: [shop, flag], set: [{ env: SHOP_NEW }] }
require: { disk: [{ path: /var/shop, free: 1 GB }] }
state: { folder: /var/lib/shop }
ledger: { folder: /var/ledger }
stages:
  unit: { run: [node, run-tests.js] }
`;

const obeys: Actor = (request) => ({ stdout: request.env.SHOP_NEW === "true" ? "on\n" : "off\n" });

function place(
  text: string,
  more: Partial<DoctorPorts> = {},
  actor: Actor = obeys,
  files: Record<string, string> = {},
) {
  const memory = memoryPorts(actor, { files: { "/repo/gate.yml": text, "/repo/run-tests.js": "", ...files } });
  const ports = {
    ...memory.ports,
    context: noContext,
    policy: null,
    people: null,
    redact: (words: string) => words,
    ledger: memoryLedger().store,
    openLedger: async () => null,
    publisher: { publish: async () => [] },
    tool: "rollout-gate test",
    parseYaml: (yaml: string) => parse(yaml),
    askRights: null,
    github: null,
    logFiles: {
      open: async () => ({ ok: false as const, problem: { kind: "missing" as const, reason: "There is no log." } }),
    },
    ...more,
  } as unknown as DoctorPorts;
  return async (run = false) => {
    const checks = await doctor({ file: "gate.yml", run, signal: new AbortController().signal }, ports);
    return Object.fromEntries(checks.map((check) => [check.part, check]));
  };
}

describe("the parts of a set-up", () => {
  test("a config that cannot be read is all that can be told", async () => {
    const checks = await place("rollout: [")();
    expect(Object.keys(checks)).toEqual(["config"]);
    expect(checks.config?.state).toBe("bad");
  });

  test("what is as it must be, and what cannot be known", async () => {
    const checks = await place(config)();
    expect(Object.fromEntries(Object.values(checks).map(({ part, state }) => [part, state]))).toEqual({
      config: "ok",
      stages: "ok",
      flag: "unknown",
      "disk /var/shop": "ok",
      "state folder": "ok",
      ledger: "ok",
      "workflow of the gate": "bad",
      "workflow of rollback": "warn",
      token: "unknown",
    });
    for (const { state, mend } of Object.values(checks)) expect(mend === "").toBe(state === "ok");
  });

  test.each<[string, Actor, string, string]>([
    ["that is obeyed", obeys, "ok", "baseline off"],
    ["that does nothing", () => ({ stdout: "off\n" }), "bad", ""],
    ["that cannot be read", () => ({ stdout: "maybe\n" }), "bad", ""],
    ["whose command fails", () => ({ exit: 3 }), "bad", ""],
  ])("a flag %s", async (_name, actor, state, words) => {
    const { flag } = await place(config, {}, actor)(true);
    expect(flag?.state).toBe(state);
    expect(flag?.seen).toContain(words);
  });

  test.each<[string, string, string, string]>([
    ["no flag", config.replace(/flag: .*\n/, ""), "flag", "warn"],
    ["a flag that is never read", config.replace("read: [shop, flag], ", ""), "flag", "bad"],
    ["a path that is not there", config.replace("run-tests.js", "other.js"), "stages", "bad"],
    ["too little disk", config.replace("1 GB", "900 TB"), "disk /var/shop", "bad"],
    ["a state folder in the checkout", config.replace(/state: .*\n/, ""), "state folder", "warn"],
  ])("%s", async (_name, text, part, state) => {
    expect((await place(text)())[part]?.state).toBe(state);
  });

  test("a ledger that cannot be read is bad, one that cannot be reached is not known, none is told", async () => {
    const unreadable = {
      ...memoryLedger().store,
      read: async () => ({
        ok: false as const,
        problem: { kind: "invalid" as const, reason: "Line 3 cannot be read." },
      }),
    };
    expect((await place(config, { ledger: unreadable })()).ledger).toMatchObject({
      state: "bad",
      seen: "Line 3 cannot be read.",
    });
    expect((await place(config, { ledger: null })()).ledger?.state).toBe("unknown");
    expect((await place(config.replace(/ledger: .*\n/, ""), { ledger: null })()).ledger?.state).toBe("warn");
  });

  test("workflows are read, and what is no YAML is told", async () => {
    const checks = await place(
      config,
      {
        parseYaml: (yaml) => {
          if (yaml === "{") return null;
          return parse(yaml);
        },
      },
      obeys,
      {
        "/repo/.github/workflows/gate.yml": `on: pull_request\npermissions: write-all\njobs: { a: { steps: [{ uses: octo-org/rollout-gate@${"0".repeat(40)} }] } }\n`,
        "/repo/.github/workflows/broken.yml": "{",
      },
    )();
    expect(checks["workflow of the gate"]?.state).toBe("ok");
    expect(checks["workflow .github/workflows/broken.yml"]?.state).toBe("unknown");
  });

  test("channels are told by the names of their variables alone", async () => {
    const text = `${config}escalate: { channels: { team: { slack: TEAM_HOOK } }, levels: [{ on: warning, do: notify, tell: team }] }\n`;
    const without = await place(text)();
    expect(without["channel team"]).toMatchObject({ state: "unknown", seen: "TEAM_HOOK is not set here." });
  });

  test("a source that GitHub holds is not known without a token", async () => {
    const text = `${config}verify:\n  sources: { issues: { github: { metrics: { reported: { issues: [bug] } } } } }\n  windows: { day-1: { after: 1 d, criteria: { reported: "== 0" } } }\n`;
    expect((await place(text)())["reported of source issues"]?.state).toBe("unknown");
  });
});
