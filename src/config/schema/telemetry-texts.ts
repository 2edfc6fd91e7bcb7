import type { BadLineLimit } from "../../domain/verify.ts";
import { parseShare } from "../parse-amount.ts";
import { notParsed, type Parsed, parsed } from "../parsed.ts";
import { quoteText } from "../quote-text.ts";
import { parsedText } from "./text-types.ts";

function parseBadLines(text: string): Parsed<BadLineLimit> {
  const count = /^\s*(\d{1,9})\s*lines?\s*$/.exec(text)?.[1];
  if (count !== undefined) return parsed({ kind: "count", count: Number(count) });
  if (/^\s*0+(?:\.0*)?\s*%\s*$/.test(text)) return parsed({ kind: "count", count: 0 });
  const share = parseShare(text);
  if (share.ok) return parsed({ kind: "share", share: share.value });
  return notParsed({
    message: `${quoteText(text.trim())} is neither a share nor a number of lines`,
    hint: 'write it as "1 %" or "5 lines"',
  });
}

/** How much of a log may be unreadable. */
export const badLinesText = () =>
  parsedText(
    parseBadLines,
    'a share or a number of lines, such as "1 %" or "5 lines"',
    (number) => `${number} of what? Write "${number} lines" or "${number} %"`,
  ).annotate({ examples: ["1 %", "5 lines"] });

function parseZone(text: string): Parsed<number> {
  const match = /^\s*(?:(Z|UTC)|([+-])(\d\d):?(\d\d))\s*$/i.exec(text);
  const minutes = Number(match?.[3] ?? 0) * 60 + Number(match?.[4] ?? 0);
  if (match === null || minutes > 14 * 60 || Number(match[4] ?? 0) > 59) {
    return notParsed({
      message: `${quoteText(text.trim())} is not a zone`,
      hint: 'write its distance from Greenwich, "+02:00", or "Z"',
    });
  }
  return parsed(match[2] === "-" ? -minutes : minutes);
}

/** A fixed zone, in minutes east of Greenwich. */
export const zoneText = () => parsedText(parseZone, 'a zone, such as "+02:00"').annotate({ examples: ["Z", "+02:00"] });
