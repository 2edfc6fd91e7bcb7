import { expandPath } from "../config/expand-path.ts";
import type { Config, DiskRequirement, PackageRequirement } from "../domain/config.ts";
import type { Requirement } from "../domain/evidence.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import { checkNpmPackage, readNpmPackages } from "../evidence/dependencies/npm-packages.ts";
import { checkPythonPackage, type InstalledPackages, readPipInspect } from "../evidence/dependencies/pip-inspect.ts";
import { formatValue } from "../units/format-value.ts";
import type { CollectPorts } from "./collect-ports.ts";
import { runCommand } from "./run-command.ts";

const timeoutMs = 120_000;

/** Looks whether everything under `require:` is there: packages at their versions, free disk. */
export async function checkRequirements(
  config: Config,
  ports: CollectPorts,
  signal: AbortSignal,
): Promise<readonly Requirement[]> {
  const pip = config.packages.filter((wanted) => wanted.manager === "pip");
  const npm = config.packages.filter((wanted) => wanted.manager === "npm");
  const packages = [
    ...(pip.length === 0 ? [] : checkAll(pip, await pythonPackages(config.python, ports, signal), checkPythonPackage)),
    ...(npm.length === 0 ? [] : checkAll(npm, await npmPackages(ports, signal), checkNpmPackage)),
  ];
  return [...packages, ...(await Promise.all(config.disk.map((wanted) => checkDisk(wanted, ports))))];
}

function checkAll(
  wanted: readonly PackageRequirement[],
  installed: Reading<InstalledPackages>,
  check: (installed: InstalledPackages, wanted: PackageRequirement) => Requirement,
): readonly Requirement[] {
  return wanted.map((one) =>
    installed.ok
      ? check(installed.value, one)
      : { name: `${one.manager} ${one.name}`, wanted: one.range, found: null, met: null, problem: installed.problem },
  );
}

async function pythonPackages(
  python: string,
  ports: CollectPorts,
  signal: AbortSignal,
): Promise<Reading<InstalledPackages>> {
  const command = {
    kind: "program",
    argv: [python, "-m", "pip", "--disable-pip-version-check", "inspect", "--local"],
  } as const;
  const directory = ports.host.workspace;
  const { outcome, stdout, stderr } = await runCommand({ command, env: {}, directory, timeoutMs, signal }, ports);
  if (outcome.exit.code === 0) return readPipInspect(stdout);
  return unanswered(
    `${python} -m pip inspect`,
    outcome.startError?.message ?? lastLine(stderr),
    "Name the Python whose packages count with `python:`, with pip 22.2 or later in it.",
  );
}

async function npmPackages(ports: CollectPorts, signal: AbortSignal): Promise<Reading<InstalledPackages>> {
  const command = { kind: "script", script: "npm ls --json --depth=0", shell: null } as const;
  const directory = ports.host.workspace;
  const { outcome, stdout, stderr } = await runCommand({ command, env: {}, directory, timeoutMs, signal }, ports);
  // npm ls ends with 1 when anything in the tree is amiss, and prints the list all the same.
  if (stdout.trim() !== "") return readNpmPackages(stdout);
  return unanswered("npm ls --json", outcome.startError?.message ?? lastLine(stderr), "Run npm ci first.");
}

async function checkDisk(wanted: DiskRequirement, ports: CollectPorts): Promise<Requirement> {
  const requirement = { name: `disk ${wanted.path}`, wanted: `${formatValue(wanted.freeBytes, "B")} free` };
  const expanded = expandPath(wanted.path, ports.host.env, ports.host.home);
  if (!expanded.ok) return { ...requirement, found: null, met: null, problem: expanded.problem };
  const absolute = /^(?:[\\/]|[A-Za-z]:[\\/])/.test(expanded.value);
  const path = absolute ? expanded.value : `${ports.host.workspace}/${expanded.value}`;
  const free = await ports.files.freeBytes(path);
  if (!free.ok) return { ...requirement, found: null, met: null, problem: free.problem };
  const { bytes, measuredAt } = free.value;
  return { ...requirement, found: `${formatValue(bytes, "B")} free at ${measuredAt}`, met: bytes >= wanted.freeBytes };
}

function unanswered(command: string, why: string, remedy: string): { readonly ok: false; readonly problem: Problem } {
  const reason = `\`${command}\` gave no list of packages${why === "" ? "" : `: ${why}`}.`;
  return { ok: false, problem: { kind: "missing", reason, remedy } };
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
}
