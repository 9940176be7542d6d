import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { vector } from '@electric-sql/pglite-pgvector';
import fs from 'node:fs';
import { seedDemoData } from './src/demo-data/load.ts';
const db = await PGlite.create({extensions:{pg_trgm,vector}});
for (const f of fs.readdirSync('/work/main/migrations').sort()) { if(f>'0010')continue; await db.exec(fs.readFileSync('/work/main/migrations/'+f,'utf8')); }
for (let i=0;i<2;i++){
let t=performance.now(); const t0=t;
await seedDemoData(async (s,r)=>{ const u=performance.now(); const x=await db.query(s.replace(':rows','$1'),[r]); console.log(s.slice(0,30), x.affectedRows, Math.round(performance.now()-u)); });
console.log('total', performance.now()-t0);}
console.log((await db.query("select id, name from products where search @@ websearch_to_tsquery('english','gaming laptop')")).rows);
