import { describe, expect, test } from "@jest/globals";
import { createPolicySource } from "../../src/github/create-policy-source.ts";
import { filesAtCommits } from "../../src/github/files-at-commits.ts";
import { fileVersion } from "../../src/github/ledger/read-content.ts";
import { apiFault, memoryApi } from "./memory-api.ts";

const base = "a".repeat(40);
const head = "b".repeat(40);
const text = "rollout: ü\r\n";
const blob = (of: string, more: object = {}) => ({ oid: fileVersion(of, base), text: of, ...more });
const file = (more: object = {}, object: object | null = blob(text)) => ({
  type: "blob",
  mode: 0o100644,
  object,
  ...more,
});
const commit = (oid: string, of: unknown) => ({ oid, file: of });

async function seen(object: unknown) {
  const api = memoryApi({ GraphQL: { repository: { at0: object, at1: commit(head, null) } } });
  const found = await filesAtCommits(api, { owner: "octo-org", name: "shop", path: "gate.yml" }, [base, head]);
  expect(api.calls).toMatchObject([{ parameters: { path: "gate.yml", at0: base, at1: head } }]);
  if (!found.ok) throw new Error(found.fault.message);
  expect(found.files.get(head)).toBeNull();
  return found.files.has(base) ? { text: found.files.get(base) } : "in doubt";
}

describe("filesAtCommits", () => {
  test.each<[string, unknown, unknown]>([
    ["a file", commit(base, file()), { text }],
    ["a program", commit(base, file({ mode: 0o100755 })), { text }],
    ["a mark at its beginning", commit(base, file({}, blob(`\ufeff${text}`))), { text }],
    ["an empty file", commit(base, file({}, blob(""))), { text: "" }],
    ["no file", commit(base, null), { text: null }],
    ["a link", commit(base, file({ mode: 0o120000 }, blob("elsewhere.yml"))), "in doubt"],
    ["a folder", commit(base, file({ type: "tree", mode: 0o40000 }, {})), "in doubt"],
    ["a submodule", commit(base, file({ type: "commit", mode: 0o160000 }, null)), "in doubt"],
    ["text that was cut", commit(base, file({}, blob(text, { text: "rollout" }))), "in doubt"],
    ["bytes that are no text", commit(base, file({}, blob(text, { text: null }))), "in doubt"],
    ["a mode that is not told", commit(base, file({ mode: null })), "in doubt"],
    ["another commit", commit(head, file()), "in doubt"],
    ["no commit", null, "in doubt"],
    ["something that is no commit", {}, "in doubt"],
    ["a commit of which no file is told", { oid: base }, "in doubt"],
  ])("%s", async (_, object, told) => {
    expect(await seen(object)).toEqual(told);
  });

  test.each(["unauthorized", "limited"] as const)("%s holds for every way to ask", async (kind) => {
    const api = memoryApi({ GraphQL: apiFault(kind) });
    const read = await createPolicySource(api, "octo-org/shop").read(base, "gate.yml");
    expect(read).toMatchObject({ ok: false, problem: { reason: `said ${kind}` } });
    expect(api.calls).toHaveLength(1);
  });
});

describe("createPolicySource", () => {
  test("has the config at both commits in one request", async () => {
    const other = "rollout: b\n";
    const api = memoryApi({
      GraphQL: { repository: { at0: commit(base, file()), at1: commit(head, file({}, blob(other))) } },
    });
    const source = createPolicySource(api, "octo-org/shop");
    expect(await source.read(base, "gate.yml", [head])).toEqual({ ok: true, value: text });
    expect(await source.read(head, "gate.yml")).toEqual({ ok: true, value: other });
    expect(api.calls).toHaveLength(1);
  });

  test("asks by REST for what is in doubt, and for nothing else", async () => {
    const api = memoryApi({
      GraphQL: { repository: { at0: commit(base, file({ mode: 0o120000 })), at1: commit(head, null) } },
      "GET /repos/{owner}/{repo}/contents/{path}": {
        type: "file",
        encoding: "base64",
        size: 2,
        content: Buffer.from("x\n").toString("base64"),
      },
    });
    const source = createPolicySource(api, "octo-org/shop");
    expect(await source.read(base, "gate.yml", [head])).toEqual({ ok: true, value: "x\n" });
    expect(await source.read(head, "gate.yml")).toEqual({ ok: true, value: null });
    expect(api.calls.map(({ route }) => route)).toEqual(["GraphQL", "GET /repos/{owner}/{repo}/contents/{path}"]);
  });
});
