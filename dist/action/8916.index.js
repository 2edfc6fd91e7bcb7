"use strict";exports.id=8916,exports.ids=[8916],exports.modules={8916:((e,t,o)=>{o.d(t,{runRolloutStep:()=>runRolloutStep});var n=o(6352),r=o(7377),a=o(6702),l=o(7290),i=o(2932),s=o(3859),u=o(5985),c=o(5815);let d={good:"\u2705",doubtful:"\u26A0\uFE0F",bad:"\u274C",unknown:"\u2754"};function renderRolloutMarkdown(e){let safe=e=>(0,u.FV)((0,s.P)(e,1e3)),t=d[(0,c.dl)(e.ending)],o=[`## ${t} ${(0,c.fg)(e)}: ${safe((0,c.Iv)(e))}`,safe(e.because),""===e.reason?"":`Asked for because: ${safe(e.reason)}`,byHandSection(e,safe),listSection("Findings",e.findings.map(safe)),stepsSection(e,safe),listSection("Recorded",e.record.map(({name:e,value:t})=>`${safe(e)}: ${(0,u.D9)((0,s.P)(t,1e3))}`)),listSection("Notes",e.notes.map(safe)),operationLine(e)];return`${o.filter(e=>""!==e).join(`

`)}
`}function byHandSection({byHand:e},t){if(0===e.length)return"";let o=e.slice(0,100).map(({what:e,command:o},n)=>{let r=`${n+1}. `,a=" ".repeat(r.length);if(null===o)return`${r}${t(e)}`;let l=(0,u.p0)([o]).split(`
`).map(e=>`${a}${e}`);return`${r}${t(e)}

${l.join(`
`)}`});return`### To do by hand, in this order

${o.join(`
`)}`}function listSection(e,t){if(0===t.length)return"";let o=t.length>100?[`- and ${t.length-100} more`]:[];return`### ${e}

${[...t.slice(0,100).map(e=>`- ${e}`),...o].join(`
`)}`}function stepsSection({steps:e},t){if(0===e.length)return"";let o=e.slice(0,100).map(({what:e,outcome:o,detail:n,startedAt:r,durationMs:a})=>{let l=null===r?"":(0,u.D9)(r.slice(0,19).replace("T"," ")),s=null===r?"":(0,i.a3)(a);return`| ${d[(0,c.Cr)(o)]} ${o} | ${t(e)} | ${l} | ${s} | ${t(n)} |`});return`### Steps

| outcome | step | UTC | took | |
|---|---|---|--:|---|
${o.join(`
`)}`}function operationLine({operation:e,commit:t,tool:o}){let n=[null===e?"":`Operation ${(0,u.D9)(e)}`,null===t?"":`commit ${(0,u.D9)(t.slice(0,12))}`,(0,u.FV)(o)].filter(e=>""!==e);return`<sub>${n.join(" \xb7 ")}</sub>`}var f=o(3029),p=o(4946);let $=new Set(["schema","rollout","action","operation","ending","outcome","commit"]);function renderRolloutReport(e,t){let o=(0,p.FI)(e,t,$),n=`${(0,l.h)(o)}
`,r=renderRolloutMarkdown(o);return{json:n,markdown:r,terminal:e=>(0,f.u)(o,e),async write(e,t,o){let a=/^(?:[\\/]|[A-Za-z]:[\\/])/.test(e)?e:`${o}/${e}`;try{return await t.makeFolder(a),await t.writeAtomically(`${a}/rollout.json`,n),await t.writeAtomically(`${a}/rollout.md`,r),[]}catch(t){return[`The report could not be written to ${e}: ${t instanceof Error?t.message:String(t)}`]}}}}var g=o(1837);async function runRolloutStep(e,{request:t,config:o,signal:l,env:i,directory:s,github:u},c,d){let{event:f,pullRequest:p,ownDefaultBranch:$}=c.context;if(null!==p||"enable"===e&&null!==f&&!$){let t="enable"===e?"the default branch's own runs":"runs that are about no pull request";throw new n.J(`The mode ${e} changes the world, so it works for ${t} alone. Nothing was changed.`)}let m=new Map,w=await (0,a.w)(c,{env:i,directory:s,config:o.config,recorder:e=>(0,r.T)(u,{contacts:o.config.contacts,clock:c.clock,redact:c.redact,ledger:e,tool:c.tool}),exportVariable:async(e,t)=>void m.set(e,t)}),h={config:o,request:t.rollout,evidenceFolder:t.evidence,signal:l},b=await (0,g.p)(e,h,w),S=renderRolloutReport(b,c.redact),k=[...await S.write(t.report,c.files,c.host.workspace)];for(let[e,t]of m)await d.exportVariable(e,t);for(let[e,o]of Object.entries({ending:b.ending,flag:b.flag,operation:b.operation??"",because:c.redact(b.because),report:t.report}))await d.setOutput(e,o);if(t.summary){let e=await d.addSummary(S.markdown);null!==e&&k.push(e)}for(let e of k)c.progress.warning(e);let y=(0,g.O)(b.ending);return t.annotations&&0!==y&&d.annotate({level:"error",title:`${b.rollout}: ${b.ending}`,message:c.redact(b.because)}),y}})};