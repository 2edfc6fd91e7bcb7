import type { Report } from "../domain/report.ts";
import { type CollectOptions, collect } from "./collect.ts";
import { report } from "./conclude.ts";
import type { ModePorts } from "./mode-ports.ts";

/** Collect and conclude in one job: runs the stages, judges what they showed, publishes the report. */
export async function gate(options: CollectOptions, ports: ModePorts): Promise<Report> {
  const { evidence } = await collect(options, ports);
  return report(options.config, [evidence], [], ports);
}
