import { list, mapOf, openMap } from "../shape/compound-shapes.ts";
import { boolean, exactly, oneOf, text, wholeNumber } from "../shape/scalar-shapes.ts";
import { digest, name, shortText, stamp, timestamp } from "./event-stamp.ts";

const flagValue = oneOf(["on", "off", "unknown"]);
const words = text().max(4000);
const sentences = list(words, { max: 1000 });

export const flagEnabled = openMap({
  ...stamp,
  kind: exactly("flag-enabled"),
  operation: name,
  configDigest: digest,
  way: shortText,
  flagBefore: flagValue,
  facts: mapOf(name, words),
  knownIssues: sentences,
  backup: openMap({ id: name, digest }).nullable(),
  rollbackTo: shortText.nullable(),
  decideBy: timestamp,
  override: words.nullable(),
});

export const flagTurnedBack = openMap({
  ...stamp,
  kind: exactly("flag-turned-back"),
  operation: name,
  because: words,
  flag: flagValue,
  verified: boolean(),
});

export const rolledBack = openMap({
  ...stamp,
  kind: exactly("rolled-back"),
  operation: name,
  reason: words,
  ending: oneOf(["rolled back", "rolled back with findings", "failed"]),
  way: shortText.nullable(),
  flag: flagValue,
  startedAt: timestamp,
  findings: sentences,
});

export const incidentOpened = openMap({
  ...stamp,
  kind: exactly("incident-opened"),
  operation: name,
  issue: wholeNumber().min(1),
});
