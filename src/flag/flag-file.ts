import type { FlagWay } from "../domain/config.ts";
import type { Problem, Reading } from "../domain/problem.ts";
import type { FlagFiles, FlagPorts } from "./flag-ports.ts";
import { failed } from "./flag-value.ts";
import { flagFileFormat, maxFlagFileBytes, setFlagInText } from "./set-flag-in-text.ts";

/** Edits settings files, and remembers how they were. */
export interface FlagFileEditor {
  /** Sets the key; the notes say what a reader should know. */
  set(way: FlagWay & { readonly kind: "file" }, on: boolean): Promise<Reading<readonly string[]>>;
  /** Puts every file back that was changed, byte for byte. A file that could not be put back stays to be tried again. */
  restore(): Promise<readonly Problem[]>;
}

interface Original {
  readonly bytes: Uint8Array;
  /** What was last written here, to notice a change by someone else. */
  written: Uint8Array;
}

const byteOrderMark = [0xef, 0xbb, 0xbf] as const;

export function createFlagFileEditor(ports: Pick<FlagPorts, "files" | "expandPath">): FlagFileEditor {
  const originals = new Map<string, Original>();

  return {
    async set(way, on) {
      const path = ports.expandPath(way.path);
      if (!path.ok) return path;
      const format = flagFileFormat(path.value);
      if (format === null) {
        return failed(
          "invalid",
          `The name of \`${way.path}\` does not tell its format.`,
          "Use a .yaml, .json, .toml or .env file, or set the flag by a script.",
        );
      }
      const bytes = await ports.files.readBytes(path.value, maxFlagFileBytes);
      if (!bytes.ok) return at(bytes.problem, way.path);
      const text = decode(bytes.value);
      if (text === null) return at(notText, way.path);
      const edited = setFlagInText(text, format, way.key, on ? way.on : way.off);
      if (!edited.ok) return at(edited.problem, way.path);
      const written = encode(edited.value.text, hasByteOrderMark(bytes.value));
      // Remembered before it is written: a write that fails half-way through must be undone too.
      const original = originals.get(path.value) ?? { bytes: bytes.value, written };
      original.written = written;
      originals.set(path.value, original);
      if (!sameBytes(written, bytes.value)) {
        const problem = await write(ports.files, path.value, written);
        if (problem !== null) return at(problem, way.path);
      }
      return { ok: true, value: edited.value.notes };
    },

    async restore() {
      const problems: Problem[] = [];
      for (const [path, original] of originals) {
        const now = await ports.files.readBytes(path, maxFlagFileBytes);
        if (now.ok && sameBytes(now.value, original.bytes)) {
          originals.delete(path);
          continue;
        }
        const problem = await write(ports.files, path, original.bytes);
        if (problem !== null) {
          problems.push({ ...problem, file: path, remedy: "Put the flag's old value back by hand." });
          continue;
        }
        originals.delete(path);
        if (!now.ok || !sameBytes(now.value, original.written)) {
          problems.push({
            kind: "invalid",
            reason:
              "The file was changed by something else while the flag was set in it; it was put back as it was before.",
            remedy: "Check that nothing else writes to it while the stages run.",
            file: path,
          });
        }
      }
      return problems;
    },
  };
}

const notText: Problem = {
  kind: "invalid",
  reason: "The settings file is not UTF-8 text.",
  remedy: "Save it as UTF-8, or set the flag by a script.",
};

async function write(files: FlagFiles, path: string, bytes: Uint8Array): Promise<Problem | null> {
  try {
    await files.writeBytesAtomically(path, bytes);
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      kind: "invalid",
      reason: `The file could not be written: ${why.slice(0, 200)}`,
      remedy: "Check its permissions and the free disk.",
    };
  }
}

function at(problem: Problem, file: string): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { ...problem, file } };
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return byteOrderMark.every((byte, index) => bytes[index] === byte);
}

/** UTF-8 without its byte order mark; null for bytes that would not come back as they were. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function encode(text: string, mark: boolean): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  return mark ? Uint8Array.from([...byteOrderMark, ...bytes]) : bytes;
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}
