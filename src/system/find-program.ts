import { access, constants, stat } from "node:fs/promises";
import { posix, win32 } from "node:path";
import type { Host } from "../domain/ports.ts";

type Platform = Host["platform"];
type Environment = Readonly<Record<string, string>>;

/** Where `execvp` looks when there is no PATH at all. */
const defaultPath = "/bin:/usr/bin";
const defaultExtensions = ".COM;.EXE;.BAT;.CMD";

/**
 * The file that a program's name means.
 *
 * A name with a separator is a path and is resolved against `directory`; a bare name is looked up in the environment's PATH,
 * whose relative and empty entries also mean `directory`, because that is where the child will stand. On Windows the
 * endings of PATHEXT are tried, and the current folder is not searched unless PATH names it.
 *
 * @returns null when there is no such file, or none that may be executed
 */
export async function findProgram(
  program: string,
  env: Environment,
  directory: string,
  platform: Platform,
): Promise<string | null> {
  for (const candidate of programCandidates(program, env, directory, platform)) {
    if (await isExecutable(candidate, platform)) return candidate;
  }
  return null;
}

/** Every path that could be meant, in the order in which they are tried. Pure. */
export function programCandidates(
  program: string,
  env: Environment,
  directory: string,
  platform: Platform,
): readonly string[] {
  if (program === "" || program.includes("\0")) return [];
  const path = platform === "win32" ? win32 : posix;
  const isPath = platform === "win32" ? /[\\/:]/.test(program) : program.includes("/");
  const folders = isPath ? [directory] : searchedFolders(env, directory, platform);
  const endings = platform === "win32" ? windowsEndings(program, env) : [""];
  return folders.flatMap((folder) => endings.map((ending) => path.resolve(folder, program + ending)));
}

function searchedFolders(env: Environment, directory: string, platform: Platform): readonly string[] {
  if (platform === "win32") {
    const entries = (variable(env, "Path", platform) ?? "").split(";").map((entry) => entry.replaceAll('"', "").trim());
    return entries.filter((entry) => entry !== "").map((entry) => win32.resolve(directory, entry));
  }
  return (env.PATH ?? defaultPath).split(":").map((entry) => posix.resolve(directory, entry));
}

function windowsEndings(program: string, env: Environment): readonly string[] {
  const known = (variable(env, "PATHEXT", "win32") ?? defaultExtensions).split(";").filter((ending) => ending !== "");
  const own = win32.extname(program).toLowerCase();
  // A name that already has an executable ending is tried as it stands; any other name cannot be started by itself.
  return known.some((ending) => ending.toLowerCase() === own) ? ["", ...known] : known;
}

/** A variable of an environment; on Windows names do not tell case apart. */
export function variable(env: Environment, name: string, platform: Platform): string | undefined {
  if (platform !== "win32") return env[name];
  const wanted = name.toUpperCase();
  return Object.entries(env).find(([key]) => key.toUpperCase() === wanted)?.[1];
}

async function isExecutable(path: string, platform: Platform): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) return false;
    if (platform !== "win32") await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
