import type { Measurement } from "../domain/measurement.ts";
import type { Reading } from "../domain/problem.ts";
import type { StateFiles } from "../domain/rollout-files.ts";
import { backupIdForm } from "../flag/backup/backup-manifest.ts";

/** What is on now, kept beside the backups: which of them is its own, and what was measured before. */
export interface CurrentRollout {
  readonly operation: string;
  /** The backup that was made before it was turned on. */
  readonly backup: string;
  /** ISO 8601, UTC. */
  readonly enabledAt: string;
  readonly commit: string | null;
  readonly way: string;
  /** The baseline arm as the gate measured it, for measuring again after a rollback; launches of the baseline alone. */
  readonly baseline: readonly Measurement[];
}

const name = "current.json";

export async function writeCurrent(state: StateFiles, current: CurrentRollout): Promise<void> {
  await state.write(name, `${JSON.stringify(current)}\n`);
}

/** Null when nothing was turned on from here, or it is off again. What cannot be read is a problem. */
export async function readCurrent(state: StateFiles): Promise<Reading<CurrentRollout | null>> {
  const text = await state.read(name);
  if (!text.ok) return text;
  if (text.value === null) return { ok: true, value: null };
  try {
    const value: unknown = JSON.parse(text.value);
    if (isCurrent(value)) return { ok: true, value };
  } catch {
    // Told below: what it holds is of no use, whatever it is.
  }
  return {
    ok: false,
    problem: {
      kind: "invalid",
      reason: `${state.place}/${name} cannot be understood, so it is not known which backup belongs to what is on now.`,
      remedy: "Name the backup yourself, with --backup.",
    },
  };
}

export async function forgetCurrent(state: StateFiles): Promise<void> {
  await state.remove(name);
}

function isCurrent(value: unknown): value is CurrentRollout {
  if (typeof value !== "object" || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const texts = ["operation", "backup", "enabledAt", "way"].every((key) => typeof fields.get(key) === "string");
  const commit = fields.get("commit");
  const baseline = fields.get("baseline");
  return (
    texts &&
    backupIdForm.test(String(fields.get("backup"))) &&
    (commit === null || typeof commit === "string") &&
    Array.isArray(baseline) &&
    baseline.every(isMeasurement)
  );
}

function isMeasurement(value: unknown): value is Measurement {
  if (typeof value !== "object" || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const launches = fields.get("launches");
  return (
    ["metric", "stage", "unit", "source"].every((key) => typeof fields.get(key) === "string") &&
    Array.isArray(launches) &&
    launches.every(isLaunch)
  );
}

function isLaunch(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const samples = fields.get("samples");
  return (
    fields.get("arm") === "baseline" &&
    Number.isSafeInteger(fields.get("index")) &&
    Array.isArray(samples) &&
    samples.length > 0 &&
    samples.every((sample) => typeof sample === "number" && Number.isFinite(sample))
  );
}
