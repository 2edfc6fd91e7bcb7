const isBoundary = (byte: number | undefined): boolean =>
  byte === undefined ||
  !((byte >= 0x30 && byte <= 0x39) || byte === 0x5f || ((byte | 32) >= 0x61 && (byte | 32) <= 0x7a));

/**
 * Whether a component, or one below it, is named in a part of a line: `app.chat` is in `app.chat - ERROR` and in `app.chat.tools`,
 * and is not in `my.app.chat`, `app.chatter` or `app-chat`.
 */
export function namesComponent(bytes: Buffer, start: number, end: number, component: Buffer): boolean {
  for (
    let at = bytes.indexOf(component, start);
    at !== -1 && at + component.length <= end;
    at = bytes.indexOf(component, at + 1)
  ) {
    const before = at === start ? undefined : bytes[at - 1];
    const after = at + component.length === end ? undefined : bytes[at + component.length];
    const joins = before === 0x2e || before === 0x2d || before === 0x2f || after === 0x2d || after === 0x2f;
    if (isBoundary(before) && isBoundary(after) && !joins) return true;
  }
  return false;
}
