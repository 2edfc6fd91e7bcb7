/** An argument for a part: any plain value; `{ $from: module:name }` and `{ $stand-in: true }` are made where the part is. */
export type GivenArguments = readonly unknown[] | Readonly<Record<string, unknown>>;

/** Which parts of a program are listed, imported and constructed, in the interpreter that they belong to. */
export interface Validation {
  readonly language: "python" | "node";
  /** Dotted Python modules; for Node paths from the stage's folder, or packages. */
  readonly modules: readonly [string, ...string[]];
  /** Python: modules below a package count too. */
  readonly submodules: boolean;
  /** Names of classes, with `*` for any run of characters; none: every class that is not hidden. */
  readonly match: readonly string[];
  /** Names of classes and modules that are left out. */
  readonly except: readonly string[];
  /** The class that parts are made from: `module:Name`, for Node `module#Name`; null: any. */
  readonly base: string | null;
  /** A map, list or function that names the parts, in place of looking for classes; null: none. */
  readonly registry: string | null;
  /** By the part's name, or a pattern: a list in the order of the parameters, or a map. */
  readonly arguments: Readonly<Record<string, GivenArguments>>;
  /** For one import and for one part. */
  readonly limitMs: number;
  /** Each part is made twice, and what one more of it holds is measured. */
  readonly memory: boolean;
}
