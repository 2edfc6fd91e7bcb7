import { describe, expect, test } from "@jest/globals";
import { checkNpmPackage, isNpmRange, readNpmPackages } from "../../../src/evidence/dependencies/npm-packages.ts";
import {
  checkPythonPackage,
  isPythonRange,
  normalizePythonName,
  readPipInspect,
} from "../../../src/evidence/dependencies/pip-inspect.ts";
import { mustRead, problemOf, readFixture } from "../read-fixture.ts";

const pip = (...packages: [string, string][]) =>
  mustRead(
    readPipInspect(
      JSON.stringify({ version: "1", installed: packages.map(([name, version]) => ({ metadata: { name, version } })) }),
    ),
  );

describe("pip", () => {
  test.each(["PyYAML", "pyyaml", "Py.YAML"])("the name %s is one name", (name) => {
    expect(normalizePythonName(name).replace("-", "")).toBe("pyyaml");
  });

  test("what a real pip inspect prints", () => {
    const installed = mustRead(readPipInspect(readFixture("dependencies/pip-inspect.json")));
    expect(checkPythonPackage(installed, { name: "Pytest_Cov", range: ">=7" })).toEqual({
      name: "pip Pytest_Cov",
      wanted: ">=7",
      found: "7.1.0",
      met: true,
    });
  });

  test.each([
    [">=2.0", "2.0", true],
    [">=2.0", "1.10.9", false],
    [">=2.0", "1.9", false],
    ["~=2.1", "2.9", true],
    ["~=2.1", "3.0", false],
    [">=5,<7,!=6.0", "6.0.0", false],
    ["==1.*", "1.5", true],
    [">=1.0", "1.0+local", true],
    [">=1.0", "1!0.1", true],
    [">=2.0", "2.0.post1", true],
    ["", "0.0.1", true],
    ["", "1.0rc1", true],
  ])("%s with %s", (range, version, met) => {
    expect(checkPythonPackage(pip(["x", version]), { name: "X", range })).toMatchObject({ found: version, met });
  });

  test("a pre-release is not in a range that names none, and that is said", () => {
    const requirement = checkPythonPackage(pip(["x", "3.0rc1"]), { name: "x", range: ">=2" });
    expect(requirement).toMatchObject({ found: "3.0rc1 (a pre-release)", met: false });
  });

  test.each([
    ["not there", "y", ">=1", "1.0", { found: null, met: false }],
    [
      "a range of npm's",
      "x",
      "^1.0",
      "1.0",
      { met: null, problem: { reason: "The range ^1.0 is not a version range of PEP 440." } },
    ],
    ["no range", "x", "newest", "1.0", { met: null }],
    ["any version, as npm writes it", "x", " * ", "0.0.1", { met: true, wanted: " * " }],
    ["a strange version", "x", ">=1", "2004d-custom", { met: null }],
  ])("%s", (_name, name, range, version, expected) => {
    expect(checkPythonPackage(pip(["x", version]), { name, range })).toMatchObject(expected);
  });

  test("two versions of one package", () => {
    expect(checkPythonPackage(pip(["x", "1"], ["X", "2"]), { name: "x", range: ">=2" })).toMatchObject({
      found: "1 and 2",
      met: null,
    });
  });

  test.each([
    ["something else", "{}", /not what `pip inspect` prints/],
    ["nothing installed", '{"installed": []}', /no package at all/i],
    ["a package without a version", '{"installed": [{"metadata": {"name": "x"}}]}', /no version/],
    ["nothing", "", /is empty/],
  ])("%s", (_name, text, reason) => {
    expect(problemOf(readPipInspect(text)).reason).toMatch(reason);
  });

  test("ranges", () => {
    const ranges = [">=2", "", "*", "==1.*", "^1", ">=", "x", "**"];
    expect(ranges.map(isPythonRange)).toEqual([true, true, true, true, false, false, false, false]);
    expect(isPythonRange(`>=${"1".repeat(1000)}`)).toBe(false);
  });
});

describe("npm", () => {
  test("what a real npm ls prints", () => {
    const installed = mustRead(readNpmPackages(readFixture("dependencies/npm-ls.json")));
    expect(checkNpmPackage(installed, { name: "jest", range: "^30.0.0" })).toEqual({
      name: "npm jest",
      wanted: "^30.0.0",
      found: "30.5.2",
      met: true,
    });
  });

  test.each([
    [
      "a lock file",
      {
        lockfileVersion: 3,
        packages: {
          "": {},
          "node_modules/x": { version: "1.2.3" },
          "node_modules/y/node_modules/x": { version: "9.0.0" },
        },
      },
      "1.2.3",
    ],
    ["an old lock file", { lockfileVersion: 1, dependencies: { x: { version: "1.2.3" } } }, "1.2.3"],
    ["an installed package", { name: "x", version: "1.2.3", dependencies: { z: "^1" } }, "1.2.3"],
    ["declared and not installed", { name: "p", dependencies: { x: { required: "^1", missing: true } } }, null],
    ["a project without dependencies", { name: "p" }, null],
    ["an empty object", {}, null],
  ])("%s", (_name, value, found) => {
    const installed = mustRead(readNpmPackages(JSON.stringify(value)));
    expect(checkNpmPackage(installed, { name: "x", range: "^1.0.0" })).toMatchObject({ found, met: found !== null });
  });

  test.each([
    ["^1.0.0", "2.0.0", false],
    [">=1 <3", "2.5.0", true],
    ["1.x || 3.x", "3.1.0", true],
    ["^1.0.0", "1.1.0-rc.1", false],
    ["", "1.1.0-rc.1", true],
  ])("%s with %s", (range, version, met) => {
    const installed = new Map([["x", [version]]]);
    expect(checkNpmPackage(installed, { name: "x", range }).met).toBe(met);
  });

  test("what cannot be told", () => {
    expect(checkNpmPackage(new Map([["x", ["1.0.0"]]]), { name: "x", range: "newest" })).toMatchObject({ met: null });
    expect(checkNpmPackage(new Map([["x", ["latest"]]]), { name: "x", range: "1" })).toMatchObject({
      met: null,
      found: "latest",
    });
    expect(problemOf(readNpmPackages('{"a": 1}')).reason).toMatch(/neither what `npm ls --json` prints/);
    expect(["^1", "", ">=1 <2", "not a range"].map(isNpmRange)).toEqual([true, true, true, false]);
  });
});
