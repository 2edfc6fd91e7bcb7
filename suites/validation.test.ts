import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Report } from "../src/domain/report.ts";
import { cliDoor, runDoor } from "./run-program.ts";

let place = "";

const parts = `
import abc
import enum
import time
from pathlib import Path
from typing import List, Optional


class Settings:
    """What parts of the project are configured by."""


class BaseCoordinator(abc.ABC):
    @abc.abstractmethod
    def run(self): ...


class ChatCoordinator(BaseCoordinator):
    def run(self): ...


class ToolCoordinator(BaseCoordinator):
    def __init__(self, name: str, root: Optional[Path], items: List[str], settings: Settings, *, limit: int = 3):
        self.table = bytearray(400_000)

    def run(self): ...


class AskingCoordinator(BaseCoordinator):
    def __init__(self, registry, clock: "Clock"): ...

    def run(self): ...


class BrokenCoordinator(BaseCoordinator):
    def __init__(self):
        raise ValueError("no grammar\\nsecond line")

    def run(self): ...


class SlowCoordinator(BaseCoordinator):
    def __init__(self, seconds=0):
        time.sleep(seconds)

    def run(self): ...


class CoordinatorError(Exception): ...


class Mode(enum.Enum):
    ON = 1


REGISTRY = {"chat": ChatCoordinator, "tool": lambda: None}
`;

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "validation-"));
  const files = {
    "shop/__init__.py": "",
    "shop/parts.py": parts,
    "shop/quiet/__init__.py": "",
    "shop/quiet/__main__.py": "raise SystemExit('this is a program')\n",
    "shop/needs/__init__.py": "import tiktoken_is_not_here\n",
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(place, name, ".."), { recursive: true });
    writeFileSync(join(place, name), text);
  }
});

afterAll(() => rmSync(place, { recursive: true, force: true }));

/** What the gate says of the parts, with these keys under `validate:`. */
async function gate(validate: string, criteria = "") {
  const config = `rollout: parts\nstages:\n  parts:\n    validate: { ${validate} }\ncriteria: { ${criteria} }\n`;
  writeFileSync(join(place, "rollout-gate.yml"), config);
  const args = ["gate", "--config", "rollout-gate.yml", "--quiet", "--json"];
  const result = await runDoor(cliDoor, args, { cwd: place, env: { PYTHONDONTWRITEBYTECODE: "1" } });
  if (result.status === 2) throw new Error(result.stderr);
  const report: Report = JSON.parse(result.stdout);
  const items = report.evidence[0]?.checklists[0]?.items ?? [];
  return {
    report,
    decision: report.verdict.decision,
    reason:
      report.findings.find(({ subject, kind }) => subject.startsWith("parts") && kind === "criterion")?.reason ?? "",
    findings: new Map(report.findings.map((finding) => [finding.subject, finding])),
    items: new Map(items.map((item) => [item.name, item.message ?? item.status])),
  };
}

const sound = "python: shop, except: [shop.needs, Broken*, Asking*], match: '*Coordinator'";

describe("the parts of Python modules", () => {
  test("are listed, imported and constructed, and each is held to its time and memory", async () => {
    const limits = '"parts/init/*": < 50 ms, parts/init-total: < 500 ms, "parts/memory/*": < 1 MB, parts: all of 3';
    const { decision, findings, items } = await gate(`${sound}, memory: true`, limits);
    expect(decision).toBe("GO");
    expect([...items.keys()]).toEqual(["ChatCoordinator", "ToolCoordinator", "SlowCoordinator"]);
    expect(items.get("ToolCoordinator")).toBe("made up for it: name, root, items, settings");
    for (const kind of ["init", "memory"])
      for (const part of items.keys()) expect(findings.get(`parts/${kind}/${part}`)?.outcome).toBe("pass");
    expect(findings.get("parts/memory/ToolCoordinator")?.reason).toMatch(/40\d.* [kK]B|0\.4/);
  });

  test("that take too long or hold too much fail by name", async () => {
    const limits = '"parts/init/*": < 20 ms, "parts/memory/*": < 100 KB';
    const { decision, findings } = await gate(`${sound}, memory: true, arguments: { "S*": { seconds: 0.05 } }`, limits);
    expect(decision).toBe("NO-GO");
    const failed = [...findings].filter(([, { outcome }]) => outcome === "fail").map(([subject]) => subject);
    expect(failed.sort()).toEqual(["parts/init/SlowCoordinator", "parts/memory/ToolCoordinator"]);
  });

  test("that are extra or missing are named, and so is what cannot be constructed or imported, with its cause", async () => {
    const expected =
      "expected: [ChatCoordinator, ToolCoordinator, AskingCoordinator, BrokenCoordinator, LostCoordinator]";
    const { decision, reason, items } = await gate(
      `python: shop, match: '*Coordinator', ${expected}`,
      "parts: all of 5",
    );
    expect(decision).toBe("NO-GO");
    expect(items.get("AskingCoordinator")).toBe("it needs registry, clock: give them under arguments");
    expect(items.get("BrokenCoordinator")).toMatch(/^ValueError: no grammar \(parts\.py:\d+\)$/);
    expect(items.get("import shop.needs")).toBe("the Python module tiktoken_is_not_here is not installed");
    expect(reason).toMatch(/missing: LostCoordinator; not expected: .*SlowCoordinator/);
  });

  test("are given what the config says", async () => {
    const given =
      "{ AskingCoordinator: { registry: { $stand-in: true }, clock: { $from: 'shop.parts:Settings' } }, ToolCoordinator: [x, null, [], 1] }";
    const { decision, items } = await gate(
      `python: shop.parts, match: [Asking*, Tool*], base: 'shop.parts:BaseCoordinator', arguments: ${given}`,
    );
    expect([decision, [...items]]).toEqual([
      "GO",
      [
        ["ToolCoordinator", "passed"],
        ["AskingCoordinator", "passed"],
      ],
    ]);
  });

  test("are those of a registry, where there is one", async () => {
    const { items } = await gate("python: shop.parts, registry: 'shop.parts:REGISTRY'");
    expect([...items]).toEqual([
      ["chat", "passed"],
      ["tool", "its factory gave nothing"],
    ]);
  });

  test.each([
    [
      "one that never ends",
      "limit: 300 ms, arguments: { SlowCoordinator: { seconds: 60 } }",
      /SlowCoordinator \(it took more than 0\.3 s/,
    ],
    ["a name that no class bears", "match: '*Cordinator'", /no part is in it/],
    [
      "arguments of no part",
      "arguments: { ChatCordinator: [] }",
      /arguments of ChatCordinator \(no part has this name\)/,
    ],
    ["a base that is not there", "base: 'shop.parts:Bse'", /base shop\.parts:Bse \(AttributeError/],
    ["a module that is not there", "python: shop.prts", /import shop\.prts \(there is no module shop\.prts\)/],
  ])("%s is a fail with its words", async (_, keys, words) => {
    const merged = [
      ...new Map(`${sound}, ${keys}`.split(/, (?=[a-z]+:)/).map((one) => [one.split(":")[0], one])).values(),
    ];
    const { decision, reason } = await gate(merged.join(", "));
    expect([decision, reason]).toEqual(["NO-GO", expect.stringMatching(words)]);
  });

  test("a Python that is not there is told before anything runs", async () => {
    const { decision, report } = await gate("python: shop, interpreter: python9.9");
    expect(decision).toBe("INCONCLUSIVE");
    expect(JSON.stringify(report.findings)).toMatch(/python9\.9/);
  });
});
