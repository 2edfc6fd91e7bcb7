import type { Evidence } from "../domain/evidence.ts";
import type { Finding } from "../domain/finding.ts";
import { brokenEvidence } from "./broken-evidence.ts";

type Shard = NonNullable<Evidence["shard"]>;

/** `collect` takes no larger place in a matrix, and GitHub's own matrices end at 256. */
const mostParts = 9999;
/** More missing parts than these are told in one sentence. */
const toldEach = 10;

/**
 * Whether the parts of a matrix are all there, each once, and each with the stages that the plan gave it.
 *
 * @returns nothing when all is in order, or when the evidence is of one whole run
 */
export function checkShards(evidence: readonly Evidence[]): readonly Finding[] {
  const shards = evidence.flatMap((one) => one.shard ?? []);
  if (shards.length === 0) return [];
  const totals = [...new Set(shards.map((shard) => shard.total))];
  const [total = 0] = totals;
  if (totals.length > 1) {
    return [
      brokenEvidence(
        "evidence parts",
        "invalid",
        `The evidence files disagree on how many parts there are: ${totals.slice(0, 10).join(", ")}.`,
        "Collect all parts with one plan.",
      ),
    ];
  }
  return [
    ...wholeBeside(evidence, shards),
    ...impossibleParts(shards, total),
    ...missingParts(shards, total),
    ...repeatedParts(shards, total),
    ...evidence.flatMap((one) => (one.shard === undefined ? [] : otherStages(one, one.shard))),
  ];
}

function wholeBeside(evidence: readonly Evidence[], shards: readonly Shard[]): readonly Finding[] {
  const whole = evidence.length - shards.length;
  if (whole === 0) return [];
  return [
    brokenEvidence(
      "evidence of a whole run",
      "invalid",
      `${shards.length} of the evidence files ${shards.length === 1 ? "is a part" : "are parts"} of a matrix, and ${whole} ${whole === 1 ? "is" : "are"} of a job that ran everything.`,
      "Name the evidence of one run only.",
    ),
  ];
}

function impossibleParts(shards: readonly Shard[], total: number): readonly Finding[] {
  const impossible = shards.filter(({ index }) => index < 1 || index > total || total > mostParts);
  if (impossible.length === 0) return [];
  return [
    brokenEvidence(
      "evidence part that cannot be",
      "invalid",
      `There is evidence that calls itself part ${impossible[0]?.index} of ${total}, which cannot be.`,
      "Give collect its place in the matrix as plan prints it.",
    ),
  ];
}

function missingParts(shards: readonly Shard[], total: number): readonly Finding[] {
  if (total > mostParts) return [];
  const seen = new Set(shards.map(({ index }) => index));
  const missing = Array.from({ length: total }, (_, at) => at + 1).filter((index) => !seen.has(index));
  const action = "Look at the job that should have collected it, and run it again.";
  if (missing.length > toldEach) {
    const reason = `${missing.length} of ${total} parts of the evidence are not there, the first of them part ${missing[0]}.`;
    return [brokenEvidence("evidence parts", "missing", reason, action)];
  }
  return missing.map((index) =>
    brokenEvidence(
      `evidence part ${index}/${total}`,
      "missing",
      `Part ${index} of ${total} of the evidence is not there.`,
      action,
    ),
  );
}

function repeatedParts(shards: readonly Shard[], total: number): readonly Finding[] {
  const seen = shards.map(({ index }) => index);
  const repeated = [...new Set(seen.filter((index, at) => seen.indexOf(index) !== at))];
  return repeated.map((index) =>
    brokenEvidence(
      `evidence part ${index}/${total}`,
      "invalid",
      `Part ${index} of ${total} of the evidence is there more than once.`,
      "Keep the one of the latest run.",
    ),
  );
}

/** A part that ran less than it was given would leave stages to nobody; one that ran more ran what was another's. */
function otherStages({ stages }: Evidence, shard: Shard): readonly Finding[] {
  const ran = stages.map((record) => record.stage);
  const missing = shard.stages.filter((name) => !ran.includes(name));
  const foreign = ran.filter((name) => !shard.stages.includes(name));
  if (missing.length === 0 && foreign.length === 0) return [];
  const what = [
    ...(missing.length === 0 ? [] : [`says nothing of ${listed(missing)}, which it was given`]),
    ...(foreign.length === 0 ? [] : [`speaks of ${listed(foreign)}, which it was not given`]),
  ];
  return [
    brokenEvidence(
      `stages of evidence part ${shard.index}/${shard.total}`,
      "invalid",
      `Part ${shard.index} of ${shard.total} of the evidence ${what.join(", and ")}.`,
      "Collect it again with the stages that plan gave it.",
    ),
  ];
}

function listed(names: readonly string[]): string {
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return `${names.slice(0, 5).join(", ")}${more}`;
}
