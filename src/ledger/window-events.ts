import { list, openMap } from "../shape/compound-shapes.ts";
import { exactly, finiteNumber, oneOf, text, wholeNumber } from "../shape/scalar-shapes.ts";
import { digest, name, stamp, timestamp } from "./event-stamp.ts";
import { unmetFindings } from "./gate-events.ts";
import { metricRecord } from "./metric-record-shape.ts";

export const windowConcluded = openMap({
  ...stamp,
  kind: exactly("window-concluded"),
  operation: name,
  window: name,
  due: timestamp,
  from: timestamp,
  to: timestamp,
  missed: wholeNumber().min(0),
  decision: oneOf(["KEEP", "INVESTIGATE", "ROLL BACK (scheduled)", "ROLL BACK NOW"]),
  because: text().max(4000),
  findings: unmetFindings,
});

export const windowMeasured = openMap({
  ...stamp,
  kind: exactly("window-measured"),
  operation: name,
  window: name,
  due: timestamp,
  to: timestamp,
  points: list(
    openMap({
      subject: name,
      unit: text().max(100),
      value: finiteNumber(),
      lower: finiteNumber().nullable(),
      upper: finiteNumber().nullable(),
      events: wholeNumber().min(0),
    }),
    { max: 1000 },
  ),
});

export const recordKept = openMap({
  ...stamp,
  kind: exactly("record-kept"),
  time: oneOf(["before", "since"]),
  operation: name.nullable(),
  definition: digest,
  record: metricRecord,
});
