import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { commentMarker } from "../src/github/publish/comment-marker.ts";
import { checkName } from "../src/github/publish/decide-check.ts";
import { publishVerdict } from "../src/github/publish/publish-verdict.ts";
import type { FaultTarget } from "./github/arm-faults.ts";
import { ask } from "./github/ask.ts";
import { type Fault, type FaultKind, faultName, faults } from "./github/fault.ts";
import type { Hub } from "./github/hub.ts";
import { startHub } from "./github/start-hub.ts";
import { clientOf, instantClock, publicationFor } from "./publishing.ts";

/** What becomes of the comment and of the check, and whether a warning says so. */
interface Declared {
  readonly comment: "new" | "as before";
  readonly check: "new" | "as before";
  readonly warnings: 0 | 1;
}

const published: Declared = { comment: "new", check: "new", warnings: 0 };
const noComment: Declared = { comment: "as before", check: "new", warnings: 1 };
const noCheck: Declared = { comment: "new", check: "as before", warnings: 1 };
/** It was done, and the answer said that it was not: told, and not done twice. */
const doneButDoubted: Declared = { ...published, warnings: 1 };

/** GitHub says no, which is not asked again. */
const refusals: readonly FaultKind[] = ["no-permission", "bad-credentials", "not-found", "conflict", "unprocessable"];
const limits: readonly FaultKind[] = ["rate-limit", "secondary-limit", "secondary-limit-bare", "too-many-requests"];

const survey = (target: FaultTarget) => isQuery(target, "first: timelineItems");
const look = (target: FaultTarget) => isQuery(target, "last: timelineItems");
const lookAtHead = (target: FaultTarget) => isQuery(target, "{ headRefOid } }");
const at = (route: string) => (target: FaultTarget) => target.route === route;

function isQuery(target: FaultTarget, part: string): boolean {
  return target.route === "POST /graphql" && JSON.stringify(target.body).includes(part);
}

/** Every call that publishing makes, and what each fault there comes to. */
const calls: readonly {
  readonly name: string;
  readonly when: "first" | "later";
  readonly at: (target: FaultTarget) => boolean;
  readonly declared: (fault: Fault) => Declared;
}[] = [
  // What is refused to GraphQL is asked by REST; a token that is not good is not good there either.
  {
    name: "survey",
    when: "first",
    at: survey,
    declared: ({ kind }) => (kind === "bad-credentials" ? noComment : published),
  },
  {
    name: "survey",
    when: "later",
    at: survey,
    declared: ({ kind }) => (kind === "bad-credentials" ? noComment : published),
  },
  {
    name: "new comment",
    when: "first",
    at: at("POST /repos/{owner}/{repo}/issues/{issue_number}/comments"),
    declared: ({ kind, when }) => {
      if (kind === "conflict" || limits.includes(kind)) return when === "before" ? noComment : published;
      if (refusals.includes(kind)) return when === "before" ? noComment : doneButDoubted;
      // Looked for, and made again when it is not there.
      return published;
    },
  },
  { name: "look after a new comment", when: "first", at: look, declared: () => published },
  {
    name: "changed comment",
    when: "later",
    at: at("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}"),
    declared: ({ kind, when }) => {
      // Made anew, seen to be one too many, and taken back.
      if (kind === "not-found") return published;
      if (refusals.includes(kind)) return when === "before" ? noComment : doneButDoubted;
      return published;
    },
  },
  { name: "look after a changed comment", when: "later", at: lookAtHead, declared: () => published },
  {
    name: "new check",
    when: "first",
    at: at("POST /repos/{owner}/{repo}/check-runs"),
    declared: ({ kind, when }) => {
      if (kind === "slow-drip" || kind === "stale-read") return published;
      // A check cannot be taken away, so it is not made a second time.
      if (when === "before") return noCheck;
      return refusals.includes(kind) ? doneButDoubted : published;
    },
  },
  {
    name: "changed check",
    when: "later",
    at: at("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}"),
    declared: ({ kind, when }) => {
      if (!refusals.includes(kind)) return published;
      return when === "before" ? noCheck : doneButDoubted;
    },
  },
];

const marker = commentMarker("search");
const before = {
  ending: "NO-GO",
  comment: { mode: "always", headline: "## NO-GO", text: "## NO-GO\n\nslower" },
} as const;

let warm: Hub;
beforeAll(async () => {
  // GitHub's schema is read when it is first asked for, which takes longer than any answer.
  warm = await startHub();
  await ask(warm.graphqlUrl, "POST", warm.tokens.reader, { query: "query { viewer { login } }" });
});
afterAll(() => warm.stop());

interface Stage {
  readonly hub: Hub;
  readonly pull: { readonly number: number; readonly headSha: string };
  /** What stands there. */
  readonly seen: () => Promise<{ readonly comments: readonly string[]; readonly checks: readonly (string | null)[] }>;
}

async function onStage(when: "first" | "later", play: (stage: Stage) => Promise<void>): Promise<void> {
  const hub = await startHub();
  try {
    const pull = await hub.state.openPullRequest("feature");
    if (when === "later") await publishVerdict(clientOf(hub), instantClock, publicationFor(pull, before));
    hub.calls.clear();
    const seen = async () => ({
      comments: (await hub.state.comments(pull.number))
        .filter(({ body }) => body.startsWith(marker))
        .map(({ body }) =>
          body === `${marker}\n## GO\n\nall is well` ? "new" : body.includes("NO-GO") ? "old" : body,
        ),
      checks: (await hub.state.checkRuns(pull.headSha))
        .filter(({ name }) => name === checkName("search"))
        .map(({ conclusion }) => (conclusion === "success" ? "new" : conclusion === "failure" ? "old" : conclusion)),
    });
    await play({ hub, pull, seen });
    expect(hub.elsewhere.filter(({ authorization }) => authorization !== null)).toEqual([]);
    expect(hub.violations()).toEqual([]);
  } finally {
    await hub.stop();
  }
}

describe("every call and every fault", () => {
  for (const call of calls) {
    describe(`${call.when} verdict, ${call.name}`, () => {
      test.each(faults.map((fault) => [faultName(fault), fault] as const))("%s", async (_, fault) => {
        await onStage(call.when, async ({ hub, pull, seen }) => {
          const armed = hub.arm({ fault, at: call.at });
          const wish = publicationFor(pull);
          const run = { ...wish.run, attempt: call.when === "first" ? 1 : 2 };
          const told = await publishVerdict(clientOf(hub, hub.tokens.writer, 400), instantClock, { ...wish, run });
          expect(armed.struck).toBe(1);

          const declared = call.declared(fault);
          const asBefore = call.when === "first" ? [] : ["old"];
          expect({ ...(await seen()), warnings: told.warnings.length }).toEqual({
            comments: declared.comment === "new" ? ["new"] : asBefore,
            checks: declared.check === "new" ? ["new"] : asBefore,
            warnings: declared.warnings,
          });

          // The next attempt mends whatever is left to mend, and makes nothing a second time.
          hub.disarmAll();
          const next = publicationFor(pull);
          const again = await publishVerdict(clientOf(hub), instantClock, {
            ...next,
            run: { ...next.run, attempt: 2 },
          });
          expect(again.warnings).toEqual([]);
          expect(await seen()).toEqual({ comments: ["new"], checks: ["new"] });
        });
      });
    });
  }
});

describe("faults that do not end", () => {
  const lasting: readonly FaultKind[] = [
    "reset",
    "bad-gateway",
    "html",
    "empty",
    "truncated",
    "secondary-limit",
    "no-permission",
    "hang",
  ];
  const everywhere = lasting.flatMap((kind) => (["before", "after"] as const).map((when) => ({ kind, when })));

  test.each(everywhere.map((fault) => [faultName(fault), fault] as const))("%s, on every write", async (_, fault) => {
    for (const when of ["first", "later"] as const) {
      await onStage(when, async ({ hub, pull, seen }) => {
        hub.arm({
          fault,
          at: ({ method, route }) => method !== "GET" && route !== "POST /graphql",
          times: Number.POSITIVE_INFINITY,
        });
        const told = await publishVerdict(clientOf(hub, hub.tokens.writer, 300), instantClock, publicationFor(pull));
        const { comments, checks } = await seen();
        expect(comments.length).toBeLessThanOrEqual(1);
        expect(checks.length).toBeLessThanOrEqual(1);
        if (fault.when === "before") expect(told.warnings.length).toBeGreaterThan(0);
      });
    }
  });

  test.each(everywhere.map((fault) => [faultName(fault), fault] as const))("%s, on everything", async (_, fault) => {
    await onStage("later", async ({ hub, pull, seen }) => {
      hub.arm({ fault, times: Number.POSITIVE_INFINITY });
      const told = await publishVerdict(clientOf(hub, hub.tokens.writer, 300), instantClock, publicationFor(pull));
      expect(told.warnings.length).toBeGreaterThan(0);
      expect(await seen()).toEqual({ comments: ["old"], checks: ["old"] });
    });
  });
});
