"use strict";exports.id=700,exports.ids=[700],exports.modules={5700:((e,t,r)=>{r.d(t,{h:()=>renderJson,renderReportJson:()=>renderReportJson});let n=["schema","tool","rollout","concludedAt","verdict","decision","because","subject","kind","stage","metric","name","arm","index","outcome","status","severity","reason","findings","evidence"],i=new Map(n.map((e,t)=>[e,t]));function renderReportJson(e){return`${renderJson(e)}
`}function renderJson(e){let t=[];return write(e,0,t),t.join("")}function write(e,t,r){"number"==typeof e?r.push(numberText(e)):"string"==typeof e||"boolean"==typeof e?r.push(JSON.stringify(e)):null===e||"object"!=typeof e||t>=32?r.push("null"):Array.isArray(e)?writeList(e,t,r):writeObject(e,t,r)}function writeList(e,t,r){e.every(e=>"number"==typeof e)?r.push(`[${e.map(numberText).join(", ")}]`):(r.push("["),e.forEach((e,n)=>{r.push(0===n?`
`:`,
`,"  ".repeat(t+1)),write(e,t+1,r)}),r.push(`
`,"  ".repeat(t),"]"))}function writeObject(e,t,r){let n=Object.entries(e).filter(([,e])=>void 0!==e);0===n.length?r.push("{}"):(n.sort(([e],[t])=>rank(e)-rank(t)||(e<t?-1:1)),r.push("{"),n.forEach(([e,n],i)=>{r.push(0===i?`
`:`,
`,"  ".repeat(t+1),JSON.stringify(e),": "),write(n,t+1,r)}),r.push(`
`,"  ".repeat(t),"}"))}function rank(e){return i.get(e)??n.length}function numberText(e){return Number.isFinite(e)?String(e):`"${e}"`}})};