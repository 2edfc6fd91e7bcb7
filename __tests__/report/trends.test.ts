import { describe, expect, test } from "@jest/globals";
import { renderMarkdown } from "../../src/report/render-markdown.ts";
import { renderTerminal } from "../../src/report/render-terminal.ts";
import { sparkline } from "../../src/report/sparkline.ts";
import { report } from "./sample-reports.ts";

describe("a row of blocks", () => {
  test.each<[readonly number[], string]>([
    [[], ""],
    [[1], "▅"],
    [[2, 2, 2], "▅▅▅"],
    [[0, 1], "▁█"],
    [[0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"],
    [[1, Number.NaN, 2], "▁ █"],
    [[-5, 0], "▁█"],
  ])("%j", (values, picture) => {
    expect(sparkline(values, [])).toBe(picture);
  });

  test("signs stand before the value that comes after them, also behind the last", () => {
    expect(
      sparkline(
        [0, 1],
        [
          { before: 1, sign: "+" },
          { before: 2, sign: "-" },
        ],
      ),
    ).toBe("▁+█-");
  });
});

test("in Markdown: a small table with the flag's switches", () => {
  const history = {
    lines: [
      {
        subject: "total <b>|</b>",
        unit: "ns" as const,
        from: "gate" as const,
        points: [1e6, 2e6, 4e6].map((value, at) => ({ at: `2026-03-0${at + 1}T00:00:00Z`, value })),
      },
    ],
    switches: [{ at: "2026-03-02T12:00:00Z", flag: "on" as const }],
  };
  const text = renderMarkdown({ ...report("GO", "all passed", [], []), history }, { maxBytes: 100_000 });
  expect(text).toContain("<summary>Trend over the ledger (1)</summary>");
  expect(text).toContain("`▁▃+█`");
  expect(text).toContain("1 ms → 4 ms");
  expect(text).not.toContain("<b>");
});

describe("people, in a terminal", () => {
  const item = (id: string, group: string, kind: "item" | "sign-off", required = true) => ({
    id,
    kind,
    group,
    text: `try ${id}`,
    required,
  });
  const items = [item("a", "chat", "item"), item("b", "chat", "item", false), item("c", "tech-lead", "sign-off")];
  const options = { columns: 80, colour: false, unicode: true };

  test("what is given, by whom, and what is open", () => {
    const people = {
      items,
      ticks: { standing: [{ id: "c", by: "octocat", at: "2026-03-01T10:00:00Z" }], refused: [], place: "#1" },
    };
    const text = renderTerminal({ ...report("NO-GO", "open", [], []), people }, options);
    expect(text).toContain("1 of 3 given");
    expect(text).toContain("tech-lead: approved by octocat on 2026-03-01");
    expect(text).toContain("☐ chat: try a");
    expect(text).toContain("☐ chat: try b (not required)");
  });

  test("what could not be read is told", () => {
    const people = { items, ticks: null };
    expect(renderTerminal({ ...report("NO-GO", "open", [], []), people }, options)).toContain("could not be read");
  });
});
