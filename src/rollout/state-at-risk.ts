import type { Host } from "../domain/ports.ts";
import { liesIn } from "./resolve-files.ts";

/**
 * Why a state folder will not be there when the next job looks for it, as a sentence with what to do; null when nothing speaks
 * against it. On a runner, a checkout removes from the workspace all that git does not know, and GitHub's own machines
 * are gone when their job ends.
 *
 * @param folder absolute, links resolved or not
 */
export function whyStateIsAtRisk(folder: string, { env, workspace }: Pick<Host, "env" | "workspace">): string | null {
  if (env.GITHUB_ACTIONS !== "true") return null;
  const loses = "the backup and the journal of this run are gone then";
  if (env.RUNNER_ENVIRONMENT === "github-hosted") {
    return `This machine is GitHub's and is gone when the job ends, ${folder} with it: ${loses}, and a rollback can turn the flag off only by its switch. Where the flag lies on a machine of yours, let the job run there.`;
  }
  if (!liesIn(folder, workspace)) return null;
  return `The state folder ${folder} lies in the checkout, and actions/checkout of the next job removes it: ${loses}. Set \`state.folder\` to a folder outside, such as "~/.rollout-gate".`;
}
