import { describe, expect, test } from "@jest/globals";
import { readStandings, type Ticker } from "../../../src/github/people/read-standings.ts";
import { apiFault, memoryApi } from "../memory-api.ts";

const onCall = { role: "on-call", handle: "octo-org/testers" };
const lead = { role: "lead", handle: "octocat" };
const tickers: readonly Ticker[] = [
  { login: "Octocat", roles: [lead] },
  { login: "hubot", roles: [onCall] },
  { login: "stranger", roles: [onCall] },
];
const permissionRoute = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
const teamRoute = "GET /orgs/{org}/teams/{team_slug}/memberships/{username}";
const byRest = {
  [permissionRoute]: ({ username }: Readonly<Record<string, unknown>>) => ({
    permission: username === "stranger" ? "read" : "write",
  }),
  [teamRoute]: ({ username }: Readonly<Record<string, unknown>>) =>
    username === "hubot" ? { state: "active" } : apiFault("not-found", 404),
};
const edge = (login: string, permission: string) => ({
  collaborators: { edges: [{ permission, node: { login } }] },
});
const team = (...logins: readonly string[]) => ({ team: { members: { nodes: logins.map((login) => ({ login })) } } });
const together = {
  person0: edge("octocat", "MAINTAIN"),
  person1: edge("hubot", "WRITE"),
  team1x0: team("hubotte", "Hubot"),
  person2: { collaborators: { edges: [] } },
  team2x0: team(),
};
const shown = (standings: Awaited<ReturnType<typeof readStandings>>) =>
  standings.map(({ login, mayWrite, roles }) => [login, mayWrite, Object.fromEntries(roles)]);
const expected = [
  ["Octocat", true, { lead: true }],
  ["hubot", true, { "on-call": true }],
  ["stranger", false, {}],
];

describe("readStandings", () => {
  test("asks one by one as long as that fits", async () => {
    const api = memoryApi(byRest);
    expect(shown(await readStandings(api, "octo-org/shop", tickers, 5))).toEqual(expected);
    expect(api.requests).toBe(4);
  });

  test("asks for all of them at once where it does not", async () => {
    const api = memoryApi({ GraphQL: together });
    expect(shown(await readStandings(api, "octo-org/shop", tickers, 4))).toEqual(expected);
    expect(api.requests).toBe(1);
  });

  test("asks one by one for what it is not told at once", async () => {
    const api = memoryApi({ GraphQL: apiFault("forbidden", 403), ...byRest });
    const standings = await readStandings(api, "octo-org/shop", tickers, 1);
    // Of a team that was not seen at once it is not known.
    expect(shown(standings)).toEqual([expected[0], ["hubot", true, { "on-call": null }], expected[2]]);
    expect(api.calls.map(({ route }) => route)).toEqual(["GraphQL", permissionRoute, permissionRoute, permissionRoute]);
  });

  test.each<[string, unknown, unknown]>([
    ["who may only read", edge("octocat", "READ"), false],
    ["who triages", edge("octocat", "TRIAGE"), false],
    ["who writes", edge("octocat", "WRITE"), true],
    ["who administers", edge("octocat", "ADMIN"), true],
    ["somebody else with a name like it", edge("octocat-2", "ADMIN"), false],
    [
      "a permission that is not told is asked for again",
      { collaborators: { edges: [{ node: { login: "octocat" } }] } },
      null,
    ],
    ["nothing is asked for again", { collaborators: null }, null],
  ])("%s", async (_, person0, mayWrite) => {
    const api = memoryApi({
      GraphQL: { person0, person1: edge("hubot", "WRITE") },
      [permissionRoute]: apiFault("forbidden"),
    });
    const [first] = await readStandings(
      api,
      "octo-org/shop",
      [
        { login: "octocat", roles: [] },
        { login: "hubot", roles: [] },
      ],
      1,
    );
    expect(first?.mayWrite).toBe(mayWrite);
    expect(api.requests).toBe(mayWrite === null ? 2 : 1);
  });

  test.each<[string, unknown, boolean | null]>([
    ["who is in the team", team("hubot"), true],
    ["who is not seen in it", team("hubotte"), null],
    ["a team that is not seen", { team: null }, null],
  ])("%s", async (_, team0, has) => {
    const api = memoryApi({ GraphQL: { person0: edge("hubot", "WRITE"), team0x0: team0 } });
    const [first] = await readStandings(api, "octo-org/shop", [{ login: "hubot", roles: [onCall] }], 1);
    expect(first?.roles.get("on-call")).toBe(has);
  });
});
