/**
 * How far a log was read: a place in the content of one file, which is found again under whatever name, compressed or not.
 * It is kept between runs, so everything in it is checked when it is used.
 */
export interface LogCursor {
  readonly path: string;
  /** Device and inode, the quick way; empty where the system has none. */
  readonly identity: string;
  /** Bytes of the content before the place. */
  readonly position: number;
  /** SHA-256 of the content's first bytes, in hex, and of how many (at most 1024, and never beyond the place). */
  readonly head: { readonly bytes: number; readonly digest: string };
  /** SHA-256 of the content's last bytes before the place, in hex, and of how many (at most 64). */
  readonly tail: { readonly bytes: number; readonly digest: string };
}

export const headBytes = 1024;
