import type { PolicyChange, PolicyRecord } from "../domain/policy.ts";

/** By whose terms was judged, in a sentence. */
export function policyWords({ source, commit, file }: PolicyRecord): string {
  const short = commit.slice(0, 12);
  return source === "base"
    ? `judged by ${file} as it is at the base commit ${short}`
    : `judged by the change's own ${file}, because the base commit ${short} has none`;
}

const effects: Readonly<Record<PolicyChange["effect"], string>> = {
  loosens: "asks for less",
  changes: "asks for something else",
  tightens: "asks for more",
};

export function effectWords({ effect }: PolicyChange): string {
  return effects[effect];
}

/** Both sides of a change; a side that is not there is an empty text. */
export function changeSides({ before, after }: PolicyChange): readonly [before: string, after: string] {
  return [before ?? "", after ?? ""];
}
