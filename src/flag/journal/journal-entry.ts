import type { Reading } from "../../domain/problem.ts";
import { list, strictMap, union } from "../../shape/compound-shapes.ts";
import { exactly, oneOf, text, wholeNumber } from "../../shape/scalar-shapes.ts";
import type { Infer } from "../../shape/shape.ts";
import { backupIdForm } from "../backup/backup-manifest.ts";
import { readRecord } from "../read-record.ts";

const flagValues = ["on", "off", "unknown"] as const;
const at = text().max(40);
const sentence = text().max(2000);
const backupId = text().matching(backupIdForm);

/**
 * What is about to be done. It names what is done and holds nothing that is run or written: commands and paths come from the
 * config alone, so that whoever can write to the journal cannot have a command run.
 */
const stepShape = union(
  [
    /** The flag is set by a way, which is named as in reports, and by where it stands under `flag.set`. */
    strictMap({ do: exactly("set-flag"), way: sentence, to: oneOf(["on", "off"]), percent: wholeNumber().nullable() }),
    /** Files, by absolute path, are put back byte for byte. */
    strictMap({ do: exactly("put-back"), backup: backupId, files: list(text().max(4096)) }),
    strictMap({ do: exactly("install"), to: text().max(200) }),
    strictMap({ do: exactly("restart") }),
    strictMap({ do: exactly("run-stages"), stages: list(text().max(100)) }),
    strictMap({ do: exactly("record") }),
  ],
  "this is no step",
);

const entryShape = union(
  [
    strictMap({
      kind: exactly("opened"),
      at,
      operation: backupId,
      action: oneOf(["enable", "rollback"]),
      rollout: text().max(100),
      commit: text().max(64).nullable(),
      flagBefore: oneOf(flagValues),
      /** A rollback's; empty for turning on. */
      reason: sentence,
    }),
    strictMap({ kind: exactly("backed-up"), at, backup: backupId }),
    strictMap({ kind: exactly("about-to"), at, step: stepShape }),
    /** The step before is over. `after`: what the files of the backup are now, by absolute path, as SHA-256. */
    strictMap({
      kind: exactly("did"),
      at,
      said: sentence,
      after: list(strictMap({ file: text().max(4096), sha256: text().max(64) })),
    }),
    /** From here on everything is turned back. */
    strictMap({ kind: exactly("turning-back"), at, because: sentence }),
    strictMap({ kind: exactly("closed"), at, ending: sentence }),
  ],
  "this is no entry of a journal",
);

/** One entry of the journal of an operation that changes the world. */
export type JournalEntry = Infer<typeof entryShape>;
export type JournalStep = Infer<typeof stepShape>;

/** An entry's text is one line of JSON. */
export function renderEntry(entry: JournalEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

export function readEntry(line: string): Reading<JournalEntry> {
  return readRecord(line, entryShape, "an entry of the journal");
}
