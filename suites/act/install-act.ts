import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../run-program.ts";

const version = "v0.2.89";
const folder = join(root, "node_modules/.cache", `act-${version}`);

/**
 * act, which runs workflow files on this machine: built once from its source by Go, from the module proxy that Go is set up with.
 *
 * @returns the program's path
 * @throws with what Go said, when it could not be built: a suite that cannot run must not look as if it had passed
 */
export function installAct(): string {
  const program = join(folder, process.platform === "win32" ? "act.exe" : "act");
  if (existsSync(program)) return program;
  const built = spawnSync("go", ["install", `github.com/nektos/act@${version}`], {
    encoding: "utf8",
    env: { ...process.env, GOBIN: folder },
  });
  if (built.status !== 0 || !existsSync(program))
    throw new Error(`act ${version} could not be built: ${built.error?.message ?? ""}\n${built.stderr ?? ""}`);
  return program;
}
