import type { Writable } from "node:stream";
import type { TextSink } from "../text/text-sink.ts";

/**
 * Writes to a stream of the process, e.g. its standard output, and says when whoever writes should wait. A stream that
 * breaks (a reader that went away) swallows what follows: what is shown can never change what is found.
 */
export function createStreamSink(stream: Writable): TextSink {
  let broken = false;
  let draining: Promise<void> | null = null;
  stream.on("error", () => {
    broken = true;
  });
  return {
    write(text) {
      if (broken || stream.destroyed) return;
      if (stream.write(text)) return;
      draining ??= new Promise<void>((resolve) => {
        const done = (): void => {
          for (const event of ends) stream.off(event, done);
          draining = null;
          resolve();
        };
        for (const event of ends) stream.on(event, done);
      });
      return draining;
    },
  };
}

const ends = ["drain", "close", "error"] as const;
