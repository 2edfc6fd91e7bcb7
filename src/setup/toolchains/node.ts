import { below, folderOf, nearestNamed, type RepositoryTree } from "../repository-tree.ts";
import { pinned, runStep, type StageDraft, type Toolchain } from "../toolchain.ts";

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  /** Names of everything it depends on. */
  readonly packages: ReadonlySet<string>;
}

/** A project with a package.json and tests; null when there is none. */
export function findNode(tree: RepositoryTree): Toolchain | null {
  const path = nearestNamed(tree, ["package.json"]);
  const manifest = path === null ? null : readManifest(tree.text(path));
  if (path === null || manifest === null) return null;
  const folder = folderOf(path);
  const own = tree.paths.flatMap((one) => below(one, folder) ?? []);
  const tests = manifest.scripts.test ?? "";
  const base = { folder, because: path, workflowSteps: workflowSteps(own, folder) };
  const run = runnerOf(own);
  const uses = (name: string) => manifest.packages.has(name) || new RegExp(`\\b${name}\\b`).test(tests);
  if (uses("vitest")) return { ...base, ...vitest(run, manifest, own) };
  if (uses("jest")) return { ...base, ...jest(run, manifest) };
  if (uses("mocha")) {
    const stage = tested(`${run} mocha --reporter xunit --reporter-option output=$EVIDENCE/unit.xml`, "unit.xml");
    return { ...base, name: "mocha", unit: stage, benchmark: null, advice: [benchmarkAdvice] };
  }
  if (/\bnode\b.*--test\b/.test(tests) || own.some((one) => /(?:^|\/)[^/]*\.(?:test|spec)\.[cm]?js$/.test(one))) {
    const stage = tested(
      "node --test --test-reporter=junit --test-reporter-destination=$EVIDENCE/unit.xml",
      "unit.xml",
    );
    return { ...base, name: "node", unit: stage, benchmark: null, advice: [benchmarkAdvice] };
  }
  if (tests === "" || tests.includes("no test specified")) return null;
  return {
    ...base,
    name: "npm",
    unit: tested("npm test", null),
    benchmark: null,
    advice: [
      "Let the test command write JUnit XML to $EVIDENCE and name it under `tests:`, so that failures are told one by one.",
      benchmarkAdvice,
    ],
  };
}

const benchmarkAdvice =
  "Write a benchmark whose tool leaves a file (docs/reference/benchmark-formats.md) to compare speed.";

function vitest(run: string, { packages }: Manifest, paths: readonly string[]) {
  const covers = packages.has("@vitest/coverage-v8") || packages.has("@vitest/coverage-istanbul");
  const source = paths.some((path) => path.startsWith("src/")) ? "src" : null;
  const coverage = covers && source !== null ? { file: "coverage-summary.json", of: source } : null;
  const flags =
    coverage === null
      ? ""
      : " --coverage.enabled --coverage.reporter=json-summary --coverage.reportsDirectory=$EVIDENCE";
  const hasBenchmarks = paths.some((path) => /\.(?:bench|benchmark)\.[cm]?[jt]sx?$/.test(path));
  const unit = `${run} vitest run --reporter=default --reporter=junit --outputFile.junit=$EVIDENCE/unit.xml${flags}`;
  return {
    name: "vitest" as const,
    unit: { ...tested(unit, "unit.xml"), coverage },
    benchmark: hasBenchmarks ? benchmarked(`${run} vitest bench --run --outputJson=$EVIDENCE/bench.json`) : null,
    advice: [
      ...(covers ? [] : ["Install @vitest/coverage-v8 to judge coverage as well."]),
      ...(hasBenchmarks ? [] : ["Write a benchmark in a file that ends in .bench.ts to compare speed."]),
    ],
  };
}

function jest(run: string, { packages }: Manifest) {
  const writes = packages.has("jest-junit");
  const unit = writes
    ? tested(
        `JEST_JUNIT_OUTPUT_FILE=$EVIDENCE/unit.xml ${run} jest --ci --reporters=default --reporters=jest-junit`,
        "unit.xml",
      )
    : tested(`${run} jest --ci`, null);
  return {
    name: "jest" as const,
    unit,
    benchmark: null,
    advice: [...(writes ? [] : ["Install jest-junit, so that failing tests are told one by one."]), benchmarkAdvice],
  };
}

function tested(run: string, tests: string | null): StageDraft {
  return { run, tests, benchmarks: null, coverage: null };
}

function benchmarked(run: string): StageDraft {
  return { run, tests: null, benchmarks: "bench.json", coverage: null };
}

function runnerOf(paths: readonly string[]): string {
  if (paths.includes("pnpm-lock.yaml")) return "pnpm exec";
  if (paths.includes("yarn.lock")) return "yarn run";
  if (paths.includes("bun.lock") || paths.includes("bun.lockb")) return "bunx";
  // Without the option a missing package would be fetched from the registry, whatever its name is worth there.
  return "npx --no-install";
}

function workflowSteps(paths: readonly string[], folder: string): readonly string[] {
  const setup = [`- uses: ${pinned.node}`, "  with:", "    node-version: lts/*"];
  if (paths.includes("pnpm-lock.yaml"))
    return [...setup, ...runStep("corepack enable && pnpm install --frozen-lockfile", folder)];
  if (paths.includes("yarn.lock")) return [...setup, ...runStep("corepack enable && yarn install", folder)];
  if (paths.includes("package-lock.json")) return [...setup, ...runStep("npm ci", folder)];
  return [...setup, ...runStep("npm install", folder)];
}

/** Null for what is not a manifest. */
function readManifest(text: string | null): Manifest | null {
  const value = parse(text);
  if (value === null) return null;
  const names = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"].flatMap((key) =>
    Object.keys(objectOf(value.get(key))),
  );
  const scripts = Object.entries(objectOf(value.get("scripts"))).flatMap(([name, script]) =>
    typeof script === "string" ? [[name, script] as const] : [],
  );
  return { scripts: Object.fromEntries(scripts), packages: new Set(names) };
}

function parse(text: string | null): ReadonlyMap<string, unknown> | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? new Map(Object.entries(value)) : null;
  } catch {
    // A package.json that npm could not read either: nothing is known from it.
    return null;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
