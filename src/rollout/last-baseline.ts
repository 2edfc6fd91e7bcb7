import type { Measurement } from "../domain/measurement.ts";
import { readEvidence } from "../evidence/file/read-evidence.ts";
import type { RolloutPorts } from "./rollout-ports.ts";

const maxBytes = 64 * 1024 * 1024;
/** More launches than this say nothing more about how it was before. */
const mostLaunches = 100;

/**
 * The baseline arm as the gate measured it on this commit, for comparing with after a rollback. Evidence of another commit or
 * config is none.
 *
 * @param folder absolute
 */
export async function lastBaseline(
  folder: string,
  of: { readonly commit: string | null; readonly configDigest: string },
  ports: Pick<RolloutPorts, "files">,
): Promise<readonly Measurement[]> {
  const text = await ports.files.readText(`${folder}/evidence.json`, { maxBytes, within: folder });
  if (!text.ok) return [];
  const evidence = readEvidence(text.value);
  if (!evidence.ok) return [];
  const { origin, configDigest, measurements } = evidence.value;
  if (of.commit === null || origin.commit !== of.commit || configDigest !== of.configDigest) return [];
  return measurements.flatMap((measurement) => {
    const launches = measurement.launches.filter(({ arm }) => arm === "baseline").slice(0, mostLaunches);
    return launches.length === 0 ? [] : [{ ...measurement, launches }];
  });
}
