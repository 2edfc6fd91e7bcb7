import { randomUUID } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Names the file by which the values reach the program that was begun anew. */
const handoverVariable = "ROLLOUT_GATE_HANDOVER";

/**
 * Takes variables out of the environment that the system keeps of this process. Deleting them from `process.env` does not: what a
 * process was started with stays readable in `/proc/PID/environ` for every process of the same user, and so for every stage. The
 * program therefore begins anew in the same process, without them, and gets their values by a file that only its user may read
 * and that is gone before anything else is started.
 *
 * Does nothing on systems without `/proc`, where Node cannot do it (before 22.15), and when there is nothing to hide.
 *
 * @param isSecret of a variable's name
 * @returns the values that were taken out; never returns in the process's first life where they are
 */
export function shedVariables(
  program: NodeJS.Process,
  isSecret: (name: string) => boolean,
  folder: string,
): Readonly<Record<string, string>> {
  const { env } = program;
  const file = env[handoverVariable];
  if (file !== undefined) {
    delete env[handoverVariable];
    return takeOver(file);
  }
  const secrets = Object.entries(env).filter(([name, value]) => value !== undefined && value !== "" && isSecret(name));
  const execve: unknown = Reflect.get(program, "execve");
  if (program.platform !== "linux" || typeof execve !== "function" || secrets.length === 0) return {};
  const handover = join(folder, `rollout-gate-${randomUUID()}`);
  writeFileSync(handover, JSON.stringify(Object.fromEntries(secrets)), { flag: "wx", mode: 0o600 });
  const kept = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => value !== undefined && !isSecret(name)),
  );
  const argv = [program.execPath, ...program.execArgv, ...program.argv.slice(1)];
  execve.call(program, program.execPath, argv, { ...kept, [handoverVariable]: handover });
  return {};
}

function takeOver(file: string): Readonly<Record<string, string>> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } finally {
    rmSync(file, { force: true });
  }
  const values: unknown = JSON.parse(text);
  if (typeof values !== "object" || values === null) throw new Error("What was handed over is no object.");
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
