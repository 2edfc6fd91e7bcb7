import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Ticks } from "../../src/domain/sign-off.ts";
import { readTicks, tickMark } from "../../src/people/read-ticks.ts";
import { tickItems } from "../../src/people/tick-items.ts";
import { renderTickList } from "../../src/report/render-tick-list.ts";
import { hostileText } from "./hostile-text.ts";
import { readAsGithub } from "./read-as-github.ts";

const options = { mark: tickMark, maxBytes: 60_000 };
const none: Ticks = { standing: [], refused: [], place: null };

describe("renderTickList", () => {
  test("groups, boxes, who ticked, and what does not count", () => {
    const items = tickItems({
      manual: [
        {
          group: "chat",
          items: [
            { text: "Streaming", required: true },
            { text: "Errors", required: false },
          ],
        },
      ],
      signOffs: [{ role: "tech-lead", required: true }],
    });
    const [one, two, three] = items.map(({ id }) => id);
    const ticks: Ticks = {
      standing: [{ id: one ?? "", by: "octocat", at: "2026-01-02T03:04:05Z" }],
      refused: [{ id: three ?? "", by: "bob", reason: "bob is not tech-lead" }],
      place: "#7",
    };
    expect(renderTickList(items, ticks, options)).toBe(
      [
        "**chat**",
        "",
        `- [x] Streaming — octocat, 2026-01-02 <!-- tick ${one} -->`,
        `- [ ] Errors (not required) <!-- tick ${two} -->`,
        "",
        "**Sign-offs**",
        "",
        `- [ ] tech-lead — not counted: bob is not tech-lead <!-- tick ${three} -->`,
        "",
      ].join("\n"),
    );
  });

  test("nothing to tick is nothing", () => {
    expect(renderTickList([], none, options)).toBe("");
  });

  test("what was ticked is read again as it was, whatever the words are; nothing from the data becomes markup", () => {
    const item = fc.record({ text: hostileText, required: fc.boolean() });
    const groups = fc.uniqueArray(
      fc.record({
        group: hostileText,
        items: fc.uniqueArray(item, { minLength: 1, maxLength: 4, selector: ({ text }) => text }),
      }),
      {
        maxLength: 4,
        selector: ({ group }) => group,
      },
    );
    fc.assert(
      fc.property(groups, fc.array(fc.boolean(), { maxLength: 16 }), (manual, chosen) => {
        const items = tickItems({ manual, signOffs: [] });
        const standing = items.flatMap(({ id }, at) =>
          chosen[at] === true ? [{ id, by: "ann", at: "2026-01-02T03:04:05Z" }] : [],
        );
        const text = renderTickList(items, { standing, refused: [], place: null }, options);
        const read = readTicks(text);
        expect([...read.keys()]).toEqual(items.map(({ id }) => id));
        for (const { id } of items) expect(read.get(id)).toBe(standing.some((tick) => tick.id === id));
        const shown = readAsGithub(text);
        expect(shown.triggers).toEqual([]);
        for (const name of shown.elements)
          expect(["p", "strong", "ul", "li", "input", "span", "html", "root"]).toContain(name);
      }),
    );
  });

  test("what does not fit is counted", () => {
    const items = tickItems({
      manual: [{ group: "g", items: Array.from({ length: 50 }, (_, at) => ({ text: `item ${at}`, required: true })) }],
      signOffs: [],
    });
    const text = renderTickList(items, none, { ...options, maxBytes: 1000 });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1000);
    expect(text).toMatch(/\n\d+ more items do not fit here\.\n$/);
  });
});
