import { buildCatalogue } from './src/demo-data/catalogue/catalogue.ts';
import { buildPeople } from './src/demo-data/people/people.ts';
import { OrderDrawer } from './src/demo-data/orders/drawn-orders.ts';
const c=buildCatalogue(), p=buildPeople();
const all=new OrderDrawer(c,p.customers,p.payment_methods).all();
const n:any={}; for(const o of all) if(o.tenantId==='acme'&&o.status==='delivered') for(const l of o.lines){const k=l.variantId.slice(0,4); n[k]=(n[k]??0)+1;}
console.log(all.length, n);
