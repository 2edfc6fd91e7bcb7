import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readConfig } from "../../src/config/read-config.ts";
import { type InitOptions, type InitPorts, init } from "../../src/modes/init.ts";
import { renderSetupSummary, renderSetupSummaryJson } from "../../src/setup/render-summary.ts";
import { expectGolden } from "../report/expect-golden.ts";

const nothing: InitOptions = { name: null, flagVariable: null, flagRead: null, action: null, branch: null };
const action = `octo-org/rollout-gate@${"0123456789".repeat(4)}`;

const pytest = {
  "pyproject.toml": "pytest-cov pytest-benchmark",
  "requirements.txt": "",
  "shop/__init__.py": "",
  "shop/other.py": 'os.environ["SHOP_USE_NEW"]',
  "tests/test_a.py": "",
  "tests/test_speed.py": "def test_speed(benchmark): ...",
};

/** A repository in memory. */
function place(files: Readonly<Record<string, string>>, more: Partial<InitPorts> = {}) {
  const texts = new Map(Object.entries(files));
  const ports: InitPorts = {
    files: {
      list: async () => [...texts.keys()].sort(),
      readText: async (path) => {
        const value = texts.get(path.replace(/^\/work\/shop\//, ""));
        return value === undefined
          ? { ok: false, problem: { kind: "missing", reason: `There is no file ${path}.` } }
          : { ok: true, value };
      },
    },
    writeNew: async (path, text) => {
      if (texts.has(path)) return false;
      texts.set(path, text);
      return true;
    },
    workspace: "/work/shop",
    branch: "trunk",
    ownAction: null,
    ask: null,
    ...more,
  };
  return { ports, texts };
}

const config = ".github/rollout-gate.yml";

describe("what is written", () => {
  test.each<[string, Readonly<Record<string, string>>, Partial<InitOptions>]>([
    ["pytest", pytest, { flagVariable: "SHOP_USE_NEW", flagRead: "python3 -m shop.settings", action }],
    [
      "vitest",
      { "package.json": '{"devDependencies":{"vitest":"3"}}', "package-lock.json": "", "a.bench.ts": "" },
      { action },
    ],
    ["go", { "svc/go.mod": "", "svc/a_test.go": "func BenchmarkA(b" }, { flagVariable: "USE_A", action }],
    ["nothing", {}, {}],
    ["both", { ...pytest, "pom.xml": "", "package.json": '{"scripts":{"test":"node --test"}}' }, { action }],
  ])("%s", async (name, files, options) => {
    const { ports, texts } = place(files);
    const summary = await init({ ...nothing, ...options }, ports);
    expect(summary.written).toEqual([
      config,
      ".github/workflows/rollout-gate.yml",
      ".github/workflows/rollout-verify.yml",
      ".github/workflows/rollout-rollback.yml",
    ]);
    for (const path of summary.written) {
      const file = path === config ? "config.yml" : path.replace(/^.*\//, "");
      expectGolden(`setup-${name}-${file}`, texts.get(path) ?? "");
    }
    expectGolden(`setup-${name}.txt`, renderSetupSummary(summary));
    expect(JSON.parse(renderSetupSummaryJson(summary))).toMatchObject({ written: summary.written, kept: [] });
  });

  test("a file that is there is left as it is, and told", async () => {
    const { ports, texts } = place({ [config]: "mine", ".github/workflows/rollout-verify.yml": "mine too" });
    const summary = await init(nothing, ports);
    expect(summary.kept).toEqual([config, ".github/workflows/rollout-verify.yml"]);
    expect([texts.get(config), texts.get(".github/workflows/rollout-verify.yml")]).toEqual(["mine", "mine too"]);
    expect(renderSetupSummary(summary)).toContain("There already, and left as it is\n  .github/rollout-gate.yml");
  });

  test("whatever the repository and the answers hold, the config is valid, or nothing is written", async () => {
    const name = fc.oneof(
      fc.string(),
      fc.constantFrom("package.json", "a/go.mod", "test_x.py", "$" + "{{ x }}/go.mod"),
    );
    const answer = fc.option(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("A_B", "x: y", "'", '"# ')));
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(name, fc.string(), { maxKeys: 6 }),
        fc.record({ name: answer, flagVariable: answer, flagRead: answer, action: answer, branch: answer }),
        async (files, options) => {
          const { ports, texts } = place(files);
          const before = new Map(texts);
          const summary = await init(options, ports).catch((error: Error) => error.name);
          if (summary === "GateBroke") {
            expect(texts).toEqual(before);
            return;
          }
          const result = readConfig(texts.get(config) ?? "", config);
          expect(result.ok).toBe(true);
          for (const [path, text] of texts)
            if (path.startsWith(".github/workflows/rollout-") && !before.has(path))
              expect(text).not.toMatch(/\$\{\{(?! (?:github|inputs)\.[\w.-]+ )/);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("what is asked", () => {
  test("each thing that the command line leaves open, with what was found beside it", async () => {
    const asked: string[] = [];
    const answers = ["totals", "SHOP_USE_NEW", "python3 -m shop.settings", ""];
    const { ports, texts } = place(pytest, {
      ask: async (question, suggested) => {
        asked.push(`${question} [${suggested}]`);
        return answers.shift() || suggested;
      },
    });
    await init(nothing, ports);
    expect(asked).toEqual([
      "A name for this rollout [shop]",
      "The environment variable that sets the flag (the code reads SHOP_USE_NEW); empty: not yet []",
      "A command that prints the flag's value as the program sees it; empty: not yet []",
      "The branch that changes are merged into [trunk]",
    ]);
    expect(texts.get(config)).toContain(
      "rollout: totals\n\nflag:\n  read: python3 -m shop.settings\n  set:\n    - env: SHOP_USE_NEW\n",
    );
  });

  test.each<[string, Partial<InitOptions>, string]>([
    ["a name", { name: "my shop" }, '"my shop" is no name for a rollout'],
    ["a variable", { flagVariable: "1A" }, '"1A" is no name for an environment variable'],
    ["a command", { flagVariable: "A", flagRead: "a\nb" }, "one line"],
    ["a tag in place of a commit", { action: "octo-org/rollout-gate@v1" }, '"octo-org/rollout-gate@v1" is not pinned'],
    ["a branch", { branch: "a b" }, '"a b" is no name for a branch'],
  ])("%s that cannot be taken", async (_name, options, words) => {
    const { ports, texts } = place({});
    await expect(init({ ...nothing, ...options }, ports)).rejects.toThrow(words);
    expect([...texts]).toEqual([]);
  });
});
