// Makes docs/images/page.png and comment.png out of a real run of the demo: the report's page as a browser shows it, and the report's
// Markdown as GitHub would render it, in a plain style of our own.
//   node scripts/write-page-pictures.mjs     wants Chromium (/usr/bin/chromium, or the one that CHROMIUM names) and a font with
//                                            emoji (Debian: fonts-noto-color-emoji)
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = join(root, "docs", "images");
const place = mkdtempSync(join(tmpdir(), "pictures-"));

/** Close enough to a comment on GitHub to show what a reader gets; nothing of it is GitHub's. */
const commentStyle = `body{font:15px/1.5 system-ui,sans-serif;margin:24px;color:#1f2328;background:#fff}
article{border:1px solid #d1d9e0;border-radius:8px;padding:4px 20px 12px;max-width:760px}
h2{font-size:21px;border-bottom:1px solid #d1d9e0;padding-bottom:6px}table{border-collapse:collapse}
td,th{border:1px solid #d1d9e0;padding:6px 12px;text-align:left}code{background:#eff1f3;border-radius:5px;padding:1px 5px;font-size:85%}
summary{cursor:default}`;

try {
  const run = spawnSync(
    process.execPath,
    [
      ...["dist/cli/index.js", "gate", "--config", "examples/quickstart/rollout-gate.yml"],
      ...["--report", place, "--evidence", join(place, "evidence"), "--quiet"],
    ],
    { cwd: root, encoding: "utf8", env: { ...process.env, SHOP_FAULT: "slow" } },
  );
  if (run.status !== 1) throw new Error(`the demo ended with ${run.status} instead of NO-GO: ${run.stderr}`);
  const markdown = readFileSync(join(place, "report.md"), "utf8");
  const body = micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });
  const comment = join(place, "comment.html");
  writeFileSync(
    comment,
    `<!doctype html><meta charset="utf-8"><style>${commentStyle}</style><article>${body}</article>`,
  );
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    for (const [name, file, width, height] of [
      ["page", join(place, "report.html"), 960, 900],
      ["comment", comment, 820, 620],
    ]) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme: "light" });
      await page.goto(pathToFileURL(file).href);
      await page.waitForTimeout(300);
      const path = join(folder, `${name}.png`);
      await page.screenshot({ path, clip: { x: 0, y: 0, width, height } });
      console.log(`Wrote ${path}`);
    }
  } finally {
    await browser.close();
  }
} finally {
  rmSync(place, { recursive: true, force: true });
}
