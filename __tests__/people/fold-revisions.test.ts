import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Revision } from "../../src/domain/sign-off.ts";
import { foldRevisions } from "../../src/people/fold-revisions.ts";
import { tickMark } from "../../src/people/read-ticks.ts";

const bot = "gate[bot]";
const ours = (login: string | null): boolean => login === bot;
const [a, b] = ["aaaaaaaaaaaa", "bbbbbbbbbbbb"] as const;

const text = (...ticked: readonly string[]): string =>
  [a, b].map((id) => `- [${ticked.includes(id) ? "x" : " "}] words ${tickMark(id)}`).join("\n");
let minute = 0;
const rev = (editor: string | null, body: string | null): Revision => ({
  editor,
  at: new Date(Date.UTC(2026, 0, 1, 0, minute++)).toISOString(),
  text: body,
});
const who = (revisions: readonly Revision[]): Readonly<Record<string, string | null>> =>
  Object.fromEntries(
    foldRevisions(revisions, ours).map(({ id, ticked, by }) => [id, `${ticked ? "ticked" : "open"} by ${by}`]),
  );

describe("foldRevisions", () => {
  test.each<readonly [string, readonly Revision[], Readonly<Record<string, string>>]>([
    ["nobody touched it", [rev(bot, text())], {}],
    ["one person", [rev(bot, text()), rev("ann", text(a))], { [a]: "ticked by ann" }],
    [
      "two people",
      [rev(bot, text()), rev("ann", text(a)), rev("ben", text(a, b))],
      { [a]: "ticked by ann", [b]: "ticked by ben" },
    ],
    ["ticked and taken back", [rev(bot, text()), rev("ann", text(a)), rev("ben", text())], { [a]: "open by ben" }],
    [
      "our update that lost the tick changes nothing",
      [rev(bot, text()), rev("ann", text(a)), rev(bot, text())],
      { [a]: "ticked by ann" },
    ],
    [
      "ticked again after our update lost it",
      [rev(bot, text()), rev("ann", text(a)), rev(bot, text()), rev("ben", text(a))],
      { [a]: "ticked by ben" },
    ],
    [
      "our update that brought a tick back changes nothing",
      [rev(bot, text()), rev("ann", text(a)), rev("ann", text()), rev(bot, text(a))],
      { [a]: "open by ann" },
    ],
    ["ticked in what we wrote first", [rev(bot, text(a))], {}],
    ["an account that is gone", [rev(bot, text()), rev(null, text(a))], { [a]: "ticked by null" }],
    [
      "a revision that GitHub no longer has",
      [rev(bot, text()), rev("ann", null), rev("ben", text(a, b))],
      { [a]: "ticked by null", [b]: "ticked by null" },
    ],
    [
      "a revision that is gone, then ours",
      [rev(bot, text()), rev("ann", null), rev(bot, text(a))],
      { [a]: "ticked by null" },
    ],
    ["the line was taken away", [rev(bot, text()), rev("ann", text(a)), rev("ben", "")], { [a]: "open by ben" }],
    ["other words", [rev(bot, text()), rev("ann", `${text(a)}\nand more`)], { [a]: "ticked by ann" }],
  ])("%s", (_name, revisions, expected) => {
    expect(who(revisions)).toEqual(expected);
  });

  test("what people last did to an item holds, wherever our own writing falls between", () => {
    const act = fc.record({
      editor: fc.constantFrom("ann", "ben", bot),
      ticked: fc.subarray([a, b]),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        const revisions = [rev(bot, text()), ...acts.map(({ editor, ticked }) => rev(editor, text(...ticked)))];
        const changes = foldRevisions(revisions, ours);
        for (const id of [a, b]) {
          // The reference: look back for the last revision by a person in which the box differs from the one before.
          const last = revisions.findLastIndex(
            ({ editor, text: body }, at) =>
              at > 0 && editor !== bot && isTicked(body, id) !== isTicked(revisions[at - 1]?.text ?? "", id),
          );
          const change = changes.find((one) => one.id === id);
          if (last < 0) expect(change).toBeUndefined();
          else {
            expect(change).toEqual({
              id,
              ticked: isTicked(revisions[last]?.text ?? "", id),
              by: revisions[last]?.editor,
              at: revisions[last]?.at,
            });
          }
        }
      }),
    );
  });
});

function isTicked(body: string | null, id: string): boolean {
  return (body ?? "").split("\n").some((line) => line.includes(id) && line.startsWith("- [x]"));
}
