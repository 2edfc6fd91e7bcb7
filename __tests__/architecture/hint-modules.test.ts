import { expect, test } from "@jest/globals";
import { hintModules } from "../../scripts/hint-modules.mjs";

test.each([
  ["a module", "x={1:(e,t)=>{t()}}", "x={1:((e,t)=>{t()})}"],
  [
    "several, of both kinds",
    "x={1:()=>1,22:function(e){return{3:()=>e}}}",
    "x={1:(()=>1),22:(function(e){return{3:()=>e}})}",
  ],
  ["what is no module", 'x={a:()=>1,1:2,"b":function(){}}', 'x={a:()=>1,1:2,"b":function(){}}'],
  ["a directive before it", '"use strict";x={1:()=>{}}', '"use strict";x={1:(()=>{})}'],
])("%s is put in brackets where it should be", async (_, code, expected) => {
  expect(await hintModules(code)).toBe(expected);
});
