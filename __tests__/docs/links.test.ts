import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { readPage, readPages, resolveLink } from "./markdown-page.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pages = readPages();
const byPath = new Map(pages.map((page) => [page.path, page]));

describe("links between pages", () => {
  const links = pages.flatMap((page) =>
    page.links.filter((link) => !/^(?:https?|mailto):/.test(link)).map((link): [string, string] => [page.path, link]),
  );

  test("there are many", () => {
    expect(links.length).toBeGreaterThan(40);
  });

  test.each(links)("%s → %s", (page, link) => {
    const { path, anchor } = resolveLink(page, link);
    expect(existsSync(`${root}${path}`)).toBe(true);
    if (anchor !== "") expect([...(byPath.get(path)?.anchors ?? [])]).toContain(anchor);
  });

  test("every page of the docs can be reached from the README", () => {
    const reached = new Set(["README.md"]);
    for (const path of reached) {
      for (const link of byPath.get(path)?.links ?? []) {
        const target = resolveLink(path, link).path;
        if (byPath.has(target)) reached.add(target);
      }
    }
    // Decision records are listed by their folder.
    const alone = pages.map((page) => page.path).filter((path) => !reached.has(path) && !path.startsWith("docs/adr/"));
    expect(alone).toEqual([]);
  });
});

test("a page's links, anchors and marked blocks are found", () => {
  const page = readPage(
    "docs/a.md",
    "# The `x`: y\n[a](b.md#c) `[no](link.md)`\n<!-- part -->\n```yaml\n# no heading\n[no](x)\n```\n",
  );
  expect([...page.anchors]).toEqual(["the-x-y"]);
  expect(page.links).toEqual(["b.md#c"]);
  expect(page.blocks).toEqual([
    { page: "docs/a.md", line: 4, language: "yaml", text: "# no heading\n[no](x)", mark: "part" },
  ]);
  expect(resolveLink("docs/a.md", "../README.md#top")).toEqual({ path: "README.md", anchor: "top" });
});

test("the reference of the config is current", () => {
  const run = spawnSync(process.execPath, ["scripts/write-config-reference.mjs", "--check"], {
    cwd: root,
    encoding: "utf8",
  });
  expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: "" });
});
