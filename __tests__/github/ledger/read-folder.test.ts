import { describe, expect, test } from "@jest/globals";
import { fileVersion } from "../../../src/github/ledger/read-content.ts";
import { readFolder } from "../../../src/github/ledger/read-folder.ts";
import { apiFault, memoryApi } from "../memory-api.ts";

const oid = "a".repeat(40);
const blob = (name: string, text: string | null, version = fileVersion(text ?? "", oid)) => ({
  name,
  object: { oid: version, text },
});
const answer = (parts: object) => ({
  ledger: { defaultBranchRef: { name: "main", target: { oid } }, ref: { target: { oid } }, object: null, ...parts },
});
const read = (reply: unknown, branch = "rollout-gate") => {
  const api = memoryApi({ GraphQL: reply });
  return { api, folder: readFolder(api, { owner: "octo-org", repo: "shop", branch }, "rollouts/shop") };
};

describe("readFolder", () => {
  test("has every file in one request", async () => {
    const entries = Array.from({ length: 300 }, (_, at) => blob(`segment-${at}.jsonl`, `line ${at}\n`));
    const { api, folder } = read(answer({ object: { __typename: "Tree", entries } }));
    const found = await folder;
    expect(found.kind === "found" && found.files.size).toBe(300);
    expect(found.kind === "found" && found.files.get("rollouts/shop/segment-7.jsonl")).toEqual({
      text: "line 7\n",
      version: fileVersion("line 7\n", oid),
    });
    expect(api.calls).toMatchObject([
      {
        parameters: {
          owner: "octo-org",
          name: "shop",
          ref: "refs/heads/rollout-gate",
          folder: "rollout-gate:rollouts/shop",
        },
      },
    ]);
  });

  test("leaves out what is not whole, not text or no file", async () => {
    const entries = [
      blob("cut.jsonl", "half", oid),
      blob("binary", null),
      { name: "folder", object: {} },
      null,
      blob("ok", "x"),
    ];
    const found = await read(answer({ object: { __typename: "Tree", entries } })).folder;
    expect(found.kind === "found" && [...found.files.keys()]).toEqual(["rollouts/shop/ok"]);
  });

  const cases: readonly (readonly [string, unknown, object, string?])[] = [
    ["no branch", answer({ ref: null }), { kind: "nothing", what: "branch" }],
    ["no folder", answer({}), { kind: "nothing", what: "file" }],
    ["a file in its place", answer({ object: { __typename: "Blob" } }), { kind: "unknown" }],
    ["a token that sees no code", answer({ defaultBranchRef: null, ref: null }), { kind: "unknown" }],
    [
      "a repository without commits",
      answer({ defaultBranchRef: { name: "main", target: null }, ref: null }),
      { kind: "unknown" },
    ],
    ["the default branch itself", answer({}), { kind: "unknown" }, "main"],
    ["no answer", apiFault("unreachable"), { kind: "unknown" }],
    ["no permission", apiFault("forbidden", 403), { kind: "unknown" }],
    ["another shape", { ledger: 5 }, { kind: "unknown" }],
    [
      "an answer without the branch",
      { ledger: { defaultBranchRef: { name: "main", target: { oid } } } },
      { kind: "unknown" },
    ],
  ];
  const filled = cases.map(
    ([name, reply, outcome, branch = "rollout-gate"]) => [name, reply, outcome, branch] as const,
  );
  test.each(filled)("%s", async (_, reply, outcome, branch) => {
    expect(await read(reply, branch).folder).toEqual(outcome);
  });
});
