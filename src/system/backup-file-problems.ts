import type { Problem, Reading } from "../domain/problem.ts";
import type { FileFacts } from "../domain/rollout-files.ts";
import { errorCode } from "./error-code.ts";

/** A system error about a file, in words. */
export function explain(path: string, error: unknown): Problem {
  const code = errorCode(error);
  const invalid = (reason: string, remedy: string): Problem => ({ kind: "invalid", reason, remedy, file: path });
  switch (code) {
    case "ENOENT":
      return { kind: "missing", reason: `There is no file ${path}.`, remedy: "Correct the path.", file: path };
    case "ELOOP":
      return invalid(
        `${path} is a link, and links are not followed here.`,
        "Write the real path: a link could be made to lead elsewhere between two looks.",
      );
    case "ENXIO":
      return invalid(`${path} is a socket or a device, not a regular file.`, "Name the file itself.");
    case "ENOSPC":
    case "EDQUOT":
      return invalid(`There is no room left on the disk for ${path} (${code}).`, "Free some space, and try again.");
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return invalid(
        `${path} may not be read or written by this user (${code}).`,
        "Check the rights of the file and its folder.",
      );
    default: {
      const why = error instanceof Error ? error.message.slice(0, 200) : String(error);
      return invalid(`${path} could not be read or written: ${why}`, "Check the file and its folder.");
    }
  }
}

export function altered(copy: string, found: FileFacts, expected: FileFacts): Reading<never> {
  const size =
    found.sizeBytes === expected.sizeBytes ? "" : `, ${found.sizeBytes} bytes instead of ${expected.sizeBytes}`;
  return refuse(
    "invalid",
    `The copy ${copy} is not what was backed up: its SHA-256 is ${found.sha256.slice(0, 12)}… instead of ${expected.sha256.slice(0, 12)}…${size}.`,
    "Choose another backup; nothing was put back from this one.",
    copy,
  );
}

export function exchanged(path: string): Reading<never> {
  return refuse(
    "invalid",
    `${path}, or a folder on its way, was exchanged while it was being put back.`,
    "Find out what changes it, and try again.",
    path,
  );
}

export function refuse(kind: Problem["kind"], reason: string, remedy: string, file?: string): Reading<never> {
  return { ok: false, problem: { kind, reason, remedy, ...(file === undefined ? {} : { file }) } };
}
