import { describe, expect, test } from "@jest/globals";
import { findToolchains } from "../../src/setup/find-toolchains.ts";
import { flagCandidates } from "../../src/setup/flag-candidates.ts";
import { treeOf } from "./tree-of.ts";

const found = (files: Readonly<Record<string, string>>) =>
  findToolchains(treeOf(files)).map(({ name, folder, unit, benchmark }) => ({
    name,
    folder,
    unit: unit.run,
    tests: unit.tests,
    benchmark: benchmark?.run ?? null,
  }));

describe("what a repository is tested with", () => {
  test("nothing that is known", () => {
    expect(found({})).toEqual([]);
    expect(found({ "README.md": "pytest", "main.c": "" })).toEqual([]);
  });

  test.each([
    ["tests alone", { "test_a.py": "" }, "python3 -m pytest -q --junitxml=$EVIDENCE/unit.xml"],
    [
      "a manifest that names pytest",
      { "requirements-dev.txt": "pytest==8" },
      "python3 -m pytest -q --junitxml=$EVIDENCE/unit.xml",
    ],
    ["uv", { "uv.lock": "", "pyproject.toml": "pytest" }, "uv run pytest -q --junitxml=$EVIDENCE/unit.xml"],
    ["poetry", { "poetry.lock": "", "pyproject.toml": "pytest" }, "poetry run pytest -q --junitxml=$EVIDENCE/unit.xml"],
    ["pdm", { "pdm.lock": "", "pyproject.toml": "pytest" }, "pdm run pytest -q --junitxml=$EVIDENCE/unit.xml"],
    [
      "coverage of the one package",
      { "setup.py": "pytest-cov", "src/shop/__init__.py": "", "tests/__init__.py": "", "tests/test_a.py": "" },
      "python3 -m pytest -q --junitxml=$EVIDENCE/unit.xml --cov=shop --cov-report=json:$EVIDENCE/cov.json",
    ],
    [
      "coverage, and no single package to ask about",
      { "setup.py": "pytest-cov", "one/__init__.py": "", "two/__init__.py": "", "test_a.py": "" },
      "python3 -m pytest -q --junitxml=$EVIDENCE/unit.xml",
    ],
  ])("pytest: %s", (_name, files, unit) => {
    expect(found(files)).toEqual([{ name: "pytest", folder: "", unit, tests: "unit.xml", benchmark: null }]);
  });

  test("pytest's benchmarks run alone, and not among the tests", () => {
    expect(
      found({ "pyproject.toml": "", "tests/test_a.py": "", "tests/bench/test_b.py": "def test_b(benchmark): ..." }),
    ).toEqual([
      {
        name: "pytest",
        folder: "",
        unit: "python3 -m pytest -q --ignore=tests/bench/test_b.py --junitxml=$EVIDENCE/unit.xml",
        tests: "unit.xml",
        benchmark: "python3 -m pytest tests/bench/test_b.py -q --benchmark-only --benchmark-json=$EVIDENCE/bench.json",
      },
    ]);
  });

  const manifest = (scripts: object, devDependencies: object = {}) => JSON.stringify({ scripts, devDependencies });

  test.each([
    [
      "vitest",
      { "package.json": manifest({}, { vitest: "3" }) },
      "npx --no-install vitest run --reporter=default --reporter=junit --outputFile.junit=$EVIDENCE/unit.xml",
      "unit.xml",
    ],
    [
      "vitest",
      { "package.json": manifest({ test: "vitest" }), "pnpm-lock.yaml": "" },
      "pnpm exec vitest run --reporter=default --reporter=junit --outputFile.junit=$EVIDENCE/unit.xml",
      "unit.xml",
    ],
    [
      "jest",
      { "package.json": manifest({}, { jest: "30", "jest-junit": "16" }) },
      "JEST_JUNIT_OUTPUT_FILE=$EVIDENCE/unit.xml npx --no-install jest --ci --reporters=default --reporters=jest-junit",
      "unit.xml",
    ],
    ["jest", { "package.json": manifest({ test: "jest" }), "yarn.lock": "" }, "yarn run jest --ci", null],
    [
      "mocha",
      { "package.json": manifest({}, { mocha: "11" }) },
      "npx --no-install mocha --reporter xunit --reporter-option output=$EVIDENCE/unit.xml",
      "unit.xml",
    ],
    [
      "node",
      { "package.json": manifest({ test: "node --test" }) },
      "node --test --test-reporter=junit --test-reporter-destination=$EVIDENCE/unit.xml",
      "unit.xml",
    ],
    ["npm", { "package.json": manifest({ test: "make check" }) }, "npm test", null],
  ])("%s", (name, files, unit, tests) => {
    expect(found(files)).toEqual([{ name, folder: "", unit, tests, benchmark: null }]);
  });

  test.each([
    ["a package without tests", manifest({ build: "tsc" })],
    ["npm's own placeholder", manifest({ test: 'echo "Error: no test specified" && exit 1' })],
    ["no JSON", "{"],
    ["no object", "[]"],
    ["dependencies that are none", '{"devDependencies": 3, "scripts": {"test": 1}}'],
  ])("%s is no way to test", (_name, text) => {
    expect(found({ "package.json": text })).toEqual([]);
  });

  test("vitest's benchmarks and coverage", () => {
    const files = {
      "web/package.json": manifest({}, { vitest: "3", "@vitest/coverage-v8": "3" }),
      "web/src/a.ts": "",
      "web/src/a.bench.ts": "",
    };
    expect(found(files)).toMatchObject([
      {
        folder: "web",
        unit: "npx --no-install vitest run --reporter=default --reporter=junit --outputFile.junit=$EVIDENCE/unit.xml --coverage.enabled --coverage.reporter=json-summary --coverage.reportsDirectory=$EVIDENCE",
        benchmark: "npx --no-install vitest bench --run --outputJson=$EVIDENCE/bench.json",
      },
    ]);
  });

  test("Go, with and without benchmarks and gotestsum", () => {
    expect(found({ "go.mod": "module x" })).toMatchObject([
      { name: "go", unit: "go test ./...", tests: null, benchmark: null },
    ]);
    expect(
      found({ "go.mod": "tool gotest.tools/gotestsum", "a_test.go": "func BenchmarkA(b *testing.B) {}" }),
    ).toMatchObject([
      {
        unit: "go tool gotestsum --junitfile $EVIDENCE/unit.xml ./...",
        tests: "unit.xml",
        benchmark: "go test -run='^$' -bench=. -benchmem ./... | tee $EVIDENCE/bench.txt",
      },
    ]);
  });

  test("Rust, Maven, Gradle", () => {
    expect(found({ "Cargo.toml": "[dev-dependencies]\ncriterion = '0.5'", "benches/a.rs": "" })).toMatchObject([
      {
        name: "cargo",
        unit: "cargo test --workspace",
        benchmark: "cargo bench --workspace -- --noplot | tee $EVIDENCE/bench.txt",
      },
    ]);
    expect(found({ "Cargo.toml": "", "benches/a.rs": "" })).toMatchObject([{ benchmark: null }]);
    expect(found({ "pom.xml": "", mvnw: "" })[0]?.unit).toContain("./mvnw -B test");
    expect(found({ "pom.xml": "" })[0]?.unit).toContain(" mvn -B test");
    expect(found({ "build.gradle.kts": "", gradlew: "" })[0]?.unit).toContain("./gradlew --no-daemon cleanTest test");
  });

  test("of several projects the one nearest to the root", () => {
    expect(found({ "a/b/go.mod": "", "z/go.mod": "", "z/package.json": manifest({ test: "mocha" }) })).toMatchObject([
      { name: "mocha", folder: "z" },
      { name: "go", folder: "z" },
    ]);
  });
});

test("variables that sound like a flag, in each language, the most frequent first", () => {
  const tree = treeOf({
    "settings.py": 'os.environ["SHOP_USE_B"]\nos.getenv("HOME")\nos.environ.get("SHOP_USE_B")',
    "config.ts": 'process.env.ENABLE_A; process.env["FEATURE_X"]; process.env.PATH',
    "flags.go": 'os.Getenv("NEW_TOTALS")',
    "config.rs": 'env::var("USE_FAST")',
    "Features.java": 'System.getenv("FLAG_Z")',
  });
  expect(flagCandidates(tree)).toEqual(["SHOP_USE_B", "ENABLE_A", "FEATURE_X", "FLAG_Z", "NEW_TOTALS", "USE_FAST"]);
});
