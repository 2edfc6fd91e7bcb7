import { strictMap } from "../../shape/compound-shapes.ts";
import { oneOf } from "../../shape/scalar-shapes.ts";
import type { Infer } from "../../shape/shape.ts";
import { notParsed, type Parsed, parsed } from "../parsed.ts";
import { quoteText } from "../quote-text.ts";
import { oneOrMore, parsedText } from "./text-types.ts";

const dayNames: readonly string[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** `mon`, `mon..fri`, `sat..mon`: days by their number, Monday is 1. */
function parseDays(written: string): Parsed<readonly number[]> {
  const [from = "", to = from, ...more] = written
    .trim()
    .toLowerCase()
    .split("..")
    .map((part) => part.trim());
  const numberOf = (day: string) => dayNames.indexOf(day) + 1;
  for (const day of [from, to]) {
    if (numberOf(day) > 0 && more.length === 0) continue;
    return notParsed({
      message: `${quoteText(written.trim())} names no days of the week`,
      hint: 'write "mon", or from and to: "mon..fri"',
      word: day,
      known: dayNames,
    });
  }
  const count = ((numberOf(to) - numberOf(from) + 7) % 7) + 1;
  return parsed(Array.from({ length: count }, (_, at) => ((numberOf(from) - 1 + at) % 7) + 1));
}

/** From and to, in minutes after midnight. */
interface Hours {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** `09:00..16:00`; `22:00..04:00` ends on the day after. */
function parseHours(written: string): Parsed<Hours> {
  const form = /^\s*(\d\d):([0-5]\d)\s*\.\.\s*(\d\d):([0-5]\d)\s*$/.exec(written);
  const minuteOf = (hours: string | undefined, minutes: string | undefined) => Number(hours) * 60 + Number(minutes);
  const fromMinute = minuteOf(form?.[1], form?.[2]);
  const toMinute = minuteOf(form?.[3], form?.[4]);
  if (form === null || fromMinute >= 24 * 60 || toMinute > 24 * 60) {
    return notParsed({
      message: `${quoteText(written.trim())} is no part of a day`,
      hint: 'write from and to with hours from 00 to 24: "09:00..16:00"',
    });
  }
  if (fromMinute === toMinute) {
    return notParsed({ message: "this ends when it begins", hint: 'the whole day is "00:00..24:00"' });
  }
  return parsed({ fromMinute, toMinute });
}

function parseZone(written: string): Parsed<string> {
  try {
    return parsed(new Intl.DateTimeFormat("en", { timeZone: written.trim() }).resolvedOptions().timeZone);
  } catch {
    const hint = 'write one of the names of the time zone database, such as "Europe/Berlin", or "UTC"';
    return notParsed({ message: `${quoteText(written.trim())} is no time zone that is known here`, hint });
  }
}

const openSchema = strictMap({
  days: oneOrMore(parsedText(parseDays, 'days, such as "mon..fri"').annotate({ examples: ["mon..fri", "sat"] }), "days")
    .describe("Days of the week, one or from and to (default: every day)")
    .optional(),
  hours: parsedText(parseHours, 'hours, such as "09:00..16:00"')
    .annotate({ pattern: "^\\s*[0-9]{2}:[0-5][0-9]\\s*\\.\\.\\s*[0-9]{2}:[0-5][0-9]\\s*$", examples: ["09:00..16:00"] })
    .describe("From and to; hours that end before they begin end on the day after"),
});

/** When the flag may be turned on. */
export const windowSchema = strictMap({
  open: oneOrMore(openSchema, "{ days, hours }").describe("When it is open, in one part or several"),
  zone: parsedText(parseZone, 'a time zone, such as "Europe/Berlin"')
    .annotate({ examples: ["Europe/Berlin", "UTC"] })
    .describe("The time zone of those hours, by its name in the time zone database"),
  outside: oneOf(["refuse", "wait"])
    .describe(
      "What enable does outside of it: refuse, and turn back where it closes between two shares, or wait (default refuse)",
    )
    .optional(),
});

export type WindowInput = Infer<typeof windowSchema>;
