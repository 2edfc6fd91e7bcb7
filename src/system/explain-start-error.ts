import { open, stat } from "node:fs/promises";
import type { Host, ProcessOutcome, ProcessRequest } from "../domain/ports.ts";
import { errorCode } from "./error-code.ts";
import { findProgram } from "./find-program.ts";

type StartError = NonNullable<ProcessOutcome["startError"]>;

/** Says why a working directory cannot be one; null when it can. The system itself would blame the program for it. */
export async function directoryProblem(directory: string): Promise<StartError | null> {
  try {
    if ((await stat(directory)).isDirectory()) return null;
    return { code: "CWD", message: `The working directory ${directory} is not a folder.` };
  } catch (error) {
    const why = errorCode(error) === "ENOENT" ? "does not exist" : `cannot be entered (${errorCode(error)})`;
    return { code: "CWD", message: `The working directory ${directory} ${why}.` };
  }
}

/** Turns the system's error code into a sentence that names what is wrong. */
export async function explainStartError(
  error: unknown,
  request: ProcessRequest,
  platform: Host["platform"],
): Promise<StartError> {
  const code = errorCode(error);
  const [program] = request.argv;
  return { code, message: await sentence(code, program, request, platform) };
}

async function sentence(
  code: string,
  program: string,
  request: ProcessRequest,
  platform: Host["platform"],
): Promise<string> {
  const isPath = program.includes("/");
  switch (code) {
    case "ENOENT": {
      const file = await findProgram(program, request.env, request.directory, platform);
      const interpreter = file === null ? null : await interpreterOf(file);
      if (interpreter !== null) return `${program} is a script for ${interpreter}, which does not exist.`;
      return isPath ? `There is no file ${program}.` : `There is no program ${program} in PATH.`;
    }
    case "EACCES":
      return isPath
        ? `${program} may not be executed: it is a folder, or its file mode has no x.`
        : `There is a file ${program} in PATH, but it may not be executed.`;
    case "ENOTDIR":
      return `${program} leads through a file as if it were a folder.`;
    case "E2BIG":
      return `The arguments and environment of ${program} are longer than the system allows.`;
    case "ERR_INVALID_ARG_VALUE":
      return `The arguments or environment of ${program} hold a NUL character, which no program can be given.`;
    case "EAGAIN":
      return `${program} could not be started: the limit of processes is reached.`;
    default:
      return `${program} could not be started (${code}).`;
  }
}

/** What the `#!` line of a script names; null for a file without one, or one that cannot be read. */
export async function interpreterOf(path: string): Promise<string | null> {
  try {
    const file = await open(path, "r");
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0);
      const [line = ""] = buffer.toString("utf8", 0, bytesRead).split("\n");
      return line.startsWith("#!") ? (line.slice(2).trim().split(/\s/)[0] ?? null) : null;
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}
