import type { Command } from "../domain/config.ts";
import type { Validation } from "../domain/validation.ts";

const pythonStart =
  'import sys,json;r=json.loads(sys.stdin.buffer.read());exec(compile(r.pop("script"),"<rollout-gate parts>","exec"),{"__name__":"rollout_gate_parts","request":r})';
const nodeStart =
  'let t="";for await(const c of process.stdin.setEncoding("utf8"))t+=c;const{script,...r}=JSON.parse(t);globalThis.rolloutGateRequest=r;await import("data:text/javascript;base64,"+Buffer.from(script).toString("base64"))';

/**
 * The command that validates parts: an interpreter with a line that reads the script and the request from standard input
 * ({@link validatorInput}), so that neither has to be a file that the interpreter could reach.
 *
 * @param interpreter a program with its arguments
 */
export function interpreterCommand(
  language: Validation["language"],
  interpreter: readonly [string, ...string[]],
): Command {
  const start = language === "python" ? ["-c", pythonStart] : ["--input-type=module", "-e", nodeStart];
  return { kind: "program", argv: [...interpreter, ...start] };
}
