/** Whether one product, or one form of it, is in stock. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { defineTool, done, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { candidateList, optionsInput, variantList } from './product-parts.ts';
import { lookUp, productCandidates, productInput, type Candidate } from './product-lookup.ts';
import { hasOptions, today, variantView, type VariantPart } from './product-view.ts';

const input = z.object({ product: productInput, options: optionsInput });

const availabilityRow = row({
  candidates: column.json<readonly Candidate[]>(),
  variants: column.json<readonly VariantPart[]>(),
  currency: column.text(),
  time_zone: column.text(),
});

export const checkAvailability = defineTool({
  name: 'check_availability',
  description:
    'Stock of one product by name or id, variant by variant: in stock, low or sold out, and the day new stock is expected. ' +
    'Give options such as "black" or "46 mm" to ask for one form of it.',
  input,
  needsCustomer: false,
  sample: { customer: null, input: { product: 'SonicWave Speaker', options: ['red'] } },
  run: readAvailability,
});

async function readAvailability(
  { product, options }: z.infer<typeof input>,
  context: ToolContext,
): Promise<ToolResult> {
  const looked = await lookUp(product, context, async (said) => {
    const found = await context.database.one(
      availabilityRow,
      sql`
      with candidates as (${productCandidates(context.tenant, said)}),
        best as (select * from candidates order by fit desc, popularity desc, rating desc nulls last, id limit 1)
      select ${candidateList} as candidates,
        ${variantList} as variants, t.currency, t.time_zone
      from tenants t where t.id = ${context.tenant}`,
      { signal: context.signal, label: 'product.availability' },
    );
    return { candidates: found.candidates, found };
  });
  if (!looked.ok) return looked;

  const { found, others } = looked;
  const day = today(context.now, found.time_zone);
  const views = (variants: readonly VariantPart[]) =>
    variants.map((variant) => variantView(variant, found.currency, day));
  const asked = found.variants.filter((variant) => hasOptions(variant, options));
  const [best] = found.candidates;
  return done({
    product_id: best?.id,
    name: best?.name,
    in_stock: asked.some((variant) => variant.on_hand > 0),
    ...(options.length > 0 ? { options_asked: options } : {}),
    // Empty when the product does not come in that form.
    variants: views(asked),
    ...(asked.length < found.variants.length
      ? { other_variants: views(found.variants.filter((variant) => !asked.includes(variant))) }
      : {}),
    ...(others.length > 0 ? { other_matches: others.map(({ id, name }) => ({ product_id: id, name })) } : {}),
  });
}
