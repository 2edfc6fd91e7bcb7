import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Contact } from "../src/domain/config.ts";
import type { TickItem } from "../src/domain/sign-off.ts";
import { type AskPeopleOptions, createPeoplePort, ticksLabel } from "../src/entry/ask-people.ts";
import { issueMarker } from "../src/github/issues/find-own-issues.ts";
import { publishVerdict } from "../src/github/publish/publish-verdict.ts";
import { nothingSeen } from "../src/github/publish/seen.ts";
import { judgePeople } from "../src/judge/judge-people.ts";
import { tickMark } from "../src/people/read-ticks.ts";
import { tickItems } from "../src/people/tick-items.ts";
import { renderTickPart } from "../src/report/render-tick-issue.ts";
import { ask } from "./github/ask.ts";
import type { Hub } from "./github/hub.ts";
import { startHub } from "./github/start-hub.ts";
import { clientOf, instantClock, publicationFor } from "./publishing.ts";

let hub: Hub;
let pull: { readonly number: number; readonly headSha: string };
// GitHub's schema is read when it is first asked for, which takes longer than any answer.
beforeAll(async () => {
  const first = await startHub();
  await ask(first.graphqlUrl, "POST", first.tokens.reader, { query: "query { viewer { login } }" });
  await first.stop();
});
beforeEach(async () => {
  hub = await startHub();
  pull = await hub.state.openPullRequest("feature");
});
afterEach(async () => {
  expect(hub.violations()).toEqual([]);
  await hub.stop();
});

const items = tickItems({
  manual: [{ group: "chat", items: [{ text: "Streaming", required: true }] }],
  signOffs: [
    { role: "tech-lead", required: true },
    { role: "qa", required: true },
    { role: "docs", required: false },
  ],
});
const contact = (role: string, handle: string | null): Contact => ({
  role,
  handle,
  name: null,
  email: null,
  slack: null,
});
const contacts = [contact("tech-lead", "octocat"), contact("qa", "octo-org/testers")];
const question = { rollout: "search", items, contacts };
const [streaming, lead, qa, docs] = items as readonly [TickItem, TickItem, TickItem, TickItem];

function port(more: Partial<AskPeopleOptions> = {}, token?: string) {
  return createPeoplePort({
    api: clientOf(hub, token),
    clock: instantClock,
    repository: "octo-org/shop",
    pullRequest: pull.number,
    seen: nothingSeen(),
    spare: () => Number.POSITIVE_INFINITY,
    keepsIssue: false,
    ...more,
  });
}
const onMain = (token?: string) => port({ pullRequest: null, keepsIssue: true }, token);

/** Asks people, and publishes a comment with the list, as a gate on the pull request does. */
async function gateOnPull() {
  const seen = nothingSeen();
  const api = clientOf(hub);
  const answer = await port({ api, seen }).ask(question);
  const list = answer.ticks.ok ? renderTickPart(items, answer.ticks.value, { mark: tickMark, maxBytes: 9000 }) : "";
  const comment = { mode: "always", headline: "## GO", text: `## GO\n\n${list}` } as const;
  await publishVerdict(api, instantClock, publicationFor(pull, { check: null, comment }), seen);
  return answer;
}

const flip = (item: TickItem, to: "x" | " ") => (body: string) =>
  body.replace(new RegExp(`^- \\[.\\](.*tick ${item.id} -->)`, "m"), `- [${to}]$1`);
const ours = async () => (await hub.state.comments(pull.number)).filter(({ login }) => login === "github-actions[bot]");
const tick = async (login: string, item: TickItem, to: "x" | " " = "x") => {
  const [comment] = await ours();
  await hub.state.editComment(comment?.id ?? 0, login, flip(item, to));
};
async function standing() {
  const { ticks } = await gateOnPull();
  return ticks.ok ? ticks.value.standing.map(({ id, by }) => [id, by]) : ticks.problem.reason;
}

describe("in the comment on a pull request", () => {
  beforeEach(async () => {
    await gateOnPull();
  });

  test("a tick counts by who the API says has made it, and survives updates of the text", async () => {
    await tick("hubot", streaming);
    await tick("octocat", lead);
    const expected = [
      [streaming.id, "hubot"],
      [lead.id, "octocat"],
    ];
    expect(await standing()).toEqual(expected);
    expect((await ours())[0]?.body).toContain("- [x] Streaming — hubot, ");
    expect(await standing()).toEqual(expected);
    await tick("hubot", lead, " ");
    expect(await standing()).toEqual(expected.slice(0, 1));
  });

  test("who may not write, has not the role, or is not known does not count, and is named", async () => {
    await tick("stranger", streaming);
    await tick("hubot", lead);
    await tick("hubot", qa);
    const { ticks } = await gateOnPull();
    expect(ticks).toMatchObject({
      ok: true,
      value: {
        standing: [],
        refused: [
          { id: streaming.id, by: "stranger", reason: "stranger may not write to the repository" },
          { id: lead.id, by: "hubot", reason: "hubot is not tech-lead" },
          { id: qa.id, by: "hubot", reason: "whether hubot is qa could not be read" },
        ],
      },
    });
    const findings = judgePeople(items, ticks);
    expect(findings.map(({ subject, outcome, severity }) => [subject, outcome, severity])).toEqual([
      ["by hand: chat", "fail", "critical"],
      ["sign-off tech-lead", "fail", "critical"],
      ["sign-off qa", "inconclusive", "critical"],
      ["sign-off docs", "fail", "warning"],
    ]);
    expect((await ours())[0]?.body).not.toContain("[x]");
  });

  test("a team counts where the token may see it", async () => {
    hub.state.setTeam("octo-org", "testers", ["hubot"]);
    await tick("hubot", qa);
    // A job's own token may not look into teams.
    expect(await standing()).toEqual([]);
    const { ticks } = await port({}, hub.tokens.octocat).ask(question);
    // It did not write the comment, so it takes no tick from there.
    expect(ticks).toMatchObject({ ok: true, value: { standing: [], refused: [] } });
    const permissions = { members: "read", issues: "write", pull_requests: "write", metadata: "read" } as const;
    const app = hub.issueToken({ kind: "app", slug: "octo-app", repository: "octo-org/shop", permissions });
    await onMain(app).ask(question);
    const [issue] = await hub.state.issues();
    await hub.state.editIssue(issue?.number ?? 0, "hubot", flip(qa, "x"));
    expect(await onMain(app).ask(question)).toMatchObject({
      ticks: { value: { standing: [{ id: qa.id, by: "hubot" }] } },
    });
  });

  test("a version that is gone from the history ticks nothing", async () => {
    await tick("hubot", streaming);
    const [comment] = await ours();
    await hub.state.editComment(comment?.id ?? 0, "hubot", (body) => `${body}\nmore`);
    hub.state.forgetRevisions(`comments/${comment?.id}`);
    expect(await standing()).toEqual([]);
  });

  test("a copy of the list in somebody else's comment ticks nothing", async () => {
    const [comment] = await ours();
    await hub.state.comment(pull.number, "octocat", flip(streaming, "x")(comment?.body ?? ""));
    expect(await standing()).toEqual([]);
  });

  test("costs two calls more when nobody ticked, one more for each who did, and publishing looks once less", async () => {
    hub.calls.clear();
    await gateOnPull();
    expect(hub.calls.total).toBe(2);
    await tick("hubot", streaming);
    hub.calls.clear();
    await gateOnPull();
    // Look, history, permission, write, look.
    expect(hub.calls.total).toBe(5);
  });

  test("a history of more than a hundred versions is read to its beginning", async () => {
    await tick("hubot", streaming);
    const [comment] = await ours();
    for (let at = 0; at < 205; at++)
      await hub.state.editComment(comment?.id ?? 0, "monalisa", (body) => `${body}\n${at}`);
    expect(await standing()).toEqual([[streaming.id, "hubot"]]);
  });

  test.each(["unavailable", "not-found", "reset", "bad-credentials"] as const)(
    "what cannot be read (%s) is not told, never ticked, and never open",
    async (kind) => {
      await tick("hubot", streaming);
      const isHistory = (body: unknown) => JSON.stringify(body).includes("userContentEdits");
      hub.arm({
        fault: { kind, when: "before" } as Parameters<typeof hub.arm>[0]["fault"],
        at: ({ route, body }) => route === "POST /graphql" && isHistory(body),
        times: Number.POSITIVE_INFINITY,
      });
      const { ticks } = await port().ask(question);
      expect(ticks.ok).toBe(false);
      expect(judgePeople(items, ticks).map(({ outcome }) => outcome)).toEqual(items.map(() => "inconclusive"));
    },
  );

  test("a permission that cannot be read does not count", async () => {
    await tick("hubot", streaming);
    hub.arm({
      fault: { kind: "no-permission", when: "before" },
      at: "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
    });
    expect(await port().ask(question)).toMatchObject({
      ticks: {
        value: { standing: [], refused: [{ reason: "whether hubot may write to the repository could not be read" }] },
      },
    });
  });
});

describe("in the tracking issue", () => {
  test("the default branch's run makes it once, and keeps it up to date in place", async () => {
    const first = await onMain().ask(question);
    expect(first).toMatchObject({ warnings: [], ticks: { ok: true, value: { place: "#2", standing: [] } } });
    expect(await hub.state.issues()).toMatchObject([
      { number: 2, state: "open", labels: [ticksLabel], body: expect.stringContaining(issueMarker("ticks", "search")) },
    ]);
    hub.calls.clear();
    await onMain().ask(question);
    expect(hub.calls.total).toBe(1);
    await hub.state.editIssue(2, "octocat", (body) => `${flip(lead, "x")(body)}\nA word of ours.`);
    await onMain().ask(question);
    const [issue] = await hub.state.issues();
    expect(issue?.body).toContain("| tech-lead | yes | octocat | ");
    expect(issue?.body).toContain("\nA word of ours.");
    expect(await hub.state.issues()).toHaveLength(1);
  });

  test("what is ticked there counts on a pull request, and the last word does", async () => {
    await onMain().ask(question);
    await hub.state.editIssue(2, "octocat", flip(lead, "x"));
    await gateOnPull();
    expect(await standing()).toEqual([[lead.id, "octocat"]]);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await tick("octocat", lead, " ");
    expect(await standing()).toEqual([]);
    expect(await hub.state.issues()).toHaveLength(1);
  });

  test("one that somebody else opened with our line is not ours", async () => {
    const body = `${issueMarker("ticks", "search")}\n- [x] docs ${tickMark(docs.id)}`;
    await hub.state.openIssue("stranger", "Sign-offs", body);
    expect(await onMain().ask(question)).toMatchObject({ ticks: { value: { place: "#3", standing: [] } } });
  });

  test("is found without its label, too", async () => {
    await onMain().ask(question);
    await ask(`${hub.url}/repos/octo-org/shop/issues/2`, "PATCH", hub.tokens.octocat, { labels: [] });
    await onMain().ask(question);
    expect(await hub.state.issues()).toHaveLength(1);
  });

  test.each(["before", "after"] as const)("is not made twice when its answer is lost %s it was made", async (when) => {
    hub.arm({ fault: { kind: "reset", when }, at: "POST /repos/{owner}/{repo}/issues" });
    expect(await onMain().ask(question)).toMatchObject({ warnings: [], ticks: { value: { place: "#2" } } });
    expect(await hub.state.issues()).toHaveLength(1);
  });

  test("runs at once leave one open", async () => {
    await Promise.all(Array.from({ length: 5 }, () => onMain().ask(question)));
    expect((await hub.state.issues()).filter(({ state }) => state === "open")).toHaveLength(1);
  });

  test("a token that may not write gives one warning, and the answer stands", async () => {
    const told = await onMain(hub.tokens.reader).ask(question);
    expect(told.warnings).toEqual([expect.stringContaining("`issues: write`")]);
    expect(told.ticks).toMatchObject({ ok: true, value: { place: null } });
    expect(await hub.state.issues()).toEqual([]);
  });
});
