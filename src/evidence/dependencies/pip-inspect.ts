import { satisfies, valid, validRange } from "@renovatebot/pep440";
import type { Requirement } from "../../domain/evidence.ts";
import type { Reading } from "../../domain/problem.ts";
import { isObject, kindOf, own } from "../json/json-value.ts";
import { parseJsonText } from "../json/parse-json-text.ts";
import { plainName } from "../plain-name.ts";
import { invalid, missing, read } from "../refusal.ts";

/** What is installed: normalised names to versions. A name that is installed more than once has several. */
export type InstalledPackages = ReadonlyMap<string, readonly string[]>;

/** One package and the range it must be in; an empty range is any version. */
export interface PackageWish {
  readonly name: string;
  readonly range: string;
}

/** A project's name as PEP 503 compares it: `PyYAML`, `py_yaml` and `Py.YAML` are written in one way. */
export function normalizePythonName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[-_.]+/g, "-");
}

/** Whether this is a version range of PEP 440, or means any version: the empty one, and `*`, which people write who know npm. */
export function isPythonRange(range: string): boolean {
  return range.length <= 500 && (isAnyVersion(range) || validRange(range) === true);
}

function isAnyVersion(range: string): boolean {
  return /^\s*\*?\s*$/.test(range);
}

/** The JSON of `pip inspect` (its `installed` list), which is stable since pip 22.2. */
export function readPipInspect(text: string): Reading<InstalledPackages> {
  const parsed = parseJsonText(text);
  if (!parsed.ok) return parsed;
  const installed = isObject(parsed.value) ? own(parsed.value, "installed") : undefined;
  if (!Array.isArray(installed)) {
    return invalid(
      `this is not what \`pip inspect\` prints: its "installed" is ${kindOf(installed)}`,
      "Use pip 22.2 or newer.",
    );
  }
  if (installed.length === 0)
    return missing("no package at all is installed", "Look whether the right Python was asked.");
  const packages = new Map<string, string[]>();
  for (const [i, item] of installed.entries()) {
    const metadata = isObject(item) ? own(item, "metadata") : undefined;
    const name = isObject(metadata) ? own(metadata, "name") : undefined;
    const version = isObject(metadata) ? own(metadata, "version") : undefined;
    if (typeof name !== "string" || typeof version !== "string" || name === "") {
      return invalid(`package ${i + 1} of "installed" has no name or no version`, "Use pip 22.2 or newer.");
    }
    const key = normalizePythonName(name);
    const versions = packages.get(key);
    if (versions === undefined) packages.set(key, [version]);
    else if (!versions.includes(version)) versions.push(version);
  }
  return read(packages);
}

/**
 * Holds the installed packages against a wish. A pre-release is in no range that names none, as pip has it when it chooses;
 * the requirement then says so.
 */
export function checkPythonPackage(installed: InstalledPackages, wish: PackageWish): Requirement {
  const name = `pip ${plainName(wish.name)}`;
  const isAny = isAnyVersion(wish.range);
  const wanted = wish.range.trim() === "" ? "any version" : wish.range;
  if (!isPythonRange(wish.range)) {
    return {
      name,
      wanted,
      found: null,
      met: null,
      ...problem(`the range ${wish.range} is not a version range of PEP 440`, "Write it as >=2.0,<3."),
    };
  }
  const versions = installed.get(normalizePythonName(wish.name)) ?? [];
  const [version, second] = versions;
  if (version === undefined) return { name, wanted, found: null, met: false };
  const found = versions.map((one) => plainName(one, 40)).join(" and ");
  if (second !== undefined) {
    return {
      name,
      wanted,
      found,
      met: null,
      ...problem(`the package ${wish.name} is installed in ${versions.length} versions`, "Remove all but one."),
    };
  }
  if (valid(version) === null) {
    return {
      name,
      wanted,
      found,
      met: null,
      ...problem(`its version ${found} is not one of PEP 440`, "Install a released version."),
    };
  }
  if (isAny || satisfies(version, wish.range)) return { name, wanted, found, met: true };
  return {
    name,
    wanted,
    found: satisfies(version, wish.range, { prereleases: true }) ? `${found} (a pre-release)` : found,
    met: false,
  };
}

function problem(reason: string, remedy: string): Pick<Requirement, "problem"> & object {
  return { problem: invalid(reason, remedy).problem };
}
