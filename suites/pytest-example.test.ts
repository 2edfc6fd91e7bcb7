import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Report } from "../src/domain/report.ts";
import { cliDoor, type ProgramOptions, root, runDoor } from "./run-program.ts";

const example = join(root, "examples/pytest");
let workspace = "";

beforeAll(() => {
  const setup = spawnSync(process.execPath, [join(example, "scripts/setup.mjs")], { encoding: "utf8" });
  // Not a skip: without Python this suite cannot say anything, and must not look as if it had.
  if (setup.status !== 0) throw new Error(`The example could not be set up:\n${setup.stdout}\n${setup.stderr}`);
}, 300_000);

afterAll(() => {
  if (workspace !== "") rmSync(workspace, { recursive: true, force: true });
});

/** A copy of the example in a workspace of its own, with the config changed. The environment made by setup is shared. */
function copyExample(change: (config: string) => string, files: Readonly<Record<string, string>> = {}): string {
  if (workspace !== "") rmSync(workspace, { recursive: true, force: true });
  workspace = mkdtempSync(join(tmpdir(), "pytest-example-"));
  const target = join(workspace, "examples/pytest");
  mkdirSync(join(workspace, "examples"), { recursive: true });
  cpSync(example, target, {
    recursive: true,
    filter: (path) => !/\.venv|__pycache__|\.egg-info|\.pytest_cache/.test(path),
  });
  symlinkSync(join(example, ".venv"), join(target, ".venv"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(target, name), text);
  const config = join(target, "rollout-gate.yml");
  const text = readFileSync(config, "utf8");
  const changed = change(text);
  writeFileSync(config, changed);
  return workspace;
}

async function gate(place: string, args: readonly string[] = [], options: ProgramOptions = {}) {
  const result = await runDoor(
    cliDoor,
    ["gate", "--config", "examples/pytest/rollout-gate.yml", "--quiet", "--json", ...args],
    { cwd: place, ...options, env: { GITHUB_WORKSPACE: place, PYTHONDONTWRITEBYTECODE: "1", ...options.env } },
  );
  if (result.status === 2) throw new Error(`The gate broke:\n${result.stderr}`);
  const report: Report = JSON.parse(result.stdout);
  return { ...result, report };
}

const finding = (report: Report, subject: string | RegExp) => {
  const found = report.findings.find((one) =>
    typeof subject === "string" ? one.subject === subject : subject.test(one.subject),
  );
  if (found === undefined) {
    throw new Error(`no finding on ${subject}; there are: ${report.findings.map((one) => one.subject).join(", ")}`);
  }
  return found;
};

/** Enough launches to decide clear cases, without the patience that close ones deserve. */
const capped = (config: string) => config.replace("launches: 5..24", "launches: 5..12");

/** Few launches: these cases are about what is read, not about how finely it is measured. */
const fewLaunches = (config: string) => config.replace("launches: 5..24", "launches: 7, warm-ups: 0");

describe("a real pytest project", () => {
  test("is let through as it is", async () => {
    const { report, status, stderr } = await gate(copyExample(capped));
    expect({ decision: report.verdict.decision, because: report.verdict.because, stderr }).toMatchObject({
      decision: expect.stringMatching(/^GO/),
    });
    expect(status).toBe(0);
    expect(finding(report, "unit/coverage")).toMatchObject({ outcome: "pass", unit: "%" });
    expect(report.evidence[0]?.flag.map((reading) => reading.value)).toEqual(["off", "on"]);
  });

  test("is stopped when the new way is wrong, with the failing tests at their lines", async () => {
    const { report, status } = await gate(copyExample(fewLaunches), [], { env: { DOCSEARCH_FAULT: "wrong" } });
    expect(report.verdict.decision).toBe("NO-GO");
    expect(status).toBe(1);
    const places = report.findings.flatMap((one) => one.places);
    expect(places).toContainEqual(
      expect.objectContaining({ file: expect.stringContaining("tests/unit/test_search.py"), line: expect.any(Number) }),
    );
  });

  test("is stopped when the new way is slow, with the change and its interval", async () => {
    const { report, status } = await gate(copyExample(capped), [], { env: { DOCSEARCH_FAULT: "slow" } });
    expect(report.verdict.decision).toBe("NO-GO");
    expect(status).toBe(1);
    const find = finding(report, "find");
    expect(find.outcome).toBe("fail");
    expect(find.change?.lower).toBeGreaterThan(0.2);
  });

  test("tells a coverage gap of the path that was asked for", async () => {
    const place = copyExample(fewLaunches, {
      "docsearch/unused.py": Array.from({ length: 60 }, (_, at) => `def f${at}():\n    return ${at}\n`).join("\n"),
      "tests/unit/test_unused.py":
        "import docsearch.unused\n\n\ndef test_it_is_there():\n    assert docsearch.unused\n",
    });
    const { report } = await gate(place, ["--stage", "unit"]);
    const coverage = finding(report, "unit/coverage");
    expect(coverage.outcome).toBe("fail");
    expect(coverage.reason).toMatch(/%/);
    expect(report.evidence[0]?.coverage[0]?.files[0]?.path).toContain("unused.py");
  });

  test("names a path that is missing before anything runs", async () => {
    const place = copyExample((config) => config.replace("pytest tests/unit -q", "pytest tests/unti -q"));
    const { report, status, durationMs } = await gate(place);
    expect(report.verdict.decision).toBe("INCONCLUSIVE");
    expect(status).toBe(1);
    expect(finding(report, /tests\/unti/).reason).toContain("tests/unti");
    expect(report.evidence[0]?.stages.every((stage) => stage.launches.length === 0)).toBe(true);
    expect(durationMs).toBeLessThan(10_000);
  });

  test("says that a 0-byte benchmark file comes from tests without the fixture", async () => {
    const place = copyExample(fewLaunches, {
      "tests/benchmark/test_speed.py": "def test_prints_figures():\n    print('Initialization time: 5058.96ms')\n",
    });
    const { report, status } = await gate(place);
    expect(report.verdict.decision).toBe("INCONCLUSIVE");
    expect(status).toBe(1);
    expect(finding(report, "find").outcome).toBe("invalid");
    expect(finding(report, "find").reason).toMatch(/empty|0 bytes/);
    expect(JSON.stringify(finding(report, "find"))).toMatch(/fixture/);
  });

  test("says that pytest found no tests, and does not call it a pass", async () => {
    const place = copyExample((config) =>
      fewLaunches(config).replace("tests/unit -q", "tests/unit -q -k nothing_like_this"),
    );
    const { report } = await gate(place, ["--stage", "unit"]);
    expect(report.verdict.decision).toBe("INCONCLUSIVE");
    expect(finding(report, "unit").reason).toMatch(/no test/);
  });

  test("names the module that is not installed", async () => {
    const place = copyExample(fewLaunches, { "tests/unit/test_search.py": "import not_a_module_here\n" });
    const { report } = await gate(place, ["--stage", "unit"]);
    expect(report.verdict.decision).not.toMatch(/^GO/);
    expect(JSON.stringify(report.findings)).toMatch(/not_a_module_here/);
  });

  test("says that a flag with the wrong name has no effect", async () => {
    const place = copyExample((config) =>
      fewLaunches(config).replace(
        / {4}- file:.*\n {4}- env: DOCSEARCH_USE_POSITIONS\n/,
        "    - env: DOCSERACH_USE_POSITIONS\n",
      ),
    );
    const { report, status } = await gate(place);
    expect(report.verdict.decision).not.toMatch(/^GO/);
    expect(status).toBe(1);
    expect(finding(report, /^flag/).reason).toMatch(/no effect|both arms/);
  });

  test("switches by file where the environment is not read, and leaves the file as it was", async () => {
    const place = copyExample((config) =>
      fewLaunches(config)
        .replace("    - env: DOCSEARCH_USE_POSITIONS\n", "")
        .replace("~/.docsearch/settings.yaml", `${tmpdir()}/docsearch-home/settings.yaml`),
    );
    const home = join(tmpdir(), "docsearch-home");
    mkdirSync(home, { recursive: true });
    const before = "# settings of mine\nuse_positions: false   # not yet\nother: [1, 2]\n";
    writeFileSync(join(home, "settings.yaml"), before);
    const { report } = await gate(place, [], { env: { DOCSEARCH_HOME: home } });
    expect(report.evidence[0]?.flag.map((reading) => [reading.value, reading.way.split(" ")[0]])).toEqual([
      ["off", "file"],
      ["on", "file"],
    ]);
    expect(readFileSync(join(home, "settings.yaml"), "utf8")).toBe(before);
  });
});
