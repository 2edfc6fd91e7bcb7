import type { Commits } from "../domain/rollout.ts";
import { askGit } from "./ask-git.ts";

const commitForm = /^[0-9a-f]{40}$/;

/** What git knows of a folder's commits. Nothing but a whole commit is ever handed to it. */
export function createCommits(workspace: string, env: Readonly<Record<string, string>>): Commits {
  const ask = (...args: readonly string[]) => askGit(args, workspace, env);
  return {
    async has(commit) {
      if (!commitForm.test(commit)) return null;
      const found = await ask("rev-parse", "--verify", "--quiet", "--end-of-options", `${commit}^{commit}`);
      if (found !== null) return found.trim() === commit;
      // It failed because there is no such commit, or because nothing can be asked here.
      return (await ask("rev-parse", "--git-dir")) === null ? null : false;
    },
    async head() {
      const found = (await ask("rev-parse", "--verify", "--quiet", "HEAD"))?.trim() ?? "";
      return commitForm.test(found) ? found : null;
    },
  };
}
