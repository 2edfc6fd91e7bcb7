/** What evidence must say of itself to be judged. */
export interface EvidenceTerms {
  /** SHA-256 of each config that it may have been taken under: the judging one, and the change's own where that is another. */
  readonly digests: readonly string[];
  /** The commit it must be of; null where that is not known. */
  readonly commit: string | null;
  /** `owner/name` of the repository whose run it must come from; null where that is not known. */
  readonly repository: string | null;
}
