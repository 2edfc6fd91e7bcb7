// Tells V8 which functions of a bundle are called at once.
import { parse } from "@swc/core";

/**
 * Puts the functions that hold a bundle's modules in brackets. V8 takes that as the sign of a function that is about to be called
 * and compiles it as it reads it; otherwise it reads over it once, only to find its end, and again when it is called. Bundlers write
 * these brackets for that reason, and minifiers take them away.
 *
 * @param code of ASCII characters alone, so that places in bytes are places in the text
 */
export async function hintModules(code) {
  const program = await parse(code, { syntax: "ecmascript", target: "es2022" });
  const inserts = [];
  const visit = (node) => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (node === null || typeof node !== "object") return;
    if (node.type === "KeyValueProperty" && node.key.type === "NumericLiteral" && isFunction(node.value)) {
      const { start, end } = node.value.span;
      inserts.push([start - program.span.start, "("], [end - program.span.start, ")"]);
      return;
    }
    for (const [key, value] of Object.entries(node)) if (key !== "span") visit(value);
  };
  visit(program.body);
  let from = 0;
  let hinted = "";
  for (const [at, bracket] of inserts.sort(([one], [other]) => one - other)) {
    hinted += code.slice(from, at) + bracket;
    from = at;
  }
  return hinted + code.slice(from);
}

function isFunction({ type }) {
  return type === "ArrowFunctionExpression" || type === "FunctionExpression";
}
