import { existsSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem, userInfo } from "node:os";
import { dirname, resolve } from "node:path";
import type { Machine } from "../domain/evidence.ts";
import type { Host } from "../domain/ports.ts";
import { variable } from "./find-program.ts";

/** {@link Host}, and what only the doors need to tell. */
export interface SystemHost extends Host {
  /** What the user database says where it differs from `home`, which is what `~` becomes; null where they agree. */
  readonly passwordHome: string | null;
}

/**
 * What is known of this place. The workspace is `GITHUB_WORKSPACE`, else the nearest folder upwards that holds a `.git`,
 * else the current folder: paths in a config mean the same wherever in a repository the program is called.
 *
 * `home` is `$HOME` where it is set, as in every shell; container jobs set it to another folder than the user database does.
 *
 * @throws on a system that is neither Linux, macOS nor Windows
 */
export function createHost(environment: NodeJS.ProcessEnv, directory: string): SystemHost {
  const platform = supportedPlatform();
  const env = definedOnly(environment);
  const passwordHome = homeOfUserDatabase();
  const ownHome = variable(env, platform === "win32" ? "USERPROFILE" : "HOME", platform);
  const home = ownHome !== undefined && ownHome !== "" ? ownHome : (passwordHome ?? directory);
  const workspace = workspaceOf(env, directory);
  return {
    env,
    workspace,
    home,
    passwordHome: passwordHome === null || resolve(passwordHome) === resolve(home) ? null : passwordHome,
    platform,
    machine: readMachine(),
    cores: availableParallelism(),
    // Asks git, which concluding never does.
    origin: async () => (await import("./read-origin.ts")).readOrigin(workspace, env),
  };
}

function supportedPlatform(): Host["platform"] {
  const { platform } = process;
  if (platform === "linux" || platform === "darwin" || platform === "win32") return platform;
  throw new Error(`Rollout Gate runs on Linux, macOS and Windows; this is ${platform}.`);
}

function definedOnly(environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

function workspaceOf(env: Readonly<Record<string, string>>, directory: string): string {
  const given = env.GITHUB_WORKSPACE;
  if (given !== undefined && given !== "") return resolve(directory, given);
  const start = resolve(directory);
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(resolve(folder, ".git"))) return folder;
    if (dirname(folder) === folder) return start;
  }
}

/** Null where the user has no entry, as for a random number in a container. */
function homeOfUserDatabase(): string | null {
  try {
    const { homedir } = userInfo();
    return homedir === "" ? null : homedir;
  } catch {
    return null;
  }
}

function readMachine(): Machine {
  const [first] = cpus();
  return {
    os: `${process.platform} ${release()}`,
    architecture: process.arch,
    cpuModel: first?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    runtime: `node ${process.version}`,
  };
}
