/**
 * The line by which the comment of a rollout is found again. It is not shown, and proves nothing: anybody can write it, so the
 * author decides as well.
 */
export function commentMarker(rollout: string): string {
  // Two hyphens would end the HTML comment.
  const name = encodeURIComponent(rollout.toWellFormed()).replaceAll("--", "-%2D");
  return `<!-- rollout-gate: the verdict on ${name} -->`;
}

/** Whether a comment's text begins with the marker of a rollout. */
export function bearsMarker(body: string, rollout: string): boolean {
  return body.startsWith(`${commentMarker(rollout)}\n`) || body.startsWith(`${commentMarker(rollout)}\r\n`);
}
