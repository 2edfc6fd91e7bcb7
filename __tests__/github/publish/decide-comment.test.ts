import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { bearsMarker, commentMarker } from "../../../src/github/publish/comment-marker.ts";
import { type CommentScene, commentBody, decideComment } from "../../../src/github/publish/decide-comment.ts";
import { type CommentMode, commentModes, type Ending } from "../../../src/github/publish/publication.ts";

const text = "## GO: `search`\n\n3 of 3 checks passed";
const own = (id: string, body: string) => ({ id, body: commentBody("search", body) });
const scene = (more: Partial<CommentScene> & { readonly mode?: CommentMode } = {}): CommentScene => ({
  rollout: "search",
  ending: "GO",
  wish: { mode: more.mode ?? "always", headline: "## GO: `search`", text },
  commit: "a",
  head: "a",
  own: [],
  ...more,
});

describe("decideComment", () => {
  const body = commentBody("search", text);
  const noGo = "## NO-GO: `search`\n\nslower";
  const otherFigures = "## GO: `search`\n\n2 of 2 checks passed";

  test.each<[string, CommentScene, object]>([
    ["nothing is there", scene(), { kind: "create", body, remove: [] }],
    ["it says so already", scene({ own: [own("5", text)] }), { kind: "nothing", why: "unchanged", remove: [] }],
    [
      "GitHub has other line ends",
      scene({ own: [{ id: "5", body: `${body.replaceAll("\n", "\r\n")}\r\n` }] }),
      { kind: "nothing", why: "unchanged" },
    ],
    ["it says something else", scene({ own: [own("5", noGo)] }), { kind: "update", id: "5", body }],
    ["it has other figures", scene({ own: [own("5", otherFigures)] }), { kind: "update", id: "5", body }],
    [
      "several are there",
      scene({ own: [own("10", noGo), own("9", text)] }),
      { kind: "nothing", why: "unchanged", remove: ["10"] },
    ],
    [
      "numbers outgrow a number",
      scene({ own: [own("90071992547409931", noGo), own("90071992547409930", noGo)] }),
      { kind: "update", id: "90071992547409930", remove: ["90071992547409931"] },
    ],
    [
      "the pull request has moved on",
      scene({ head: "b", own: [own("5", noGo), own("6", noGo)] }),
      { kind: "nothing", why: "stale", remove: [] },
    ],
    ["the pull request has moved on, and nothing is there", scene({ head: "b" }), { kind: "nothing", why: "stale" }],
    ["never", scene({ mode: "never", own: [own("5", noGo)] }), { kind: "nothing", why: "not-wanted" }],
    ["on-change: nothing is there", scene({ mode: "on-change" }), { kind: "create" }],
    [
      "on-change: other figures",
      scene({ mode: "on-change", own: [own("5", otherFigures)] }),
      { kind: "nothing", why: "unchanged" },
    ],
    ["on-change: another decision", scene({ mode: "on-change", own: [own("5", noGo)] }), { kind: "update", id: "5" }],
    ["on-problem: GO, and nothing is there", scene({ mode: "on-problem" }), { kind: "nothing", why: "not-wanted" }],
    [
      "on-problem: GO, and a problem is told",
      scene({ mode: "on-problem", own: [own("5", noGo)] }),
      { kind: "update", id: "5" },
    ],
  ])("%s", (_, given, plan) => {
    expect(decideComment(given)).toMatchObject(plan);
  });

  test.each<Ending>(["GO WITH CONDITIONS", "NO-GO", "INCONCLUSIVE", "broken"])("on-problem: %s is one", (ending) => {
    expect(decideComment(scene({ mode: "on-problem", ending }))).toMatchObject({ kind: "create" });
  });

  test("a decision that begins like another is another", () => {
    const conditions = own("5", "## GO WITH CONDITIONS: `search`\n\nx");
    expect(decideComment(scene({ mode: "on-change", own: [conditions] }))).toMatchObject({ kind: "update" });
    const outdated = own("5", `**Outdated:** x\n\n${text}`);
    expect(decideComment(scene({ mode: "on-change", own: [outdated] }))).toMatchObject({ kind: "update" });
  });

  test("makes none where one is, and touches nothing for another commit", () => {
    const comments = fc.array(
      fc.record({ id: fc.bigInt({ min: 1n, max: 10n ** 20n }).map(String), body: fc.string() }),
    );
    fc.assert(
      fc.property(comments, fc.constantFrom(...commentModes), fc.constantFrom("a", "b"), (own, mode, head) => {
        const plan = decideComment(scene({ mode, head, own }));
        if (own.length > 0) expect(plan.kind).not.toBe("create");
        if (head !== "a")
          expect(plan).toEqual({ kind: "nothing", why: mode === "never" ? "not-wanted" : "stale", remove: [] });
        if (plan.kind === "update") expect(plan.remove).not.toContain(plan.id);
      }),
    );
  });
});

describe("the marker", () => {
  test("ends its HTML comment nowhere but at its end", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[->!a]{0,20}$/)), (rollout) => {
        const marker = commentMarker(rollout);
        expect(marker.indexOf("--", 4)).toBe(marker.length - 3);
        expect(marker).not.toMatch(/[\n\r]/);
        expect(bearsMarker(commentBody(rollout, "x"), rollout)).toBe(true);
      }),
    );
  });

  test.each([
    ["quoted", `> ${commentBody("search", "x")}`],
    ["further down", `x\n${commentBody("search", "x")}`],
    ["of another rollout", commentBody("search-2", "x")],
    ["with more on its line", `${commentMarker("search")} x`],
  ])("%s is none", (_, text) => {
    expect(bearsMarker(text, "search")).toBe(false);
  });
});
