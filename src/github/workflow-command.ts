/** `::name key=value::message`, the line by which a program tells GitHub's runner something. */
export type WorkflowCommand = "group" | "endgroup" | "error" | "warning" | "notice" | "debug" | "add-mask";

/** Where an annotation points. Lines and columns are 1-based. */
export interface AnnotationPlace {
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
  readonly endLine?: number;
  readonly col?: number;
  readonly endColumn?: number;
}

/**
 * One whole line, with everything in it escaped as the runner unescapes it, so that neither a message nor a file name can
 * end the command or begin another.
 */
export function formatWorkflowCommand(name: WorkflowCommand, place: AnnotationPlace, message: string): string {
  const properties = Object.entries(place)
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
    .join(",");
  return `::${name}${properties === "" ? "" : ` ${properties}`}::${escapeMessage(message)}\n`;
}

function escapeMessage(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
