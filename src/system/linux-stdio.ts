import { execFile } from "node:child_process";
import { closeSync, constants, openSync, readlinkSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

const timeLimitMs = 5000;

/** Standard input, output and error for a child, made before it starts. */
export interface PreparedStdio {
  /** For the child, in the order of their numbers. */
  readonly forChild: readonly [stdin: number | "ignore", stdout: number, stderr: number];
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** How `/proc/PID/fd` names the child's ends of the two pipes; nobody but its descendants holds them. */
  readonly ends: readonly string[];
  /** Closes the child's ends here, so that the pipes end when the child's own are closed. To be called once it has started. */
  handedOver(): void;
}

/**
 * True pipes, and a file for the input. Node itself gives children sockets (nodejs/node#21941), and on Linux a socket cannot be
 * opened by name: `echo … > /dev/stderr` and `cat /dev/stdin` then fail with "No such device or address", and bash takes a
 * socket as its input for a remote shell and reads the user's profile. Named pipes, removed as soon as they are open,
 * have none of that, and move a gigabyte a quarter faster.
 *
 * @returns null when they could not be made; Node's sockets then have to do
 */
export async function prepareLinuxStdio(input: string | null): Promise<PreparedStdio | null> {
  const open: number[] = [];
  let folder: string | null = null;
  try {
    folder = await mkdtemp(join(tmpdir(), "rollout-gate-stdio-"));
    const names = [join(folder, "stdout"), join(folder, "stderr")] as const;
    await makeFifos(names);
    const inputFile = join(folder, "stdin");
    if (input !== null) await writeFile(inputFile, input, { mode: 0o600 });
    const opened = (path: string, flags: number) => {
      const descriptor = openSync(path, flags);
      open.push(descriptor);
      return descriptor;
    };
    // The reading ends first and without waiting: opening a named pipe otherwise waits for its other end.
    const readers = names.map((name) => opened(name, constants.O_RDONLY | constants.O_NONBLOCK));
    const writers = names.map((name) => opened(name, constants.O_WRONLY));
    const stdin = input === null ? "ignore" : opened(inputFile, constants.O_RDONLY);
    await rm(folder, { recursive: true, force: true });
    const ends = writers.map((descriptor) => readlinkSync(`/proc/self/fd/${descriptor}`));
    const [outReader = -1, errReader = -1] = readers;
    const [outWriter = -1, errWriter = -1] = writers;
    const forChild = [stdin, outWriter, errWriter] as const;
    return {
      forChild,
      stdout: new Socket({ fd: outReader, readable: true, writable: false }),
      stderr: new Socket({ fd: errReader, readable: true, writable: false }),
      ends,
      handedOver: () => {
        for (const descriptor of forChild) if (typeof descriptor === "number") closeSync(descriptor);
      },
    };
  } catch {
    for (const descriptor of open) closeSync(descriptor);
    if (folder !== null) await rm(folder, { recursive: true, force: true }).catch(() => {});
    return null;
  }
}

function makeFifos(paths: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile("mkfifo", ["-m", "600", ...paths], { timeout: timeLimitMs }, (error) =>
      error === null ? resolve() : reject(error),
    );
  });
}
