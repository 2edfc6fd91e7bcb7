import { list, strictMap } from "../../shape/compound-shapes.ts";
import { text } from "../../shape/scalar-shapes.ts";
import { notParsed, type Parsed, parsed } from "../parsed.ts";
import { quoteText } from "../quote-text.ts";
import { metricKey } from "./criterion-schema.ts";
import { filledText, parsedText } from "./text-types.ts";

const owner = text().matching(
  /^(?:@[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:\/[A-Za-z0-9][A-Za-z0-9._-]{0,99})?|[A-Za-z0-9][A-Za-z0-9._-]{0,63})$/,
  'an owner is a GitHub user such as "@octocat", a team such as "@octo-org/on-call", in quotes, or a role of "contacts"',
);

const dateText = () =>
  parsedText(parseDate, 'a date, such as "2026-03-31"').annotate({
    pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    examples: ["2026-03-31"],
  });

function parseDate(text: string): Parsed<string> {
  const form = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  const time = form === null ? Number.NaN : Date.parse(`${text}T00:00:00Z`);
  // Some engines take 30 February for 2 March.
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  if (isDay) return parsed(text);
  return notParsed({ message: `${quoteText(text)} is not a day`, hint: "write year, month and day: 2026-03-31" });
}

export const waiversSchema = list(
  strictMap({
    metric: metricKey.describe("A key of `criteria`, or a metric that one of them is about"),
    reason: filledText("the reason", 500).describe("Why it may be unmet for now"),
    owner: owner.describe("Who answers for it: a GitHub user or team, or a role of `contacts`"),
    until: dateText().describe("The last day on which it applies (UTC), at most 90 days ahead"),
  }),
  { max: 100 },
);
