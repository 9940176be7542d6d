import { createServer } from 'node:http';
import { fork } from 'node:child_process';
import { ExecuteStatementCommand } from '@aws-sdk/client-rds-data';
import { createDataApi } from '@deskfleet/shared/database/data-api.ts';
import { column, row, nullable } from '@deskfleet/shared/database/row.ts';
import { sql, instant } from '@deskfleet/shared/database/sql.ts';
import { RDSDataClient } from '@aws-sdk/client-rds-data';
const labels=['id','status','placed_at','total_cents','cancel_reason','version'];
const rec=[{stringValue:'o10001'},{stringValue:'pending'},{stringValue:'2024-01-15 10:30:00.123'},{longValue:1999},{isNull:true},{longValue:1}];
const body=(m:boolean)=>JSON.stringify({numberOfRecordsUpdated:0,records:Array.from({length:5},()=>rec),...(m?{columnMetadata:labels.map(l=>({label:l,name:l}))}:{})});
const plain=body(false), meta=body(true);
if (process.argv[2]==='server') { const s=createServer({keepAliveTimeout:60000},(q,r)=>{let t='';q.on('data',c=>t+=c);q.on('end',()=>{r.setHeader('content-type','application/json');r.end(t.includes('includeResultMetadata')?meta:plain);});}); s.listen(0,'127.0.0.1',()=>process.send!((s.address() as any).port)); process.on('disconnect',()=>process.exit()); }
else {
const child=fork(process.argv[1]!,['server'],{execArgv:process.execArgv}); const port=await new Promise<number>(r=>child.once('message',m=>r(m as number)));
const client=new RDSDataClient({region:'us-east-1',endpoint:`http://127.0.0.1:${port}`,credentials:{accessKeyId:'a',secretAccessKey:'b'},maxAttempts:1,cacheMiddleware:true});
const A={resourceArn:'arn:aws:rds:us-east-1:000000000000:cluster:deskfleet',secretArn:'arn:aws:secretsmanager:us-east-1:000000000000:secret:deskfleet',database:'deskfleet'};
const db=createDataApi({client,...A,resumeTimeoutMs:1000}).forTurn({onCall:()=>{},signal:new AbortController().signal});
const shape=row({id:column.text(),status:column.oneOf('pending','delivered'),placed_at:column.instant(),total_cents:column.int(),cancel_reason:nullable(column.text()),version:column.int()});
const when=new Date();
const ours=()=>db.query(shape,sql`select id, status, placed_at, total_cents, cancel_reason, version from orders where tenant_id = ${'acme'} and customer_id = ${'cust001'} and placed_at > ${instant(when)} order by placed_at desc limit ${5}`,{label:'x'});
const bare=()=>client.send(new ExecuteStatementCommand({...A,sql:'select id, status, placed_at, total_cents, cancel_reason, version from orders where tenant_id = :p1 and customer_id = :p2 and placed_at > :p3::timestamptz order by placed_at desc limit :p4',parameters:[{name:'p1',value:{stringValue:'acme'}},{name:'p2',value:{stringValue:'cust001'}},{name:'p3',value:{stringValue:when.toISOString()}},{name:'p4',value:{longValue:5}}]}));
const run=async(f:()=>Promise<unknown>,n:number,c:number)=>{const c0=process.cpuUsage(),t=performance.now();let left=n;await Promise.all(Array.from({length:c},async()=>{while(left-->0)await f();}));const u=process.cpuUsage(c0);return [(performance.now()-t)/n,(u.user+u.system)/1000/n];};
await run(ours,800,8);await run(bare,800,8);
for(const c of [1,32]){const o:number[][]=[],b:number[][]=[];for(let i=0;i<6;i++){b.push(await run(bare,700,c));o.push(await run(ours,700,c));}
const med=(x:number[][],k:number)=>x.map(v=>v[k]!).sort((p,q)=>p-q)[2]!;
console.log('concurrency',c,'bare wall',med(b,0).toFixed(3),'cpu',med(b,1).toFixed(3),'| ours wall',med(o,0).toFixed(3),'cpu',med(o,1).toFixed(3),'| cpu +',((med(o,1)/med(b,1)-1)*100).toFixed(1)+'%','ours/s',(1000/med(o,0)).toFixed(0));}
const k=performance.now();for(let i=0;i<100000;i++){const s=sql`select id, status, placed_at, total_cents, cancel_reason, version from orders where tenant_id = ${'acme'} and customer_id = ${'cust001'} and placed_at > ${instant(when)} order by placed_at desc limit ${5}`;s.text;s.parameters;}console.log('sql build us',((performance.now()-k)/100).toFixed(2));
const r0=rec as any;const pos=[0,1,2,3,4,5];const k2=performance.now();for(let i=0;i<100000;i++)shape.decode(r0,pos);console.log('decode us/row',((performance.now()-k2)/100).toFixed(2));
client.destroy();child.disconnect();}
