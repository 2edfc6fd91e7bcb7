import type { LogFile, LogFiles, LogStream } from "../../domain/log-files.ts";
import type { Reading } from "../../domain/problem.ts";

/** Some bytes of a log file's content; fewer when it ends before. */
export async function readPart(
  files: LogFiles,
  file: LogFile,
  position: number,
  count: number,
): Promise<Reading<Uint8Array>> {
  const opened = await files.open(file, Math.max(0, position));
  if (!opened.ok) return opened;
  try {
    return await readFully(opened.value, count);
  } finally {
    await opened.value.close();
  }
}

/** The next bytes of a stream; fewer at its end. */
export async function readFully(stream: LogStream, count: number): Promise<Reading<Uint8Array>> {
  const bytes = new Uint8Array(count);
  let filled = 0;
  while (filled < count) {
    const reading = await stream.read(bytes, filled, count - filled);
    if (!reading.ok) return reading;
    if (reading.value === 0) break;
    filled += reading.value;
  }
  return { ok: true, value: bytes.subarray(0, filled) };
}
