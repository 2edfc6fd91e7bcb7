import { describe, expect, test } from "@jest/globals";
import type { HttpOutcome } from "../../../src/domain/http.ts";
import { createGitHubApi } from "../../../src/github/api/create-github-api.ts";
import type { ApiEffect } from "../../../src/github/api/github-api.ts";
import { type ApiLimits, usualLimits } from "../../../src/github/api/retry-wait.ts";
import { answer, noAnswer, scriptedHttp, sleepingClock } from "./scripted-http.ts";

const token = "ghs_0123456789abcdefghijklmnopqrstuvwxyz";
const addresses = { rest: "https://api.github.com", graphql: "https://api.github.com/graphql" };

function start(outcomes: readonly HttpOutcome[], limits: Partial<ApiLimits> = {}) {
  const http = scriptedHttp(outcomes);
  const clock = sleepingClock();
  const notes: string[] = [];
  const api = createGitHubApi({
    token,
    addresses,
    http,
    clock,
    random: () => 0.5,
    userAgent: "rollout-gate/0",
    note: (message) => notes.push(message),
    limits: { ...usualLimits, ...limits },
  });
  return { api, http, clock, notes };
}

const read = {
  route: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
  parameters: { owner: "octo-org", repo: "shop", issue_number: 7, per_page: 100 },
  effect: "read",
} as const;
const write = (effect: ApiEffect) => ({
  route: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
  parameters: { owner: "octo-org", repo: "shop", issue_number: 7, body: "text" },
  effect,
});

describe("createGitHubApi", () => {
  test("writes a route out, and reads the answer", async () => {
    const { api, http } = start([answer(200, [{ id: 1 }], { link: "x" })]);
    expect(await api.call(read)).toEqual({ ok: true, status: 200, data: [{ id: 1 }], headers: { link: "x" } });
    expect(http.sent).toMatchObject([
      {
        method: "GET",
        url: "https://api.github.com/repos/octo-org/shop/issues/7/comments?per_page=100",
        headers: { authorization: `Bearer ${token}`, "user-agent": "rollout-gate/0" },
        body: null,
      },
    ]);
    expect(api.requests).toBe(1);
  });

  test("sends parameters that are not in the address as JSON", async () => {
    const { api, http } = start([answer(201, { id: 1 })]);
    await api.call(write("create"));
    expect(http.sent[0]).toMatchObject({ method: "POST", body: '{"body":"text"}' });
    expect(http.sent[0]?.headers["content-type"]).toMatch(/^application\/json/);
  });

  test.each(["..", "."])("a parameter %s leads to no other route", async (repo) => {
    const { api, http } = start([answer(200, {})]);
    const outcome = await api.call({
      route: "GET /repos/{owner}/{repo}",
      parameters: { owner: "a", repo },
      effect: "read",
    });
    expect(outcome).toMatchObject({ ok: false, fault: { kind: "invalid", status: null } });
    expect(http.sent).toEqual([]);
  });

  test("quotes and other signs in a query are no reason to refuse", async () => {
    const { api } = start([answer(200, {})]);
    const parameters = { owner: "a", repo: "b", head: "o'ne:it's (me) *#?&/..%" };
    expect(await api.call({ route: "GET /repos/{owner}/{repo}/pulls", parameters, effect: "read" })).toMatchObject({
      ok: true,
    });
  });

  test.each<[string, HttpOutcome]>([
    ["no answer", noAnswer],
    ["502", answer(502, "<html>")],
    ["a cut body", answer(200, '[{"id":')],
    ["a page", answer(200, "<html></html>")],
    ["an empty body", answer(200, "")],
    ["a limit", answer(429, { message: "slow down" }, { "retry-after": "3" })],
    ["a secondary limit", answer(403, { message: "You have exceeded a secondary rate limit" }, { "retry-after": "3" })],
  ])("after %s, reads and repeatable writes are sent again, creates never", async (_, failure) => {
    for (const effect of ["read", "idempotent"] as const) {
      const { api, http, notes } = start([failure, answer(200, [])]);
      expect(await api.call({ ...read, effect })).toMatchObject({ ok: true });
      expect(http.sent).toHaveLength(2);
      expect(notes).toHaveLength(1);
    }
    const { api, http, clock } = start([failure, answer(201, {})]);
    expect(await api.call(write("create"))).toMatchObject({ ok: false });
    expect(http.sent).toHaveLength(1);
    expect(clock.sleeps).toEqual([]);
  });

  test.each([401, 403, 404, 409, 410, 422])("what was refused with %d is not asked again", async (status) => {
    for (const effect of ["read", "idempotent", "create"] as const) {
      const { api, http } = start([answer(status, { message: "no" })]);
      expect(await api.call({ ...read, effect })).toMatchObject({ ok: false, fault: { status } });
      expect(http.sent).toHaveLength(1);
    }
  });

  test("keeps the time that GitHub asks for, and says what it waits for", async () => {
    const { api, clock, notes } = start([
      answer(429, { message: "slow down" }, { "retry-after": "7" }),
      answer(200, []),
    ]);
    await api.call(read);
    expect(clock.sleeps).toEqual([7250]);
    expect(notes).toEqual([
      "GitHub did not answer as it should (GET /repos/{owner}/{repo}/issues/{issue_number}/comments: 429 slow down); trying again in 7.3 s.",
    ]);
  });

  test("gives up at once when GitHub asks for more than is left, over all calls together", async () => {
    const limited = answer(429, { message: "slow down" }, { "retry-after": "50" });
    const { api, clock } = start([limited], { waitMs: 60_000 });
    for (let call = 0; call < 3; call++) {
      expect(await api.call(read)).toMatchObject({ ok: false, fault: { kind: "limited" } });
    }
    expect(clock.sleeps).toHaveLength(1);
  });

  test("sends nothing any more when its time is used up", async () => {
    const { api, clock, http } = start([answer(200, [])], { totalMs: 1000 });
    await api.call(read);
    await clock.sleep(1000);
    expect(await api.call(read)).toMatchObject({ ok: false, fault: { kind: "unreachable", status: null } });
    expect(http.sent).toHaveLength(1);
  });

  test.each([301, 302, 307, 308])("follows a redirect with %d on the same host", async (status) => {
    const moved = answer(status, {}, { location: "/repositories/1/issues/7/comments" });
    const { api, http } = start([moved, answer(200, [])]);
    expect(await api.call(read)).toMatchObject({ ok: true });
    expect(http.sent[1]?.url).toBe("https://api.github.com/repositories/1/issues/7/comments");
  });

  test.each([301, 302, 307, 308])("takes nothing to another host (%d)", async (status) => {
    for (const location of [
      "https://evil.example/x",
      "http://api.github.com/x",
      "https://api.github.com:8443/x",
      "//evil.example",
    ]) {
      const { api, http } = start([answer(status, {}, { location })], { tries: 1 });
      expect(await api.call(read)).toMatchObject({ ok: false, fault: { kind: "unreachable", status } });
      expect(http.sent).toHaveLength(1);
    }
  });

  test("does not follow redirects in a circle, nor one that would change what is asked", async () => {
    const circle = start([answer(307, {}, { location: "/x" })], { tries: 1 });
    expect(await circle.api.call(read)).toMatchObject({ ok: false });
    expect(circle.http.sent).toHaveLength(4);
    const changed = start([answer(302, {}, { location: "/x" })]);
    expect(await changed.api.call(write("idempotent"))).toMatchObject({ ok: false });
    expect(new Set(changed.http.sent.map(({ url }) => url))).toHaveProperty("size", 1);
  });

  test("a token that a server sends back is not told", async () => {
    const { api, notes } = start([answer(500, { message: `bad ${token}` })]);
    const outcome = await api.call(read);
    expect(JSON.stringify([outcome, notes])).not.toContain(token);
    expect(notes.join()).toContain("bad ***");
  });

  describe("GraphQL", () => {
    test("gives the data", async () => {
      const { api, http } = start([answer(200, { data: { viewer: { id: "x" } } })]);
      expect(await api.query("query($n: Int) { viewer { id } }", { n: 1 })).toMatchObject({
        data: { viewer: { id: "x" } },
      });
      expect(http.sent[0]).toMatchObject({
        method: "POST",
        url: "https://api.github.com/graphql",
        body: '{"query":"query($n: Int) { viewer { id } }","variables":{"n":1}}',
      });
    });

    test.each([
      [{ data: null, errors: [{ type: "NOT_FOUND", message: "no" }] }, "not-found"],
      [{ data: { a: 1 }, errors: [{ type: "FORBIDDEN", message: "no" }] }, "forbidden"],
      [{ errors: [{ message: "Parse error" }] }, "invalid"],
      [{ data: null }, "unreachable"],
      [[], "unreachable"],
    ])("%j is %s", async (body, kind) => {
      const { api } = start([answer(200, body)], { tries: 1 });
      expect(await api.query("query { viewer { id } }", {})).toMatchObject({ ok: false, fault: { kind } });
    });

    test("waits for its limit, which comes with the status 200", async () => {
      const { api, clock } = start([
        answer(200, { errors: [{ type: "RATE_LIMITED", message: "slow" }] }, { "retry-after": "2" }),
        answer(200, { data: {} }),
      ]);
      expect(await api.query("query { viewer { id } }", {})).toMatchObject({ ok: true });
      expect(clock.sleeps).toEqual([2250]);
    });
  });
});
