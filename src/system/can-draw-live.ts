/** Whether live lines can be drawn there: a terminal that is not dumb and wide enough to say something. */
export function canDrawLive(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  return stream.isTTY === true && env.TERM !== "dumb" && (stream.columns ?? 0) >= 20;
}
