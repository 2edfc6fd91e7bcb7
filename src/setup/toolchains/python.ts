import { below, folderOf, nearestNamed, type RepositoryTree } from "../repository-tree.ts";
import { pinned, runStep, type StageDraft, shellWord, type Toolchain } from "../toolchain.ts";

const manifests = ["pyproject.toml", "setup.py", "setup.cfg", "tox.ini", "pytest.ini"];

/** A Python project with tests that pytest finds; null when there is none. */
export function findPython(tree: RepositoryTree): Toolchain | null {
  const manifest = nearestNamed(tree, manifests) ?? requirementsFile(tree);
  const folder = folderOf(manifest ?? "");
  const own = tree.paths.filter((path) => below(path, folder) !== null);
  const tests = own.filter((path) => /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(path));
  const said = own.filter(isManifest).map((path) => tree.text(path) ?? "");
  const namesPytest = said.some((text) => /\bpytest\b/.test(text));
  if (tests.length === 0 && !namesPytest) return null;
  const benchmarks = tests.filter((path) => /def test_\w+\([^)]*\bbenchmark\b/.test(tree.text(path) ?? ""));
  const has = (name: string) => said.some((text) => text.includes(name));
  const runner = runnerOf(own, folder);
  const benchmarkFolders = benchmarkPlaces(benchmarks, folder);
  return {
    name: "pytest",
    folder,
    because: manifest ?? tests[0] ?? "",
    unit: unitStage(runner, has("pytest-cov") ? packageOf(own, folder) : null, benchmarks, benchmarkFolders, folder),
    benchmark: benchmarks.length === 0 ? null : benchmarkStage(runner, benchmarkFolders),
    advice: [
      ...(has("pytest-cov")
        ? []
        : ["Install pytest-cov to judge coverage as well: add `--cov --cov-report=json:$EVIDENCE/cov.json`."]),
      ...(benchmarks.length === 0
        ? ["Write a benchmark with pytest-benchmark's `benchmark` fixture to compare speed."]
        : []),
    ],
    workflowSteps: workflowSteps(own, folder),
  };
}

function unitStage(
  runner: string,
  covered: string | null,
  benchmarks: readonly string[],
  places: readonly string[],
  folder: string,
): StageDraft {
  // A file of benchmarks alone need not run as tests; one that holds both is left in.
  const ignored = places.map((place) => ` --ignore=${shellWord(place)}`).join("");
  const skipped = benchmarks.length > 0 && folder === folderOf(benchmarks[0] ?? "") ? "" : ignored;
  const coverage = covered === null ? "" : ` --cov=${shellWord(covered)} --cov-report=json:$EVIDENCE/cov.json`;
  return {
    run: `${runner} -q${skipped} --junitxml=$EVIDENCE/unit.xml${coverage}`,
    tests: "unit.xml",
    benchmarks: null,
    coverage: covered === null ? null : { file: "cov.json", of: covered },
  };
}

function benchmarkStage(runner: string, places: readonly string[]): StageDraft {
  return {
    run: `${runner} ${places.map(shellWord).join(" ")} -q --benchmark-only --benchmark-json=$EVIDENCE/bench.json`,
    tests: null,
    benchmarks: "bench.json",
    coverage: null,
  };
}

/** The files with benchmarks, or the folder that holds nothing else; relative to the project. */
function benchmarkPlaces(benchmarks: readonly string[], folder: string): readonly string[] {
  const inside = benchmarks.map((path) => below(path, folder) ?? path);
  return inside.slice(0, 20);
}

function requirementsFile(tree: RepositoryTree): string | null {
  const nearest = tree.paths
    .filter((path) => /(?:^|\/)requirements[\w.-]*\.txt$/.test(path))
    .sort((one, other) => one.split("/").length - other.split("/").length);
  return nearest[0] ?? null;
}

function isManifest(path: string): boolean {
  return /(?:^|\/)(?:pyproject\.toml|setup\.py|setup\.cfg|tox\.ini|pytest\.ini|requirements[\w.-]*\.txt)$/.test(path);
}

function runnerOf(paths: readonly string[], folder: string): string {
  const has = (name: string) => paths.some((path) => below(path, folder) === name);
  if (has("uv.lock")) return "uv run pytest";
  if (has("poetry.lock")) return "poetry run pytest";
  if (has("pdm.lock")) return "pdm run pytest";
  return "python3 -m pytest";
}

/** The one package of the project, as pytest-cov wants it; null when there are several, or none. */
function packageOf(paths: readonly string[], folder: string): string | null {
  const packages = new Set(
    paths.flatMap((path) => {
      const match = /^(?:src\/)?(\w+)\/__init__\.py$/.exec(below(path, folder) ?? "");
      return match?.[1] === undefined || /^(?:tests?|docs|examples|scripts)$/.test(match[1]) ? [] : [match[1]];
    }),
  );
  const [only] = packages;
  return packages.size === 1 && only !== undefined ? only : null;
}

function workflowSteps(paths: readonly string[], folder: string): readonly string[] {
  const has = (name: string) => paths.some((path) => below(path, folder) === name);
  const setup = [`- uses: ${pinned.python}`, "  with:", '    python-version: "3.x"'];
  if (has("uv.lock")) return [...setup, ...runStep("pip install uv && uv sync --locked", folder)];
  if (has("poetry.lock")) return [...setup, ...runStep("pip install poetry && poetry install", folder)];
  if (has("pdm.lock")) return [...setup, ...runStep("pip install pdm && pdm install", folder)];
  const files = paths.flatMap((path) => {
    const name = below(path, folder);
    return name !== null && /^requirements[\w.-]*\.txt$/.test(name) ? [`-r ${shellWord(name)}`] : [];
  });
  const isPackage = has("pyproject.toml") || has("setup.py");
  const wanted = [...files, ...(isPackage ? ["-e ."] : [])];
  return [...setup, ...runStep(`python3 -m pip install pytest ${wanted.join(" ")}`.trim(), folder)];
}
