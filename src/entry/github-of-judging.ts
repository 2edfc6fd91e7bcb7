import type { Clock } from "../domain/ports.ts";
import { nothingSeen } from "../github/publish/seen.ts";
import { createPeoplePort } from "./ask-people.ts";
import { createCallBudget } from "./call-budget.ts";
import type { GitHubConnection } from "./connect-github.ts";
import type { PortsOptions } from "./create-ports.ts";
import { branchesSeen, createLookAhead } from "./look-ahead.ts";
import { createGitHubPublisher, type GitHubPublisher } from "./publish-on-github.ts";
import type { ActionRequest } from "./read-inputs.ts";

/** What a run reads of GitHub to judge, and what it tells it; all of it shares what was seen, so that nothing is asked for twice. */
export interface GitHubOfJudging {
  readonly publisher: GitHubPublisher | null;
  readonly ports: Pick<PortsOptions, "people" | "lookAhead" | "ledgerBranch">;
}

/** @returns nothing without a token, and for modes that neither judge nor ask people */
export function createGitHubOfJudging(github: GitHubConnection, request: ActionRequest, clock: Clock): GitHubOfJudging {
  const { api, context, branch } = github;
  const { run, pullRequest, ownDefaultBranch } = context;
  const judges = request.mode === "gate" || request.mode === "conclude";
  const asksPeople = judges || request.mode === "enable" || request.mode === "status";
  if (api === null || run === null || !asksPeople) return { publisher: null, ports: {} };
  const seen = nothingSeen();
  const budget = createCallBudget(api, context, request, seen);
  const people = createPeoplePort({
    api,
    clock,
    repository: run.repository,
    pullRequest: request.comment === "never" ? null : (pullRequest?.number ?? null),
    seen,
    spare: budget.spare,
    keepsIssue: judges && ownDefaultBranch && pullRequest === null,
  });
  if (!judges) return { publisher: null, ports: { people } };
  return {
    publisher: createGitHubPublisher(github, request, clock, seen, budget),
    ports: {
      people,
      lookAhead: createLookAhead(api, context, request, seen),
      ...(branch === null ? {} : { ledgerBranch: branchesSeen(branch, seen) }),
    },
  };
}
