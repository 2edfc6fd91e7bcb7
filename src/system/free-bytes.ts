import { statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Reading } from "../domain/problem.ts";
import { errorCode } from "./error-code.ts";

/**
 * Free bytes for an ordinary user (`f_bavail`, what is kept for root left out) on the disk where a path lies. For a path
 * that is not there yet, its nearest ancestor that exists is asked: a folder made later will lie there.
 */
export async function freeBytes(
  path: string,
): Promise<Reading<{ readonly measuredAt: string; readonly bytes: number }>> {
  for (let at = resolve(path); ; at = dirname(at)) {
    try {
      const { bavail, bsize } = await statfs(at, { bigint: true });
      return { ok: true, value: { measuredAt: at, bytes: Number(bavail * bsize) } };
    } catch (error) {
      const code = errorCode(error);
      const notThere = code === "ENOENT" || code === "ENOTDIR";
      if (notThere && dirname(at) !== at) continue;
      return {
        ok: false,
        problem: {
          kind: "invalid",
          reason: `The free space at ${at} could not be read (${code}).`,
          remedy: "Name a folder that this user may enter.",
          file: path,
        },
      };
    }
  }
}
