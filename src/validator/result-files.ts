/** What the scripts write into a launch's evidence folder: a checklist of the parts, and their times and sizes. */
export const partsFile = "parts.json";
export const figuresFile = "parts-figures.json";
