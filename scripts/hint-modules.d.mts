export function hintModules(code: string): Promise<string>;
