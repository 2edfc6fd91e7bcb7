import { createHash } from "node:crypto";
import type { Reading } from "../../domain/problem.ts";
import type { FileFacts } from "../../domain/rollout-files.ts";
import { list, strictMap } from "../../shape/compound-shapes.ts";
import { exactly, oneOf, text, wholeNumber } from "../../shape/scalar-shapes.ts";
import { failed } from "../flag-value.ts";
import { readRecord } from "../read-record.ts";

/** One file of a backup. */
export interface BackedUpFile {
  /** As the config names it. */
  readonly path: string;
  /** What that became: absolute, `~` and variables expanded. */
  readonly resolved: string;
  /** The copy, and what it holds; null for an optional file that was not there. */
  readonly copy: { readonly name: string; readonly facts: FileFacts } | null;
}

/** What lies beside the copies of a backup, so that it can be trusted and understood later. */
export interface BackupManifest {
  readonly schema: "rollout-gate/backup/1";
  readonly id: string;
  readonly rollout: string;
  /** What it was made for: one made before a rollback holds what is to be undone. */
  readonly action: "enable" | "rollback";
  /** The commit that was checked out; null where it is not known. */
  readonly commit: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly tool: string;
  readonly files: readonly BackedUpFile[];
}

/** A backup's name: the moment it was made, and something that tells two of one second apart. */
export const backupIdForm = /^\d{8}T\d{6}Z-[0-9a-z]{4,16}$/;
const sha256Form = /^[0-9a-f]{64}$/;

const factsShape = strictMap({
  sha256: text().matching(sha256Form),
  sizeBytes: wholeNumber().min(0),
  mode: wholeNumber().min(0).max(0o7777),
  modifiedAt: text().max(40),
  uid: wholeNumber().min(0),
  gid: wholeNumber().min(0),
});

const manifestShape = strictMap({
  schema: exactly("rollout-gate/backup/1"),
  id: text().matching(backupIdForm),
  rollout: text().max(100),
  action: oneOf(["enable", "rollback"]),
  commit: text().max(64).nullable(),
  at: text().max(40),
  tool: text().max(100),
  files: list(
    strictMap({
      path: text().max(4096),
      resolved: text().max(4096),
      copy: strictMap({
        name: text().matching(/^\d{1,4}-[A-Za-z0-9._-]{1,120}$/),
        facts: factsShape,
      }).nullable(),
    }),
    { max: 1000 },
  ),
});

export const manifestName = "manifest.json";
export const sumsName = "SHA256SUMS";

/** The manifest's text, and a list of checksums as `sha256sum --check` reads it. */
export function renderManifest(manifest: BackupManifest): { readonly manifest: string; readonly sums: string } {
  const body = `${JSON.stringify(manifest, null, 2)}\n`;
  const copies = manifest.files.flatMap(({ copy }) => (copy === null ? [] : [`${copy.facts.sha256}  ${copy.name}`]));
  return { manifest: body, sums: `${[`${digestOf(body)}  ${manifestName}`, ...copies].join("\n")}\n` };
}

/** Reads a manifest, and holds it against the checksum that lies beside it. */
export function readManifest(body: string, sums: string): Reading<BackupManifest> {
  const expected = sums
    .split("\n")
    .find((line) => line.endsWith(`  ${manifestName}`))
    ?.split(" ")[0];
  if (expected !== digestOf(body)) {
    return failed(
      "invalid",
      `Its ${manifestName} is not what ${sumsName} says it was: something changed it.`,
      "Choose another backup.",
    );
  }
  return readRecord(body, manifestShape, "the manifest of a backup");
}

/** SHA-256 of a text, hexadecimal. */
export function digestOf(body: string): string {
  return createHash("sha256").update(body).digest("hex");
}
