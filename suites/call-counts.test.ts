import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createPeoplePort } from "../src/entry/ask-people.ts";
import { issueMarker } from "../src/github/issues/find-own-issues.ts";
import { commentMarker } from "../src/github/publish/comment-marker.ts";
import { nothingSeen } from "../src/github/publish/seen.ts";
import { tickItems } from "../src/people/tick-items.ts";
import { runStep, type StepResult } from "./action-step.ts";
import { ask } from "./github/ask.ts";
import type { Hub } from "./github/hub.ts";
import { startHub } from "./github/start-hub.ts";
import { clientOf, instantClock } from "./publishing.ts";

/** What a gate on a pull request may ask of GitHub, whatever comes together. */
const most = 8;

const ways = [
  "conclude on pull_request",
  "conclude on workflow_run of a fork",
  "conclude on workflow_run of its own",
  "gate on pull_request",
  "gate on workflow_run of its own",
] as const;
const ledgers = ["no ledger", "ledger"] as const;
const policies = ["same policy", "changed policy", "base without policy"] as const;
const crowds = ["few comments and checks", "many comments and checks"] as const;
const asks = ["nobody asked", "people asked"] as const;

interface Case {
  readonly name: string;
  readonly way: (typeof ways)[number];
  readonly ledger: (typeof ledgers)[number];
  readonly policy: (typeof policies)[number];
  readonly crowd: (typeof crowds)[number];
  readonly people: (typeof asks)[number];
  readonly rollout: string;
  readonly file: string;
}

const all: readonly Case[] = ways
  .flatMap((way) =>
    ledgers.flatMap((ledger) =>
      policies.flatMap((policy) =>
        crowds.flatMap((crowd) => asks.map((people) => ({ way, ledger, policy, crowd, people }))),
      ),
    ),
  )
  .map((one, index) => ({
    ...one,
    name: Object.values(one).join(", "),
    rollout: `shop-${index}`,
    file: `gates/${index}.yml`,
  }));
/** Of what differs from others in little, and of gates, as stages take long, those where most comes together. */
const cases = all.filter(({ way, policy, ledger }) => {
  if (way.startsWith("gate")) return ledger === "ledger" && policy === "same policy";
  return !way.endsWith("of its own") || (ledger === "ledger" && policy === "changed policy");
});

const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

function textOf({ rollout, ledger, people }: Case, limit: string): string {
  return `rollout: ${rollout}
${ledger === "ledger" ? "ledger: {}\n" : ""}stages:
  unit:
    run: [node, -e, "console.log('took 5 ms')"]
${ledger === "ledger" ? "    arms: { launches: 3, warm-ups: 0, baseline: ledger }\n" : ""}    measure: { time: { stdout: 'took ([0-9]+) ms', unit: ms } }
criteria:
  unit/time: { pass: "${ledger === "ledger" ? limit : limit === "< +20 %" ? "< 9 ms" : "< 10 ms"}" }
waivers:
  - { metric: unit/time, reason: known, owner: "@octocat", until: ${inAMonth} }
${people === "nobody asked" ? "" : `manual: { chat: [Streaming, Short, Long] }\nsign-offs: [tech-lead, on-call]\ncontacts: { tech-lead: "@octocat", on-call: "@octo-org/testers" }\n`}`;
}

interface Pull {
  readonly number: number;
  readonly headSha: string;
  readonly baseSha: string;
  readonly branch: string;
  readonly repository: string;
}

let hub: Hub;
let evidence: string;
const pulls = new Map<string, Pull>();
const key = (way: Case["way"], crowd: Case["crowd"]) => `${way.includes("fork") ? "fork" : "own"} ${crowd}`;

beforeAll(async () => {
  hub = await startHub({ checkRequests: false });
  await ask(hub.graphqlUrl, "POST", hub.tokens.reader, { query: "query { viewer { login } }" });
  for (const one of cases) {
    if (one.policy !== "base without policy") await hub.state.commit("main", one.file, textOf(one, "< +20 %"));
  }
  hub.state.setTeam("octo-org", "testers", ["hubot"]);
  for (const [at, crowd] of crowds.entries()) {
    for (const own of [true, false]) {
      const branch = `${own ? "own" : "fork"}-${at}`;
      const opened = own ? await hub.state.openPullRequest(branch) : await hub.state.openForkPullRequest(branch);
      let headSha = opened.headSha;
      for (const one of cases.filter(({ way, crowd: of }) => key(way, of) === `${own ? "own" : "fork"} ${crowd}`)) {
        if (one.policy === "same policy") continue;
        const text = textOf(one, "< +30 %");
        headSha = own
          ? await hub.state.commit(branch, one.file, text)
          : await hub.state.pushToFork(branch, one.file, text);
      }
      pulls.set(`${own ? "own" : "fork"} ${crowd}`, {
        ...opened,
        headSha,
        branch,
        repository: own ? "octo-org/shop" : "monalisa/shop",
      });
      if (at === 0) continue;
      for (let note = 0; note < 130; note++)
        await hub.state.comment(opened.number, note % 2 ? "octocat" : "github-actions[bot]", `note ${note}`);
      for (let other = 0; other < 110; other++) {
        const body = { name: `other ${other}`, head_sha: headSha, status: "in_progress" };
        await ask(`${hub.url}/repos/octo-org/shop/check-runs`, "POST", hub.tokens.writer, body);
      }
    }
  }
  const collected = { ...(all[0] as Case), ledger: "no ledger" as const };
  await runStep({
    hub,
    event: "push",
    payload: {},
    files: { "gate.yml": textOf(collected, "") },
    env: { GITHUB_SHA: "1".repeat(40) },
    inputs: { mode: "collect", token: "", config: "gate.yml" },
    onWorkspace: (workspace) => {
      const text = readFileSync(`${workspace}/.rollout-gate/evidence/evidence.json`, "utf8");
      evidence = text.replaceAll(digestOf(textOf(collected, "")), "CONFIG-DIGEST");
    },
  });
}, 300_000);
afterAll(() => hub.stop());

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

async function run(one: Case, pull: Pull): Promise<StepResult> {
  const repository = { full_name: "octo-org/shop", default_branch: "main" };
  const text = textOf(one, one.policy === "same policy" ? "< +20 %" : "< +30 %");
  const isGate = one.way.startsWith("gate");
  const head = { sha: pull.headSha, ref: pull.branch, repo: { full_name: pull.repository } };
  const base = { sha: pull.baseSha, ref: "main", repo: repository };
  const told = evidence
    .replaceAll("shop-0", one.rollout)
    .replaceAll("1".repeat(40), pull.headSha)
    .replaceAll("CONFIG-DIGEST", digestOf(text));
  return await runStep({
    hub,
    ...(one.way.includes("workflow_run")
      ? {
          event: "workflow_run",
          payload: {
            repository,
            workflow_run: {
              event: "pull_request",
              head_sha: pull.headSha,
              head_branch: pull.branch,
              head_repository: { full_name: pull.repository },
              pull_requests: [],
            },
          },
        }
      : { event: "pull_request", payload: { repository, pull_request: { number: pull.number, head, base } } }),
    files: {
      ...(one.way.includes("workflow_run") && !isGate ? {} : { [one.file]: text }),
      ...(isGate ? {} : { ".rollout-gate/evidence/evidence.json": told }),
    },
    env: { GITHUB_SHA: pull.headSha },
    inputs: { mode: isGate ? "gate" : "conclude", token: hub.tokens.writer, config: one.file },
  });
}

async function ledgerOf(rollout: string): Promise<void> {
  for (const [at, name] of ["segment-000001", "head"].entries()) {
    const header = { schema: "rollout-gate/ledger/1", rollout, segment: at + 1, first: 1 };
    await hub.state.commit("rollout-gate", `rollouts/${rollout}/${name}.jsonl`, `${JSON.stringify(header)}\n`);
  }
}

/** The tracking issue, in which somebody ticked. */
async function trackingIssueOf(rollout: string): Promise<void> {
  const items = tickItems({
    manual: [{ group: "chat", items: [{ text: "Long", required: true }] }],
    signOffs: [{ role: "tech-lead", required: true }],
  });
  await createPeoplePort({
    api: clientOf(hub),
    clock: instantClock,
    repository: "octo-org/shop",
    pullRequest: null,
    seen: nothingSeen(),
    spare: () => 99,
    keepsIssue: true,
  }).ask({ rollout, items, contacts: [] });
  const found = (await hub.state.issues()).find(({ body }) => body.includes(issueMarker("ticks", rollout)));
  await hub.state.editIssue(found?.number ?? 0, "octocat", (body) => body.replaceAll("- [ ]", "- [x]"));
}

const tickers = ["octocat", "stranger", "hubot"];

async function touch(one: Case, pull: Pull): Promise<void> {
  const marker = commentMarker(one.rollout);
  const ours = (await hub.state.comments(pull.number)).filter(({ body }) => body.startsWith(`${marker}\n`));
  expect(ours).toHaveLength(1);
  const id = ours[0]?.id ?? 0;
  // Whoever may write may edit the comment, and it is then put right.
  await hub.state.editComment(id, "hubot", (body) => `${body}\nMore.`);
  if (one.people === "nobody asked") return;
  for (const login of tickers) await hub.state.editComment(id, login, (body) => body.replace("- [ ]", "- [x]"));
}

const counts: { readonly one: Case; readonly first: number; readonly later: number }[] = [];

function groupedBy(name: (one: Case) => string) {
  const groups = new Map<string, (typeof counts)[number][]>();
  for (const count of counts) groups.set(name(count.one), [...(groups.get(name(count.one)) ?? []), count]);
  return groups;
}

describe("a concluded gate on a pull request keeps to its calls", () => {
  test.each(cases.map((one) => [one.name, one] as const))("%s", async (_, one) => {
    const pull = pulls.get(key(one.way, one.crowd)) as Pull;
    if (one.ledger === "ledger") await ledgerOf(one.rollout);
    if (one.people === "people asked") await trackingIssueOf(one.rollout);
    hub.calls.clear();
    const first = await run(one, pull);
    const asked = hub.calls.all.map(({ route }) => route);
    expect(first.log).not.toMatch(/could not be|may not publish|gate broke/);
    expect(first.log).toContain("comment written, check written");
    await touch(one, pull);
    hub.calls.clear();
    const later = await run(one, pull);
    const askedLater = hub.calls.all.map(({ route }) => route);
    expect(later.log).toContain("comment brought up to date, check brought up to date");
    if (one.people === "people asked") {
      expect(later.summary).toContain("octocat");
      expect(later.summary).toContain("stranger may not write to the repository");
    }
    counts.push({ one, first: asked.length, later: askedLater.length });
    expect({ asked, fits: asked.length <= most }).toEqual({ asked, fits: true });
    expect({ askedLater, fits: askedLater.length <= most }).toEqual({ askedLater, fits: true });
    expect(hub.violations()).toEqual([]);
  });

  test("how many they were", () => {
    const figures = counts.flatMap(({ first, later }) => [first, later]);
    const span = (of: readonly number[]) => [...new Set([Math.min(...of), Math.max(...of)])].join("–");
    const groups = groupedBy(({ way, crowd, people }) => `${way}, ${crowd}, ${people}`);
    const lines = [...groups].map(
      ([name, of]) =>
        `  ${span(of.map(({ first }) => first))} first, ${span(of.map(({ later }) => later))} later: ${name}`,
    );
    process.stdout.write(`calls of ${figures.length} gates on pull requests, at most ${Math.max(...figures)}\n`);
    process.stdout.write(`${lines.join("\n")}\n`);
    expect(counts).toHaveLength(cases.length);
    // The promise is no looser than what is needed.
    expect(figures).toContain(most);
  });
});
