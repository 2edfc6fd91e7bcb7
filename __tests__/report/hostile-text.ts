import fc from "fast-check";
import { hostileTexts } from "./sample-reports.ts";

const pieces = [
  ...hostileTexts,
  ..."@#:`|\\<>[]()!*_~$&^-+=.1 \n\r\t",
  "```",
  "www.",
  "http://",
  "a@b.co",
  "&#64;",
  "&amp;",
  "</details>",
  "<!--",
  "-->",
  "<![CDATA[",
  "deadbeef",
  "GH-",
  "42",
  "x",
  "| --- |",
  "\n\n",
  "    ",
  "\u001b[31m",
  "\u200b",
  "名",
  "👩‍👩‍👧",
];

/** Texts put together from what means something to a renderer or a terminal, and any other text. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
);
