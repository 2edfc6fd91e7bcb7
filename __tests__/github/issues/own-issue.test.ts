import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ApiAnswer, ApiCall, GitHubApi } from "../../../src/github/api/github-api.ts";
import { bearsLine, issueMarker } from "../../../src/github/issues/find-own-issues.ts";
import { saveOwnIssue } from "../../../src/github/issues/own-issue.ts";

type Fate = "answered" | "refused" | "lost-before" | "lost-after";
interface Issue {
  readonly number: number;
  readonly author: string;
  readonly labelled: boolean;
  body: string;
  open: boolean;
}

const clock = { now: () => new Date(0), monotonicMs: () => 0, sleep: async () => {} };
const marker = issueMarker("ticks", "search");
const me = "github-actions[bot]";

/** The issues of one repository, in memory. */
function memoryIssues(keepsLabels = true) {
  const issues: Issue[] = [];
  const world = { fates: [] as Fate[] };
  let requests = 0;
  const node = ({ number, author, body }: Issue) => ({
    id: `I${number}`,
    number,
    viewerDidAuthor: author === me,
    body,
  });
  const graphql = (text: string, variables: Readonly<Record<string, unknown>>): unknown => {
    if (text.includes("nodes(ids:")) {
      return {
        nodes: (variables.ids as string[]).map((id) => issues.filter((one) => `I${one.number}` === id).map(node)[0]),
      };
    }
    const open = issues.filter((issue) => issue.open);
    return {
      repository: {
        labelled: { nodes: open.filter(({ labelled }) => labelled).map(node) },
        recent: { nodes: [...open].reverse().slice(0, 100).map(node) },
      },
    };
  };
  const rest = ({ route, parameters }: ApiCall): unknown => {
    if (route.startsWith("POST")) {
      const number = issues.length + 1;
      issues.push({ number, author: me, labelled: keepsLabels, body: String(parameters.body), open: true });
      return { number };
    }
    const issue = issues[Number(parameters.issue_number) - 1];
    if (issue === undefined) throw new Error("there is no such issue");
    if (parameters.body !== undefined) issue.body = String(parameters.body);
    if (parameters.state === "closed") issue.open = false;
    return { html_url: `https://github.com/octo-org/shop/issues/${issue.number}` };
  };
  const answer = (act: () => unknown): ApiAnswer => {
    requests++;
    const fate = world.fates.shift() ?? "answered";
    const lost: ApiAnswer = { ok: false, fault: { kind: "unreachable", status: null, message: "socket hang up" } };
    if (fate === "refused") return { ok: false, fault: { kind: "forbidden", status: 403, message: "said 403" } };
    if (fate === "lost-before") return lost;
    const data = act();
    return fate === "lost-after" ? lost : { ok: true, status: 200, data, headers: {} };
  };
  const api: GitHubApi = {
    call: async (call) => answer(() => rest(call)),
    query: async (text, variables) => answer(() => graphql(text, variables)),
    get requests() {
      return requests;
    },
  };
  return { api, issues, world };
}

const wish = (text: string) => ({
  repository: "octo-org/shop",
  marker,
  label: "rollout-gate-ticks",
  title: "Ticks",
  write: (body: string | null) => `${marker}\n${text}${body?.includes("theirs") ? "\ntheirs" : ""}`,
});

describe("saveOwnIssue", () => {
  test("makes one, changes it in place, and leaves alone what says so already", async () => {
    const { api, issues } = memoryIssues();
    expect(await saveOwnIssue(api, clock, wish("one"))).toEqual({ ok: true, what: "created", number: 1 });
    expect(await saveOwnIssue(api, clock, wish("two"))).toEqual({ ok: true, what: "updated", number: 1 });
    const before = api.requests;
    expect(await saveOwnIssue(api, clock, wish("two"))).toEqual({ ok: true, what: "unchanged", number: 1 });
    expect(api.requests - before).toBe(1);
    expect(issues).toMatchObject([{ body: `${marker}\ntwo` }]);
  });

  test("another's issue with the marker is not ours", async () => {
    const { api, issues } = memoryIssues();
    issues.push({ number: 1, author: "stranger", labelled: true, body: `${marker}\nx`, open: true });
    expect(await saveOwnIssue(api, clock, wish("one"))).toMatchObject({ what: "created", number: 2 });
    expect(issues[0]?.body).toBe(`${marker}\nx`);
  });

  test("whatever is lost or refused: never two, with labels or without, and the next run mends it", async () => {
    const fates = fc.array(fc.constantFrom<Fate>("answered", "refused", "lost-before", "lost-after"), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fates, fates, fc.boolean(), async (first, second, keepsLabels) => {
        const { api, issues, world } = memoryIssues(keepsLabels);
        for (const [at, some] of [first, second, []].entries()) {
          world.fates = [...some];
          await saveOwnIssue(api, clock, wish(`run ${at}`));
          expect(issues.length).toBeLessThanOrEqual(1);
        }
        expect(issues).toMatchObject([{ body: `${marker}\nrun 2`, open: true }]);
      }),
      { numRuns: 500 },
    );
  });

  test("runs at once leave one open, in whatever order their requests come", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 4 }), async (scheduler, count) => {
        const { api, issues } = memoryIssues();
        const slow: GitHubApi = {
          ...api,
          call: async (call) => {
            await scheduler.schedule(Promise.resolve());
            return api.call(call);
          },
          query: async (...asked) => {
            await scheduler.schedule(Promise.resolve());
            return api.query(...asked);
          },
        };
        const runs = Array.from({ length: count }, (_, at) => saveOwnIssue(slow, clock, wish(`run ${at}`)));
        await scheduler.waitFor(Promise.all(runs));
        expect(issues.filter(({ open }) => open)).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });
});

test("a marker ends no HTML comment, and is found as a line of its own", () => {
  expect(issueMarker("ticks", "a-->b<script>")).toMatch(/^<!-- rollout-gate: ticks of [^<>]* -->$/);
  expect(issueMarker("ticks", "a--b")).not.toMatch(/a--b/);
  expect(bearsLine(`x\r\n${marker}\r\ny`, marker)).toBe(true);
  expect(bearsLine(`x ${marker}`, marker)).toBe(false);
});
