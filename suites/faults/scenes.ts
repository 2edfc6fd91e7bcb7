import type { LedgerEvent, LedgerStore } from "../../src/domain/ledger.ts";
import type { RolloutBeginning, RolloutReport } from "../../src/domain/rollout.ts";
import { noContext } from "../../src/domain/run-context.ts";
import { createPeoplePort } from "../../src/entry/ask-people.ts";
import { createRecorder } from "../../src/entry/create-recorder.ts";
import type { GitHubApi } from "../../src/github/api/github-api.ts";
import { createPolicySource } from "../../src/github/create-policy-source.ts";
import { dispatchWorkflow } from "../../src/github/dispatch-workflow.ts";
import { createConcernIssues } from "../../src/github/issues/concern-issue.ts";
import { issueMarker } from "../../src/github/issues/find-own-issues.ts";
import { createBranchFiles } from "../../src/github/ledger/create-branch-files.ts";
import { readStandings } from "../../src/github/people/read-standings.ts";
import { commentMarker } from "../../src/github/publish/comment-marker.ts";
import { checkName } from "../../src/github/publish/decide-check.ts";
import { publishVerdict } from "../../src/github/publish/publish-verdict.ts";
import { nothingSeen } from "../../src/github/publish/seen.ts";
import { createBranchLedger } from "../../src/ledger/branch-ledger.ts";
import { replaceOwnPart } from "../../src/people/own-part.ts";
import { tickItems } from "../../src/people/tick-items.ts";
import { readGitHub } from "../../src/telemetry/github/read-github.ts";
import { ask } from "../github/ask.ts";
import type { Hub } from "../github/hub.ts";
import { clientOf, faultLimits, instantClock, publicationFor } from "../publishing.ts";
import { collectEvidence, concludeOn, type ForkPull, file } from "./conclude-scene.ts";
import type { Scene } from "./scene.ts";

const repository = "octo-org/shop";
const run = { repository, runId: "7", attempt: 1, url: `https://github.com/${repository}/actions/runs/7` };
const at = "2026-01-05T09:30:00.000Z";

const config = `rollout: search
ledger: {}
stages:
  unit:
    run: [node, -e, "console.log('took 5 ms')"]
    measure: { time: { stdout: 'took ([0-9]+) ms', unit: ms } }
  same:
    run: [node, -e, "console.log('took 5 ms')"]
    arms: { launches: 3, warm-ups: 0, baseline: ledger }
    measure: { time: { stdout: 'took ([0-9]+) ms', unit: ms } }
criteria:
  unit/time: { pass: "< 60 ms" }
  same/time: { pass: "< +90 %", severity: info }
manual: { chat: [Streaming] }
sign-offs: [tech-lead]
contacts: { tech-lead: "@octocat" }
`;
/** What the change makes of it, which is a condition. */
const changed = config.replace("< 60 ms", "< 70 ms");
let evidence: Promise<string> | null = null;

/** A fork's pull request with other comments and ours, in which the tech lead ticked everything. */
async function forkWithComment(hub: Hub, others: number): Promise<ForkPull> {
  await hub.state.commit("main", file, config);
  const opened = await hub.state.openForkPullRequest("fix");
  const headSha = await hub.state.pushToFork("fix", file, changed);
  const pull = { ...opened, headSha };
  for (let note = 0; note < others; note++) await hub.state.comment(pull.number, "github-actions[bot]", `note ${note}`);
  const header = { schema: "rollout-gate/ledger/1", rollout: "search", segment: 1, first: 1 };
  await hub.state.commit("rollout-gate", "rollouts/search/head.jsonl", `${JSON.stringify(header)}\n`);
  evidence ??= collectEvidence(hub, changed);
  await concludeOn(hub, pull, await evidence);
  const mine = await ownComments(hub, pull.number);
  for (const login of ["octocat", "octocat"]) {
    await hub.state.editComment(mine[0]?.id ?? 0, login, (body) => body.replace("- [ ]", "- [x]"));
  }
  return pull;
}

async function ownComments(hub: Hub, number: number) {
  return (await hub.state.comments(number)).filter(({ body }) => body.startsWith(commentMarker("search")));
}

async function publishedOn(hub: Hub, pull: ForkPull) {
  const checks = await hub.state.checkRuns(pull.headSha);
  return {
    comments: (await ownComments(hub, pull.number)).length,
    checks: checks.filter(({ name }) => name === checkName("search")).length,
    issues: (await hub.state.issues()).length,
  };
}

const items = tickItems({
  manual: [{ group: "chat", items: [{ text: "Streaming", required: true }] }],
  signOffs: [{ role: "qa", required: true }],
});
const qa = { role: "qa", handle: "octo-org/testers", name: null, email: null, slack: null };

/** The default branch's run asks people in the tracking issue. */
async function askOnMain(api: GitHubApi): Promise<string> {
  const port = createPeoplePort({
    api,
    clock: instantClock,
    repository,
    pullRequest: null,
    seen: nothingSeen(),
    spare: () => Number.POSITIVE_INFINITY,
    keepsIssue: true,
  });
  const { ticks, warnings } = await port.ask({ rollout: "search", items, contacts: [qa] });
  const what = ticks.ok
    ? `${ticks.value.standing.length} ticks, ${ticks.value.refused.length} refused`
    : "ticks unknown";
  return `${what}${warnings.length === 0 ? "" : ", 1 warning"}`;
}

/** An app's token, as a job's own cannot look into teams. */
const appOf = (hub: Hub) =>
  hub.issueToken({
    kind: "app",
    slug: "octo-app",
    repository,
    permissions: { members: "read", issues: "write", pull_requests: "write", metadata: "read" },
  });

async function tickedIssue(hub: Hub): Promise<void> {
  hub.state.setTeam("octo-org", "testers", ["hubot"]);
  await askOnMain(clientOf(hub, appOf(hub)));
  await editOwnIssue(hub, "ticks", (body) => body.replaceAll("- [ ]", "- [x]"));
}

async function editOwnIssue(hub: Hub, what: string, edit: (body: string) => string, login = "hubot"): Promise<number> {
  const found = (await hub.state.issues()).find(({ body }) => body.includes(issueMarker(what, "search")));
  await hub.state.editIssue(found?.number ?? 0, login, edit);
  return found?.number ?? 0;
}

const openIssues = async (hub: Hub) => ({
  issues: (await hub.state.issues()).filter(({ state }) => state === "open").length,
});

const beginning = (action: RolloutBeginning["action"], commit: string | null): RolloutBeginning => ({
  operation: "20260105T093000Z-aaaaaa",
  rollout: "search",
  action,
  reason: "errors",
  commit,
  startedAt: at,
});

async function carryOut(hub: Hub, api: GitHubApi, action: RolloutBeginning["action"]): Promise<string> {
  const events: LedgerEvent[] = [];
  const ledger = {
    append: async (_: string, added: readonly LedgerEvent[]) => {
      events.push(...added);
      return { ok: true, value: { added } };
    },
  } as unknown as LedgerStore;
  const recorder = await createRecorder(
    { api, context: { ...noContext, run }, doubts: [], policy: null, branch: null },
    { contacts: [], clock: instantClock, redact: (text) => text, ledger, tool: "rollout-gate 0" },
  );
  if (recorder === null) throw new Error("nobody is told");
  const begun = beginning(action, await hub.state.head("main"));
  const report: RolloutReport = {
    schema: "rollout-gate/rollout/1",
    tool: "rollout-gate 0",
    ...begun,
    ending: action === "enable" ? "enabled" : "rolled back",
    because: "It is so.",
    flag: action === "enable" ? "on" : "off",
    endedAt: at,
    record: [],
    steps: [],
    findings: [],
    byHand: [],
    notes: [],
  };
  const warnings = [...(await recorder.started(begun)), ...(await recorder.ended(report))];
  return `${report.ending}, ${warnings.length} warnings, ${events.length} recorded`;
}

const deployments = async (hub: Hub) => ({
  deployments: hub.state.deployments().length,
  ...(await openIssues(hub)),
});

const pullAt = (hub: Hub) => hub.state.openPullRequest("feature");
const noGo = {
  ending: "NO-GO",
  comment: { mode: "always", headline: "## NO-GO", text: "## NO-GO\n\nslower" },
} as const;

async function publish(api: GitHubApi, prepared: unknown): Promise<string> {
  const told = await publishVerdict(api, instantClock, publicationFor(prepared as ForkPull));
  return `${told.warnings.length} warnings`;
}

async function notices(hub: Hub): Promise<Readonly<Record<string, unknown>>> {
  const [issue] = await hub.state.issues();
  if (issue === undefined) return { issues: 0, notices: 0 };
  const answer = await ask(`${hub.url}/repos/${repository}/issues/${issue.number}/comments`, "GET", hub.tokens.octocat);
  return { ...(await openIssues(hub)), notices: (answer.data as readonly unknown[]).length };
}

const concern = (api: GitHubApi, id: string, isEnd = false) =>
  createConcernIssues(api, instantClock, repository).tell({
    rollout: "search",
    title: "search needs attention",
    write: (body) => replaceOwnPart(body ?? "", "concerns", `as of ${id}`),
    comment: { id, text: `notice ${id}` },
    mayOpen: !isEnd,
    isEnd,
  });

const concluding: Pick<Scene, "again" | "play" | "world"> = {
  // Whoever may write may edit the comment, and it is then put right.
  again: async (hub, pull) => {
    const [mine] = await ownComments(hub, (pull as ForkPull).number);
    await hub.state.editComment(mine?.id ?? 0, "hubot", (body) => `${body}\nMore.`);
  },
  play: async (hub, _api, pull) => concludeOn(hub, pull as ForkPull, await (evidence as Promise<string>)),
  world: (hub, pull) => publishedOn(hub, pull as ForkPull),
};

export const scenes: readonly Scene[] = [
  {
    name: "conclude on a fork's pull request",
    prepare: (hub) => forkWithComment(hub, 0),
    ...concluding,
  },
  {
    name: "conclude where the comment is beyond the first hundred",
    only: ["GraphQL b"],
    prepare: (hub) => forkWithComment(hub, 101),
    ...concluding,
  },
  {
    name: "publish without GraphQL",
    only: [
      "GET /repos/{owner}/{repo}/pulls/{pull_number}",
      "GET /user",
      "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
      "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
    ],
    without: "GraphQL",
    prepare: pullAt,
    play: async (_hub, api, pull) => publish(api, pull),
    world: (hub, pull) => publishedOn(hub, pull as ForkPull),
  },
  {
    name: "publish where two runs each made a comment",
    only: ["GraphQL pull.head checks", "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}"],
    prepare: async (hub) => {
      const pull = await pullAt(hub);
      await publishVerdict(clientOf(hub), instantClock, publicationFor(pull, { ...noGo, check: null }));
      await hub.state.comment(pull.number, "github-actions[bot]", `${commentMarker("search")}\n## NO-GO`);
      return pull;
    },
    play: async (_hub, api, pull) => publish(api, pull),
    world: (hub, pull) => publishedOn(hub, pull as ForkPull),
  },
  {
    name: "publish on a push",
    only: ["GraphQL viewer checks"],
    prepare: pullAt,
    play: async (_hub, api, pull) => {
      const publication = publicationFor(pull as ForkPull, { pullRequest: null });
      return `${(await publishVerdict(api, instantClock, publication)).warnings.length} warnings`;
    },
    world: (hub, pull) => publishedOn(hub, pull as ForkPull),
  },
  {
    name: "several people at once",
    play: async (_hub, api) => {
      const tickers = ["octocat", "stranger"].map((login) => ({ login, roles: [] }));
      return (await readStandings(api, repository, tickers, 1)).map(({ mayWrite }) => String(mayWrite)).join();
    },
    world: async () => ({}),
  },
  {
    name: "the policy without GraphQL",
    without: "GraphQL",
    prepare: async (hub) => {
      await hub.state.commit("main", file, config);
      return hub.state.head("main");
    },
    play: async (_hub, api, commit) => {
      const source = createPolicySource(api, repository);
      const there = await source.read(String(commit), file);
      const absent = await source.read(String(commit), "gone.yml");
      const shown = (read: typeof there) => (read.ok ? (read.value === null ? "none" : "read") : "unreadable");
      return `${shown(there)}, ${shown(absent)}`;
    },
    world: async () => ({}),
  },
  {
    name: "earlier runs without GraphQL",
    without: "GraphQL",
    prepare: async (hub) => {
      const header = { schema: "rollout-gate/ledger/1", rollout: "search", segment: 1, first: 1 };
      await hub.state.commit("rollout-gate", "rollouts/search/head.jsonl", `${JSON.stringify(header)}\n`);
    },
    play: async (_hub, api) => {
      const files = createBranchFiles(api, { owner: "octo-org", repo: "shop", branch: "rollout-gate" });
      const store = createBranchLedger({ files, clock: instantClock, random: () => 0 });
      const shown = async (rollout: string) => ((await store.read(rollout)).ok ? "read" : "unreadable");
      return `${await shown("search")}, ${await shown("absent")}`;
    },
    world: async () => ({}),
  },
  {
    name: "the tracking issue, first",
    play: (_hub, api) => askOnMain(api),
    world: openIssues,
  },
  {
    name: "the tracking issue, ticked",
    prepare: tickedIssue,
    play: (hub) => askOnMain(clientOf(hub, appOf(hub), faultLimits.requestMs)),
    world: openIssues,
  },
  {
    name: "a tracking issue that was changed more than a hundred times",
    only: ["GraphQL nodes"],
    prepare: async (hub) => {
      await tickedIssue(hub);
      let number = 0;
      for (let change = 0; change < 101; change++)
        number = await editOwnIssue(hub, "ticks", (body) => `${body}\n${change}`, "octocat");
      return number;
    },
    again: async () => {},
    play: (hub) => askOnMain(clientOf(hub, appOf(hub), faultLimits.requestMs)),
    world: openIssues,
  },
  {
    name: "a tracking issue that lost its label",
    only: ["GraphQL nodes"],
    prepare: async (hub) => {
      await askOnMain(clientOf(hub));
      await ask(`${hub.url}/repos/${repository}/issues/1`, "PATCH", hub.tokens.octocat, { labels: [] });
    },
    play: (_hub, api) => askOnMain(api),
    world: openIssues,
  },
  {
    name: "a rollback's issue and the end of its deployment",
    prepare: (hub) => carryOut(hub, clientOf(hub), "enable"),
    play: (hub, api) => carryOut(hub, api, "rollback"),
    world: deployments,
  },
  {
    name: "a deployment",
    isNewEachTime: true,
    play: (hub, api) => carryOut(hub, api, "enable"),
    world: deployments,
  },
  {
    name: "a first concern",
    play: async (_hub, api) => (await concern(api, "a1")).outcome,
    world: notices,
  },
  {
    name: "the last concern",
    prepare: (hub) => concern(clientOf(hub), "a1"),
    play: async (_hub, api) => (await concern(api, "b2", true)).outcome,
    world: notices,
  },
  {
    name: "a workflow that turns the flag off",
    isNewEachTime: true,
    prepare: (hub) => hub.state.commit("main", ".github/workflows/rollback.yml", "on: workflow_dispatch"),
    play: async (_hub, api) =>
      (await dispatchWorkflow(api, { repository, workflow: "rollback.yml", branch: "main" }, "errors")).outcome,
    world: async (hub) => ({ dispatches: hub.state.dispatches.length }),
  },
  {
    name: "what GitHub itself knows",
    prepare: async (hub) => {
      await hub.state.openIssue("octocat", "broken", "it is");
      const headSha = (await hub.state.head("main")) ?? "";
      hub.state.addRun({ headSha, headBranch: "main", conclusion: "failure" });
    },
    play: async (_hub, api) => {
      const source = {
        kind: "github",
        name: "github",
        metrics: [
          { kind: "issues", name: "reports", labels: [] },
          { kind: "failed-runs", name: "failures", workflow: "Collect" },
        ],
      } as unknown as Parameters<typeof readGitHub>[1];
      const span = { fromMs: 0, toMs: Date.now() + 86_400_000 };
      const readings = await readGitHub({ api, owner: "octo-org", repo: "shop" }, source, span);
      return readings.map(({ ok }) => (ok ? "read" : "not read")).join();
    },
    world: async () => ({}),
  },
];
