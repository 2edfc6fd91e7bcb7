import { list, openMap } from "../shape/compound-shapes.ts";
import { exactly, oneOf, text, wholeNumber } from "../shape/scalar-shapes.ts";
import { name, stamp, timestamp } from "./event-stamp.ts";

const names = list(name, { max: 1000 });

export const concernNoted = openMap({
  ...stamp,
  kind: exactly("concern-noted"),
  subject: name,
  severity: oneOf(["critical", "warning", "info"]),
  since: timestamp,
  reason: text().max(4000),
});

export const concernResolved = openMap({
  ...stamp,
  kind: exactly("concern-resolved"),
  subject: name,
  because: oneOf(["met", "waived", "unwatched"]),
  tell: names,
});

export const escalated = openMap({
  ...stamp,
  kind: exactly("escalated"),
  level: wholeNumber().min(1),
  action: oneOf(["notify", "issue", "prepare-rollback", "rollback"]),
  subjects: list(name, { min: 1, max: 10_000 }),
  tell: names,
  postMortemDue: timestamp.nullable(),
});

export const postMortemDue = openMap({
  ...stamp,
  kind: exactly("post-mortem-due"),
  due: timestamp,
  tell: names,
});
