/** Noting that a customer wants to hear when a sold-out variant is back. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineWriteTool, refuse, type Planned, type WritePlan } from '@deskfleet/shared/agent/tool.ts';
import { column, nullable, row } from '@deskfleet/shared/database/row.ts';
import { instant, sql, text } from '@deskfleet/shared/database/sql.ts';
import { variantToWatch } from '../policy/notifying.ts';
import { restockDay } from '../policy/stock.ts';
import { candidateList, optionsInput, variantList } from './product-parts.ts';
import { lookUp, productCandidates, productInput, type Candidate } from './product-lookup.ts';
import { hasOptions, optionsText, today, type VariantPart } from './product-view.ts';

const input = z.object({
  product: productInput,
  options: optionsInput.describe(
    'Which variant, by the values of its options: ["blue"], ["46 mm"]. Leave it out when only one variant is sold out.',
  ),
});
type Input = z.infer<typeof input>;

const notifyRow = row({
  candidates: column.json<readonly Candidate[]>(),
  variants: column.json<readonly VariantPart[]>(),
  waiting: column.json<readonly string[]>(),
  email: nullable(column.text()),
  time_zone: column.text(),
});

export const notifyWhenInStock = defineWriteTool({
  name: 'notify_when_in_stock',
  description:
    'Propose to send the customer an e-mail, to their own address, once a sold-out variant is back. Nothing happens until the customer confirms.',
  input,
  sample: { customer: 'cust086', input: { product: 'SonicWave Speaker', options: ['red'] } },
  plan,
});

async function plan({ product: said, options }: Input, context: ToolContext): Promise<Planned> {
  const looked = await lookUp(said, context, (name) => read(name, context), { exact: true });
  if (!looked.ok) return looked;
  const { found, best } = looked;
  if (found.email === null)
    return refuse('no_email', 'There is no e-mail address on your account, so I cannot note this.');
  const variants = found.variants.map((variant) => ({
    ...variant,
    options_text: optionsText(variant.options),
    waiting: found.waiting.includes(variant.id),
  }));
  const watched = variantToWatch(
    called(best),
    variants,
    variants.filter((variant) => hasOptions(variant, options)),
    options.join(', '),
  );
  if (!watched.ok) return watched;
  const { variant } = watched;
  return {
    ok: true,
    plan: proposal(best, variant, found.email, restockDay(variant, today(context.now, found.time_zone)), context),
  };
}

async function read(said: string, context: ToolContext) {
  const { tenant } = context;
  const found = await context.database.one(
    notifyRow,
    sql`
    with candidates as (${productCandidates(tenant, said)}),
      best as (select * from candidates order by fit desc, popularity desc, rating desc nulls last, id limit 1)
    select ${candidateList} as candidates,
      ${variantList} as variants,
      (select coalesce(jsonb_agg(n.variant_id), '[]') from best b join variants v on v.tenant_id = b.tenant_id and v.product_id = b.id
        join stock_notifications n on n.tenant_id = v.tenant_id and n.variant_id = v.id
        where n.customer_id = ${text(context.customerId)} and n.state = 'waiting') as waiting,
      (select nullif(trim(email), '') from customers where tenant_id = ${tenant} and id = ${text(context.customerId)}) as email,
      t.time_zone
    from tenants t where t.id = ${tenant}`,
    { signal: context.signal, label: 'product.notify.read' },
  );
  return { candidates: found.candidates, found };
}

function called({ name, id }: Candidate): string {
  return `${name} (${id})`;
}

function proposal(
  product: Candidate,
  variant: VariantPart & { readonly options_text: string },
  email: string,
  expected: string | null,
  context: ToolContext,
): WritePlan {
  const { tenant } = context;
  const what = `${called(product)}${variant.options_text === '' ? '' : ` in ${variant.options_text}`}`;
  const terms = {
    product_id: product.id,
    variant_id: variant.id,
    name: product.name,
    options: variant.options,
    email,
    ...(expected === null ? {} : { restock_expected_on: expected }),
  };
  return {
    summary: `Note that an e-mail goes to ${email} when the ${what} is back in stock.`,
    subject: `stock:${variant.id}`,
    terms,
    basis: sql`
      select v.id from variants v where v.tenant_id = ${tenant} and v.id = ${variant.id} and v.active
        and not exists (select 1 from stock s where s.tenant_id = v.tenant_id and s.variant_id = v.id and s.on_hand > 0)
        and not exists (select 1 from stock_notifications n where n.tenant_id = v.tenant_id and n.variant_id = v.id
          and n.customer_id = ${text(context.customerId)} and n.state = 'waiting')
        and exists (select 1 from customers c where c.tenant_id = v.tenant_id and c.id = ${text(context.customerId)} and c.email = ${email})
      for update of v`,
    effects: {
      // Two confirmed at the same moment leave one: the customer waits once, which is what both promised.
      noted: sql`
        insert into stock_notifications (tenant_id, id, customer_id, variant_id, created_at, quote_id)
        select ${tenant}, claim.id || '-n', ${text(context.customerId)}, ${variant.id}, ${instant(context.now)}, claim.id from claim
        on conflict (tenant_id, customer_id, variant_id) where state = 'waiting' do nothing`,
    },
    result: {
      status: 'noted',
      product_id: product.id,
      variant_id: variant.id,
      email,
      message: `I have noted it: an e-mail goes to ${email} when the ${what} is back in stock.`,
    },
  };
}
