import type { Report } from "../domain/report.ts";
import { choosePolicy } from "./choose-policy.ts";
import { type CollectOptions, collect } from "./collect.ts";
import { report } from "./conclude.ts";
import type { ModePorts } from "./mode-ports.ts";

/** Collect and conclude in one job: runs the stages, judges what they showed, publishes the report. */
export async function gate(options: CollectOptions, ports: ModePorts): Promise<Report> {
  // Chosen first: without a policy there is nothing to collect for.
  const policy = await choosePolicy(options.config.file, options.config, [], ports);
  const { evidence } = await collect(options, ports);
  // It was collected here and now; where it comes from need not be asked.
  const terms = { digests: [options.config.digest], commit: null, repository: null };
  return report(policy, terms, [evidence], [], ports);
}
