import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { ask, type Told } from "./ask.ts";
import { type Fault, faultName, faults } from "./fault.ts";
import type { Hub } from "./hub.ts";
import { startHub } from "./start-hub.ts";

let hub: Hub;
let number: number;
beforeEach(async () => {
  hub = await startHub();
  ({ number } = await hub.state.openPullRequest("feature"));
});
afterEach(() => hub.stop());

/** What a client sees: an answer, or the kind of trouble. */
async function outcome(asking: Promise<Told>): Promise<string> {
  try {
    return String((await asking).status);
  } catch (error) {
    return error instanceof SyntaxError ? "not JSON" : (error as Error).name === "TimeoutError" ? "no answer" : "cut";
  }
}

const say = (timeoutMs?: number) => {
  const url = `${hub.url}/repos/octo-org/shop/issues/${number}/comments`;
  return ask(url, "POST", hub.tokens.writer, { body: "hello" }, {}, timeoutMs);
};

const expected: Readonly<Record<Fault["kind"], string>> = {
  reset: "cut",
  "bad-gateway": "not JSON",
  unavailable: "not JSON",
  "rate-limit": "403",
  "secondary-limit": "403",
  "secondary-limit-bare": "403",
  "too-many-requests": "429",
  "no-permission": "403",
  "bad-credentials": "401",
  "not-found": "404",
  conflict: "409",
  unprocessable: "422",
  hang: "no answer",
  truncated: "not JSON",
  "cut-short": "cut",
  html: "not JSON",
  empty: "200",
  "slow-drip": "201",
  "stale-read": "201",
  "redirect-elsewhere": "307",
  "moved-elsewhere": "301",
};

describe("each fault strikes once, and takes effect exactly when it says so", () => {
  test.each(faults.map((fault) => [faultName(fault), fault] as const))("%s", async (_, fault) => {
    const armed = hub.arm({ fault, at: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments" });
    // Only who hangs is waited for until the client gives up.
    expect(await outcome(say(fault.kind === "hang" ? 500 : undefined))).toBe(expected[fault.kind]);
    expect(armed.struck).toBe(1);
    expect(await hub.state.comments(number)).toHaveLength(fault.when === "after" ? 1 : 0);
    expect(hub.calls.all.at(-1)).toMatchObject({ fault, done: fault.when === "after" });
    expect(await outcome(say())).toBe("201");
  });
});

test("a limit says when to come again", async () => {
  hub.arm({ fault: { kind: "too-many-requests", when: "before" }, retryAfterSeconds: 7 });
  expect((await say()).headers.get("retry-after")).toBe("7");
  hub.arm({ fault: { kind: "rate-limit", when: "before" }, retryAfterSeconds: 30 });
  const told = await say();
  expect(told.headers.get("x-ratelimit-remaining")).toBe("0");
  expect(Number(told.headers.get("x-ratelimit-reset"))).toBeGreaterThan(Date.now() / 1000 + 20);
});

test("a stale read says what was there before", async () => {
  const url = `${hub.url}/repos/octo-org/shop/contents/README.md`;
  const first = await ask(url, "GET", hub.tokens.writer);
  await hub.state.commit("main", "README.md", "changed");
  hub.arm({ fault: { kind: "stale-read", when: "after" } });
  expect((await ask(url, "GET", hub.tokens.writer)).data.sha).toBe(first.data.sha);
  expect((await ask(url, "GET", hub.tokens.writer)).data.sha).not.toBe(first.data.sha);
});

test("who follows a redirect with the token is seen to do so", async () => {
  hub.arm({ fault: { kind: "redirect-elsewhere", when: "before" } });
  const told = await ask(`${hub.url}/repos/octo-org/shop`, "GET", hub.tokens.writer);
  await fetch(String(told.headers.get("location")), { headers: { authorization: "Bearer careless" } });
  expect(hub.elsewhere).toEqual([{ target: "/repos/octo-org/shop", authorization: "Bearer careless" }]);
});

test("faults strike where, when and as often as they were told", async () => {
  const look = () => ask(`${hub.url}/repos/octo-org/shop`, "GET", hub.tokens.writer);
  hub.arm({ fault: { kind: "conflict", when: "before" }, skip: 1, times: 2 });
  const seen = [];
  for (let call = 0; call < 5; call++) seen.push((await look()).status);
  expect(seen).toEqual([200, 409, 409, 200, 200]);

  const armed = hub.arm({ fault: { kind: "conflict", when: "before" }, times: Number.POSITIVE_INFINITY });
  expect((await look()).status).toBe(409);
  armed.disarm();
  expect((await look()).status).toBe(200);

  hub.arm({ fault: { kind: "conflict", when: "before" }, at: ({ login }) => login === "hubot" });
  expect((await look()).status).toBe(200);

  const draws = [0.9, 0.05, 0.9];
  const chance = { probability: 0.1, random: () => draws.shift() ?? 1 };
  hub.disarmAll();
  hub.arm({ fault: { kind: "conflict", when: "before" }, times: Number.POSITIVE_INFINITY, chance });
  expect([(await look()).status, (await look()).status, (await look()).status]).toEqual([200, 409, 200]);
});
