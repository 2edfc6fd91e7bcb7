/** The version of this program; a test holds it equal to package.json, which a bundle cannot read. */
export const version = "0.1.0";

/** As evidence and reports name it. */
export const tool = `rollout-gate ${version}`;
