import type { BranchFiles } from "../domain/branch-files.ts";
import type { RunContext } from "../domain/run-context.ts";
import { askTogether, type QueryParts } from "../github/api/ask-together.ts";
import type { GitHubApi } from "../github/api/github-api.ts";
import { textMember } from "../github/api/json-members.ts";
import { folderPart, readFolderPart } from "../github/ledger/read-folder.ts";
import { readTickIssuesPart, tickIssuesPart } from "../github/people/tick-texts.ts";
import { checksPart, readChecksPart } from "../github/publish/checks-part.ts";
import { checkName } from "../github/publish/decide-check.ts";
import { keepSurvey, type Seen } from "../github/publish/seen.ts";
import { surveyPullRequest } from "../github/publish/survey-pull-request.ts";
import { viewerPart } from "../github/publish/survey-queries.ts";
import { folderPath } from "../ledger/branch-view.ts";
import type { AheadNeeds } from "../modes/mode-ports.ts";
import { ticksLabel } from "./ask-people.ts";
import type { ActionRequest } from "./read-inputs.ts";

/**
 * Sees everything in one request that a verdict and its publication need of GitHub: what people ticked, earlier runs, the comment,
 * the check. Where only publishing will ask, nothing is seen before, since it looks for itself just before it writes.
 */
export function createLookAhead(
  api: GitHubApi,
  { run, commit, pullRequest }: RunContext,
  request: Pick<ActionRequest, "comment" | "check">,
  seen: Seen,
): (needs: AheadNeeds) => Promise<void> {
  return async ({ rollout, ledgerBranch, people }) => {
    if (run === null || (ledgerBranch === null && !people)) return;
    const [owner = "", name = ""] = run.repository.split("/");
    const check = request.check && commit !== null ? { owner, name, commit, check: checkName(rollout) } : null;
    const address = ledgerBranch === null ? null : { owner, repo: name, branch: ledgerBranch };
    const folder = folderPath(rollout);
    const parts: QueryParts = {
      ...(check === null ? {} : { checks: checksPart(check) }),
      ...(address === null ? {} : { ledger: folderPart(address, folder) }),
      ...(people ? { ticks: tickIssuesPart(run.repository, ticksLabel) } : {}),
    };
    const number = request.comment === "never" ? null : (pullRequest?.number ?? null);
    const answer = await (async () => {
      if (number === null) return await askTogether(api, { viewer: viewerPart, ...parts });
      const { survey, beside } = await surveyPullRequest(api, { owner, name, number, rollout }, parts);
      if (survey.ok) keepSurvey(seen, rollout, survey.value);
      return beside;
    })();
    const who = answer.part("viewer");
    if (who.ok) seen.viewer = textMember(who.value, "login");
    const checks = check === null ? null : readChecksPart(answer.part("checks"), check);
    if (check !== null && checks !== null) seen.checks = { commit: check.commit, name: check.check, value: checks };
    if (people) seen.tickIssues = readTickIssuesPart(answer.part("ticks"));
    const value = address === null ? null : readFolderPart(answer.part("ledger"), address, folder);
    if (address !== null && value !== null) seen.folder = { branch: address.branch, path: folder, value };
  };
}

/** Branches whose folder is taken from what was seen, once: who reads it a second time wants to know what has become of it. */
export function branchesSeen(
  open: (name: string) => Promise<BranchFiles>,
  seen: Seen,
): (name: string) => Promise<BranchFiles> {
  return async (branch) => {
    const files = await open(branch);
    return {
      ...files,
      readFolder: async (path) => {
        const { folder } = seen;
        if (folder === null || folder.branch !== branch || folder.path !== path) return await files.readFolder(path);
        seen.folder = null;
        return folder.value;
      },
    };
  };
}
