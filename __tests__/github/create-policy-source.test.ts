import { describe, expect, test } from "@jest/globals";
import type { ApiAnswer, ApiCall, ApiFault, GitHubApi } from "../../src/github/api/github-api.ts";
import { createPolicySource } from "../../src/github/create-policy-source.ts";

const commit = "a".repeat(40);

function fileAnswer(text: string | Uint8Array, more: object = {}): ApiAnswer {
  const bytes = Buffer.from(text);
  // GitHub breaks Base64 into lines.
  const content = bytes.toString("base64").replace(/(.{60})/g, "$1\n");
  return ok({ type: "file", encoding: "base64", size: bytes.length, content, ...more });
}

function ok(data: unknown): ApiAnswer {
  return { ok: true, status: 200, data, headers: {} };
}

function fault(kind: ApiFault["kind"]): ApiAnswer {
  return { ok: false, fault: { kind, status: null, message: `GitHub said ${kind}.` } };
}

function api(contents: ApiAnswer, commits: ApiAnswer = fault("not-found")) {
  const calls: ApiCall[] = [];
  const made: GitHubApi = {
    call: async (call) => {
      calls.push(call);
      return call.route.includes("/contents/") ? contents : commits;
    },
    query: async () => fault("invalid"),
    get requests() {
      return calls.length;
    },
  };
  return { source: createPolicySource(made, "octo-org/shop"), calls };
}

describe("createPolicySource", () => {
  test("reads a file at a commit, in one request", async () => {
    const { source, calls } = api(fileAnswer("\ufeffrollout: ü\n".repeat(20)));
    const text = await source.read(commit, ".github/rollout-gate.yml");
    expect(text).toEqual({ ok: true, value: "\ufeffrollout: ü\n".repeat(20).slice(1) });
    expect(calls).toEqual([
      {
        route: "GET /repos/{owner}/{repo}/contents/{path}",
        parameters: { owner: "octo-org", repo: "shop", path: ".github/rollout-gate.yml", ref: commit },
        effect: "read",
      },
    ]);
  });

  test("a file that is not there at a commit that is there is none, in two requests", async () => {
    const { source, calls } = api(fault("not-found"), ok({ sha: commit }));
    expect(await source.read(commit, "gate.yml")).toEqual({ ok: true, value: null });
    expect(calls).toHaveLength(2);
  });

  test.each<[string, ApiAnswer, ApiAnswer | undefined, RegExp]>([
    ["no right to look", fault("not-found"), fault("not-found"), /not known whether there is one/],
    ["another commit's answer", fault("not-found"), ok({ sha: "b".repeat(40) }), /not known whether there is one/],
    ["a refusal", fault("forbidden"), undefined, /GitHub said forbidden/],
    ["no answer", fault("unreachable"), undefined, /GitHub said unreachable/],
    ["limits", fault("limited"), undefined, /GitHub said limited/],
    ["a folder", ok([]), undefined, /a folder/],
    ["a link", ok({ type: "symlink", target: "/etc/passwd" }), undefined, /a link out of the repository/],
    ["a submodule", ok({ type: "submodule" }), undefined, /no file/],
    ["nothing", ok(null), undefined, /no file/],
    [
      "a file too large to be served",
      fileAnswer("", { encoding: "none", size: 2e6 }),
      undefined,
      /without its content/,
    ],
    ["half an answer", fileAnswer("rollout", { size: 99 }), undefined, /not whole/],
    ["no UTF-8", fileAnswer(new Uint8Array([0xff, 0xfe, 0x41])), undefined, /not UTF-8/],
    ["a prototype instead of members", ok(Object.create({ type: "file" })), undefined, /no file/],
  ])("%s is a problem, and never no policy", async (_name, contents, commits, words) => {
    const text = await api(contents, commits).source.read(commit, "gate.yml");
    expect(text.ok ? "read" : text.problem.reason).toMatch(words);
  });

  test("asks for nothing but a commit", async () => {
    const { source, calls } = api(fileAnswer("x"));
    expect((await source.read("main", "gate.yml")).ok).toBe(false);
    expect(calls).toEqual([]);
  });
});
