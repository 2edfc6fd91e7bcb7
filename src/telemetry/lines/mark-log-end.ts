import type { LogFile, LogFiles } from "../../domain/log-files.ts";
import type { Reading } from "../../domain/problem.ts";
import type { Digest } from "./follow-log.ts";
import { tailBytes } from "./line-pump.ts";
import { headBytes, type LogCursor } from "./log-cursor.ts";
import { orderRotations } from "./order-rotations.ts";
import { readPart } from "./read-part.ts";

const lineFeed = 0x0a;
/** A line that is being written is looked for the beginning of within so many bytes. */
const mostUnfinished = 64 * 1024;

/**
 * Where a log ends now, so that the next reading gives what is written from here on: the end of its last whole line.
 *
 * @returns null when there is no such log yet, so that everything in it will be new
 */
export async function markLogEnd(files: LogFiles, path: string, digest: Digest): Promise<Reading<LogCursor | null>> {
  const listed = await files.list(path);
  if (!listed.ok) return listed;
  const live = orderRotations(path, listed.value).findLast((file) => file.path === path);
  if (live === undefined) return { ok: true, value: null };
  const position = await endOfLines(files, live);
  if (!position.ok) return position;
  const head = await readPart(files, live, 0, Math.min(headBytes, position.value));
  if (!head.ok) return head;
  const kept = Math.min(tailBytes, position.value);
  const tail = await readPart(files, live, position.value - kept, kept);
  if (!tail.ok) return tail;
  const of = (bytes: Uint8Array): LogCursor["head"] => ({ bytes: bytes.length, digest: digest(bytes) });
  return {
    ok: true,
    value: { path, identity: live.identity, position: position.value, head: of(head.value), tail: of(tail.value) },
  };
}

async function endOfLines(files: LogFiles, live: LogFile): Promise<Reading<number>> {
  const looked = Math.min(mostUnfinished, live.bytes);
  const end = await readPart(files, live, live.bytes - looked, looked);
  if (!end.ok) return end;
  const last = end.value.lastIndexOf(lineFeed);
  const begins = live.bytes - looked === 0 ? 0 : live.bytes;
  return { ok: true, value: last === -1 ? begins : live.bytes - looked + last + 1 };
}
