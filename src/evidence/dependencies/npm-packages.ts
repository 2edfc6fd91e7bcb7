import { satisfies, valid, validRange } from "semver";
import type { Requirement } from "../../domain/evidence.ts";
import type { Reading } from "../../domain/problem.ts";
import { isObject, type JsonObject, own } from "../json/json-value.ts";
import { parseJsonText } from "../json/parse-json-text.ts";
import { plainName } from "../plain-name.ts";
import { invalid, read } from "../refusal.ts";
import type { InstalledPackages, PackageWish } from "./pip-inspect.ts";

/** Whether this is a version range of npm; the empty range, which means any version, is one. */
export function isNpmRange(range: string): boolean {
  return range.length <= 500 && validRange(range) !== null;
}

/**
 * What npm has installed at the top of a project, out of what `npm ls --json` prints, a `package-lock.json`, or the
 * `package.json` of a single installed package. A lock file tells what would be installed: prefer `npm ls`.
 */
export function readNpmPackages(text: string): Reading<InstalledPackages> {
  const parsed = parseJsonText(text);
  if (!parsed.ok) return parsed;
  const root = parsed.value;
  if (!isObject(root)) return unknown();
  const packages = new Map<string, string[]>();
  const locked = own(root, "packages");
  const dependencies = own(root, "dependencies");
  if (isObject(locked)) {
    for (const [path, entry] of Object.entries(locked)) {
      const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1];
      if (name !== undefined) add(packages, name, entry);
    }
    return read(packages);
  }
  if (isObject(dependencies) && Object.values(dependencies).every(isObject)) {
    for (const [name, entry] of Object.entries(dependencies)) add(packages, name, entry);
    return read(packages);
  }
  const name = own(root, "name");
  if (typeof name === "string" && typeof own(root, "version") === "string") {
    add(packages, name, root);
    return read(packages);
  }
  // `npm ls --json` of a project without dependencies prints {} or a name alone.
  return Object.keys(root).length === 0 || typeof name === "string" ? read(packages) : unknown();
}

/** Holds what npm has installed against a wish, by the rules of semver. */
export function checkNpmPackage(installed: InstalledPackages, wish: PackageWish): Requirement {
  const name = `npm ${plainName(wish.name)}`;
  const wanted = wish.range.trim() === "" ? "any version" : wish.range;
  const untold = (found: string | null, reason: string, remedy: string): Requirement => ({
    name,
    wanted,
    found,
    met: null,
    problem: invalid(reason, remedy).problem,
  });
  if (!isNpmRange(wish.range))
    return untold(null, `the range ${wish.range} is not a version range of npm`, "Write it as ^18.2.0.");
  const version = installed.get(wish.name.trim())?.[0];
  if (version === undefined) return { name, wanted, found: null, met: false };
  const found = plainName(version, 40);
  if (valid(version) === null)
    return untold(found, `its version ${found} is not one of semver`, "Install a released version.");
  return {
    name,
    wanted,
    found,
    met: satisfies(version, wish.range.trim() === "" ? "*" : wish.range, {
      includePrerelease: wish.range.trim() === "",
    }),
  };
}

function add(packages: Map<string, string[]>, name: string, entry: unknown): void {
  if (!isObject(entry) || isAbsent(entry)) return;
  const version = own(entry, "version");
  if (typeof version === "string" && version !== "") packages.set(name, [version]);
}

/** `npm ls` lists what is declared and not installed too. */
function isAbsent(entry: JsonObject): boolean {
  return own(entry, "missing") === true;
}

function unknown(): Reading<InstalledPackages> {
  return invalid(
    "this is neither what `npm ls --json` prints nor a package-lock.json nor a package.json",
    "Run `npm ls --json`.",
  );
}
