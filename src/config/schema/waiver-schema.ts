import { list, strictMap } from "../../shape/compound-shapes.ts";
import { text } from "../../shape/scalar-shapes.ts";
import { metricKey } from "./criterion-schema.ts";
import { dateText, filledText } from "./text-types.ts";

const owner = text().matching(
  /^(?:@[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:\/[A-Za-z0-9][A-Za-z0-9._-]{0,99})?|[A-Za-z0-9][A-Za-z0-9._-]{0,63})$/,
  'an owner is a GitHub user such as "@octocat", a team such as "@octo-org/on-call", in quotes, or a role of "contacts"',
);

export const waiversSchema = list(
  strictMap({
    metric: metricKey.describe("A key of `criteria`, or a metric that one of them is about"),
    reason: filledText("the reason", 500).describe("Why it may be unmet for now"),
    owner: owner.describe("Who answers for it: a GitHub user or team, or a role of `contacts`"),
    until: dateText().describe("The last day on which it applies (UTC), at most 90 days ahead"),
  }),
  { max: 100 },
);
