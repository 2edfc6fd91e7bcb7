import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Report } from "../src/domain/report.ts";
import { cliDoor, root, runDoor } from "./run-program.ts";

/** From nothing to a first verdict, on a machine where everything is installed already. */
const patienceMs = 600_000;
const vitestVersion = "3.2.4";

const places: string[] = [];
const pythonFolder = join(root, "examples/pytest/.venv", process.platform === "win32" ? "Scripts" : "bin");
const vitestPlace = join(root, "node_modules/.cache/init-suite", `vitest-${vitestVersion}`);

function run(command: string, args: readonly string[], cwd: string): void {
  const done = spawnSync(command, args, { cwd, encoding: "utf8" });
  // Not a skip: without the tool this suite cannot say anything, and must not look as if it had.
  if (done.status !== 0)
    throw new Error(`${command} ${args.join(" ")} failed:\n${done.stdout}\n${done.stderr}${done.error ?? ""}`);
}

beforeAll(() => {
  run(process.execPath, [join(root, "examples/pytest/scripts/setup.mjs")], root);
  run("go", ["version"], root);
}, 300_000);

afterAll(() => {
  for (const place of places) rmSync(place, { recursive: true, force: true });
});

/** A repository of its own that holds these files, all of them committed. */
function project(files: Readonly<Record<string, string>>, folder = mkdtempSync(join(tmpdir(), "init-suite-"))): string {
  places.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  run("git", ["init", "-q", "-b", "main"], folder);
  run("git", ["add", "-A"], folder);
  run("git", ["-c", "user.name=Suite", "-c", "user.email=suite@example.org", "commit", "-q", "-m", "Begin"], folder);
  return folder;
}

async function fromNothing(place: string, options: readonly string[] = []) {
  const env = { PATH: `${pythonFolder}${delimiter}${process.env.PATH ?? ""}`, GOFLAGS: "-mod=mod", CI: "true" };
  const started = performance.now();
  const init = await runDoor(cliDoor, ["init", "--yes", ...options], { cwd: place, env });
  expect({ status: init.status, stderr: init.stderr }).toEqual({ status: 0, stderr: "" });
  const explain = await runDoor(cliDoor, ["explain"], { cwd: place, env });
  expect(explain.status).toBe(0);
  const gate = await runDoor(cliDoor, ["gate", "--json", "--quiet"], { cwd: place, env });
  const tookMs = performance.now() - started;
  expect(tookMs).toBeLessThan(patienceMs);
  if (gate.status === 2) throw new Error(gate.stderr);
  const report: Report = JSON.parse(gate.stdout);
  return { init, report };
}

const outcomes = ({ findings }: Report) =>
  Object.fromEntries(findings.map(({ subject, outcome }) => [subject, outcome]));

describe("from nothing to a first verdict", () => {
  const shop = {
    "pyproject.toml":
      '[project]\nname = "shop"\nversion = "1.0"\n[project.optional-dependencies]\ntest = ["pytest", "pytest-cov", "pytest-benchmark"]\n',
    "shop/__init__.py":
      "from shop.settings import new_totals\n\n\ndef total(prices):\n    if new_totals():\n        return sum(sorted(prices))\n    return sum(prices)\n",
    "shop/settings.py":
      'import os\n\n\ndef new_totals():\n    return os.environ.get("SHOP_USE_NEW_TOTALS") == "true"\n\n\nif __name__ == "__main__":\n    print(new_totals())\n',
    "tests/test_total.py": "from shop import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n",
    "tests/benchmark/test_speed.py":
      "import random\nfrom shop import total\n\nPRICES = random.Random(1).sample(range(10**6), 20000)\n\n\ndef test_speed(benchmark):\n    benchmark.pedantic(total, (PRICES,), rounds=20)\n",
  };

  test("pytest, with a flag that makes it slower: found out, with nothing written by hand", async () => {
    const place = project(shop);
    const { init, report } = await fromNothing(place, [
      "--flag-env",
      "SHOP_USE_NEW_TOTALS",
      "--flag-read",
      "python3 -m shop.settings",
    ]);
    expect(init.stdout).toContain("pytest, by pyproject.toml, with benchmarks");
    expect(outcomes(report)).toMatchObject({ flag: "pass", "unit tests": "pass" });
    expect(outcomes(report)["benchmark/*"]).toBe("fail");
    expect(report.verdict.decision).toBe("NO-GO");
  });

  test("vitest", async () => {
    mkdirSync(vitestPlace, { recursive: true });
    if (!readdirSync(vitestPlace).includes("node_modules")) {
      writeFileSync(join(vitestPlace, "package.json"), '{"private":true}');
      run("npm", ["install", "--no-audit", "--no-fund", "--save-exact", `vitest@${vitestVersion}`], vitestPlace);
    }
    // Inside of the folder where vitest lies, so that it is found as in any package of a workspace.
    const place = project(
      {
        "package.json": `{"name":"shop","private":true,"type":"module","scripts":{"test":"vitest"},"devDependencies":{"vitest":"${vitestVersion}"}}`,
        "src/total.js": "export const total = (prices) => prices.reduce((sum, price) => sum + price, 0);\n",
        "src/total.test.js":
          'import { expect, test } from "vitest";\nimport { total } from "./total.js";\ntest("total", () => expect(total([1, 2])).toBe(3));\n',
        "src/total.bench.js":
          'import { bench } from "vitest";\nimport { total } from "./total.js";\nconst prices = Array.from({ length: 1000 }, (_, at) => at);\nbench("total", () => void total(prices), { time: 100 });\n',
      },
      mkdtempSync(join(vitestPlace, "shop-")),
    );
    const { init, report } = await fromNothing(place);
    expect(init.stdout).toContain("vitest, by package.json, with benchmarks");
    expect(outcomes(report)).toMatchObject({ "unit tests": "pass" });
    expect(report.verdict.decision).toBe("GO");
  });

  test("Go, with a test that fails", async () => {
    const place = project({
      "go.mod": "module example.org/shop\n\ngo 1.21\n",
      "shop.go":
        "package shop\n\nfunc Total(prices []int) int {\n\ttotal := 0\n\tfor _, price := range prices {\n\t\ttotal += price\n\t}\n\treturn total\n}\n",
      "shop_test.go":
        'package shop\n\nimport "testing"\n\nfunc TestTotal(t *testing.T) {\n\tif Total([]int{1, 2}) != 4 {\n\t\tt.Fatal("no")\n\t}\n}\n\nfunc BenchmarkTotal(b *testing.B) {\n\tfor i := 0; i < b.N; i++ {\n\t\tTotal([]int{1, 2})\n\t}\n}\n',
    });
    const { init, report } = await fromNothing(place);
    expect(init.stdout).toContain("go, by go.mod, with benchmarks");
    expect(outcomes(report)).toMatchObject({ unit: "fail", benchmark: "missing" });
    expect(report.verdict.decision).toBe("NO-GO");
  });

  test("a second time nothing is changed", async () => {
    const place = project(shop);
    await runDoor(cliDoor, ["init", "--yes"], { cwd: place });
    run("git", ["add", "-A"], place);
    const again = await runDoor(cliDoor, ["init", "--yes", "--name", "other", "--json"], { cwd: place });
    expect(JSON.parse(again.stdout)).toMatchObject({ written: [], kept: { length: 4 } });
    expect(spawnSync("git", ["diff", "--stat"], { cwd: place, encoding: "utf8" }).stdout).toBe("");
  });

  test("with nobody to ask it does not wait", async () => {
    const result = await runDoor(cliDoor, ["init"], { cwd: project({ "a.txt": "" }) });
    expect(result.status).toBe(0);
    expect(result.stdout).toContain("nothing that tests this repository");
  });
});
