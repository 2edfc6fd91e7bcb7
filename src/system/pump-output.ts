import type { Readable } from "node:stream";
import type { OutputStream, ProcessRequest } from "../domain/ports.ts";

/** What has become of one of a child's output streams. */
export interface Pump {
  /** Settles when the stream has ended or was dropped, and the consumer is done with it; never rejects. */
  readonly ended: Promise<void>;
  /** True while the consumer holds the stream back. */
  isHeld(): boolean;
  /** When bytes last came, on the monotonic clock. */
  lastBytesAt(): number;
  /** Closes the stream; what has not been read is lost. */
  drop(): void;
}

/**
 * Hands the bytes of a stream on as they come, and holds the child back while the consumer's promise is pending: the stream
 * is paused, its pipe fills, the child waits in its write.
 *
 * @param onFailed what the consumer threw; the rest of the stream is then read and thrown away
 */
export function pumpOutput(
  stream: Readable,
  name: OutputStream,
  onOutput: ProcessRequest["onOutput"],
  onFailed: (error: unknown) => void,
): Pump {
  let held = false;
  let consumed: Promise<void> = Promise.resolve();
  let failed = false;
  let lastBytesAt = performance.now();
  const fail = (error: unknown) => {
    if (!failed) onFailed(error);
    failed = true;
  };
  stream.on("data", (bytes: Buffer) => {
    lastBytesAt = performance.now();
    if (failed) return;
    try {
      const pending = onOutput(bytes, name);
      if (pending === undefined) return;
      held = true;
      stream.pause();
      consumed = pending.catch(fail).finally(() => {
        held = false;
        lastBytesAt = performance.now();
        stream.resume();
      });
    } catch (error) {
      fail(error);
    }
  });
  return {
    // A pipe that has no more to give is closed even while the consumer still works on the last of it.
    ended: new Promise<void>((resolve) => {
      stream.once("close", resolve);
      // A reset pipe is an ended one; `close` follows.
      stream.on("error", () => {});
    }).then(() => consumed),
    isHeld: () => held,
    lastBytesAt: () => lastBytesAt,
    drop: () => {
      stream.destroy();
    },
  };
}
