import { randomBytes } from "node:crypto";
import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";

/** Text put aside outside of memory, to be read once from its beginning. */
export interface Spool {
  append(text: string): void;
  /** The next piece; null when all that was appended so far has been read. */
  read(): string | null;
  close(): void;
}

const pieceBytes = 64 * 1024;

/**
 * A spool in a temporary file, which only this process can find. What does not fit, on the disk or within `maxBytes`, is
 * counted and told at the end instead of being kept; a full disk must not end the run.
 */
export function createFileSpool(folder: string, maxBytes = 256 * 1024 * 1024): Spool {
  let file: number | null = null;
  let path = "";
  let written = 0;
  let read = 0;
  let lost = 0;
  const decoder = new StringDecoder("utf8");

  const open = (): number => {
    path = join(folder, `.rollout-gate-output-${randomBytes(8).toString("hex")}`);
    const opened = openSync(path, "wx+", 0o600);
    // Without a name it goes with the process, however that ends. Windows keeps the name until the file is closed.
    if (process.platform !== "win32") rmSync(path, { force: true });
    return opened;
  };

  return {
    append(text) {
      const bytes = Buffer.from(text, "utf8");
      if (lost > 0 || written + bytes.length > maxBytes) {
        lost += bytes.length;
        return;
      }
      try {
        file ??= open();
        let at = 0;
        while (at < bytes.length) at += writeSync(file, bytes, at, bytes.length - at, written + at);
        written += bytes.length;
      } catch {
        lost += bytes.length;
      }
    },
    read() {
      if (file !== null && read < written) {
        try {
          const piece = Buffer.allocUnsafe(Math.min(pieceBytes, written - read));
          const count = readSync(file, piece, 0, piece.length, read);
          if (count > 0) {
            read += count;
            return decoder.write(piece.subarray(0, count));
          }
        } catch {
          lost += written - read;
        }
        read = written;
      }
      if (lost === 0) return null;
      const message = `(${lost} bytes of output were not kept)\n`;
      lost = 0;
      return message;
    },
    close() {
      if (file === null) return;
      closeSync(file);
      rmSync(path, { force: true });
      file = null;
    },
  };
}
